import { Button, Stack } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { problemOf } from '../../api/problem.ts'
import { ProblemNote } from '../../console/parts/told.tsx'
import { ask } from '../api.ts'
import { SignIn } from './sign-in.tsx'

/** What a link in a mail leads to: a button, as programs that look into mails follow links and press none. */
export function Enter() {
  const [token] = useState(() => location.hash.slice(1))
  const enter = useMutation({
    mutationFn: () => ask<{ target: string }>('POST', '/session', { token }),
    onSuccess: ({ target }) => location.replace(target),
  })
  if (token === '' || (enter.error !== null && problemOf(enter.error).code === 'link_spent'))
    return (
      <SignIn note="This link was used before, or its 15 minutes have passed. Ask for a new one: it takes a moment." />
    )
  return (
    <main className="entry">
      <title>Sign in · TractOps</title>
      <h1>Welcome</h1>
      <Stack>
        <p className="soft">One more press, and you are in. This browser then stays signed in for 30 days.</p>
        {enter.error === null ? null : <ProblemNote error={enter.error} />}
        <Button autoFocus loading={enter.isPending || enter.isSuccess} onClick={() => enter.mutate()}>
          Sign in
        </Button>
      </Stack>
    </main>
  )
}
