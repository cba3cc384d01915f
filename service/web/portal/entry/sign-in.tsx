import { Anchor, Button, Stack, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { ProblemNote } from '../../console/parts/told.tsx'
import { ask } from '../api.ts'

/** An address, and then a look into its mail. Nothing here tells whether an address is known. */
export function SignIn({ note }: { note?: string }) {
  const send = useMutation({
    mutationFn: (email: string) =>
      ask('POST', '/sign-in', { email, target: location.pathname.replace(/\/enter$/, '') }),
  })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    send.mutate(String(new FormData(event.currentTarget).get('email')))
  }
  return (
    <main className="entry">
      <title>Sign in · TractOps</title>
      {send.isSuccess ? (
        <>
          <h1>Look into your mail</h1>
          <Stack>
            <p role="status">
              If {send.variables.trim()} is known to us, a link is on its way there. It works once, within 15
              minutes.
            </p>
            <p className="soft">
              Nothing came? Look among the unwanted mail, or try the address that your association is written
              to.
            </p>
            <Anchor component="button" type="button" ta="start" onClick={() => send.reset()}>
              Use another address, or ask again
            </Anchor>
          </Stack>
        </>
      ) : (
        <>
          <h1>Your questions</h1>
          <form onSubmit={submit}>
            <Stack>
              <p className="soft">
                {note ??
                  'Ask, see when an answer is due, and how the month stands. There is no password: we mail you a link.'}
              </p>
              {send.error === null ? null : <ProblemNote error={send.error} />}
              <TextInput name="email" type="email" label="Email" autoComplete="email" required autoFocus />
              <Button type="submit" loading={send.isPending}>
                Mail me a link
              </Button>
            </Stack>
          </form>
        </>
      )}
    </main>
  )
}
