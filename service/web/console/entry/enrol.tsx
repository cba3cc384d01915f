import { Anchor, Button, Stack } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ask } from '../../api/ask.ts'
import type { Me } from '../../api/types.ts'
import { ProblemNote } from '../parts/told.tsx'
import { addPasskey, canUsePasskeys } from './passkey.ts'
import { TotpSetup } from './totp-setup.tsx'

/** The first second factor: nothing else of the console is open before there is one. */
export function Enrol({ me }: { me: Me }) {
  const queries = useQueryClient()
  const entered = () => queries.invalidateQueries()
  const passkey = useMutation({ mutationFn: () => addPasskey(`Passkey of ${me.name}`), onSuccess: entered })
  const out = useMutation({ mutationFn: () => ask('POST', '/api/auth/sign-out'), onSuccess: entered })
  const [app, setApp] = useState(!canUsePasskeys())
  return (
    <main className="entry">
      <title>Second factor · TractOps</title>
      <h1>One more thing, {me.name}</h1>
      <Stack>
        <p className="soft">
          A password alone is not enough to change what customers are promised. Add a second factor once; it
          is asked for at each sign-in.
        </p>
        {app ? (
          <TotpSetup onDone={entered} />
        ) : (
          <>
            {passkey.error === null ? null : <ProblemNote error={passkey.error} />}
            <Button loading={passkey.isPending} onClick={() => passkey.mutate()}>
              Make a passkey on this device
            </Button>
            <Button variant="default" onClick={() => setApp(true)}>
              Use an authenticator app
            </Button>
          </>
        )}
        <Anchor component="button" type="button" onClick={() => out.mutate()}>
          Sign out
        </Anchor>
      </Stack>
    </main>
  )
}
