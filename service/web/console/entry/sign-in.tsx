import { Anchor, Button, PasswordInput, Stack, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { ask } from '../../api/ask.ts'
import { ProblemNote } from '../parts/told.tsx'
import { CodeField } from './code-field.tsx'
import { canUsePasskeys, signInWithPasskey } from './passkey.ts'

type Step = 'password' | 'code' | 'backup code'

const textOf = (event: FormEvent<HTMLFormElement>, name: string) => {
  event.preventDefault()
  return String(new FormData(event.currentTarget).get(name) ?? '').trim()
}

/** Password and then the code of an app, or a passkey. */
export function SignIn() {
  const [step, setStep] = useState<Step>('password')
  return (
    <main className="entry">
      <title>Sign in · TractOps</title>
      <h1>{step === 'password' ? 'Sign in' : 'Your second factor'}</h1>
      {step === 'password' ? (
        <ByPassword onNext={() => setStep('code')} />
      ) : (
        <ByCode step={step} onStep={setStep} />
      )}
    </main>
  )
}

function useEntered() {
  const queries = useQueryClient()
  return () => queries.invalidateQueries()
}

function ByPassword({ onNext }: { onNext: () => void }) {
  const entered = useEntered()
  const byPassword = useMutation({
    mutationFn: (body: { email: string; password: string }) =>
      ask<{ twoFactorRedirect: boolean }>('POST', '/api/auth/sign-in/email', body),
    onSuccess: ({ twoFactorRedirect }) => (twoFactorRedirect ? onNext() : entered()),
  })
  const byPasskey = useMutation({ mutationFn: signInWithPasskey, onSuccess: entered })
  const error = byPassword.error ?? byPasskey.error
  return (
    <Stack>
      <p className="soft">The console of those who keep the agreement.</p>
      <form
        onSubmit={(event) =>
          byPassword.mutate({
            email: textOf(event, 'email'),
            password: String(new FormData(event.currentTarget).get('password')),
          })
        }
      >
        <Stack>
          {error === null ? null : <ProblemNote error={error} />}
          <TextInput name="email" type="email" label="Email" autoComplete="username" required autoFocus />
          <PasswordInput name="password" label="Password" autoComplete="current-password" required />
          <Button type="submit" loading={byPassword.isPending}>
            Sign in
          </Button>
        </Stack>
      </form>
      {canUsePasskeys() ? (
        <Button variant="default" loading={byPasskey.isPending} onClick={() => byPasskey.mutate()}>
          Sign in with a passkey
        </Button>
      ) : null}
      <p className="soft">
        Accounts are made by invitation. Locked out? Another admin can invite you anew; without one,{' '}
        <code>npx tractops admin link</code> lets you back in.
      </p>
    </Stack>
  )
}

function ByCode({ step, onStep }: { step: Step; onStep: (step: Step) => void }) {
  const entered = useEntered()
  const isBackup = step === 'backup code'
  const verify = useMutation({
    mutationFn: (code: string) =>
      ask('POST', `/api/auth/two-factor/${isBackup ? 'verify-backup-code' : 'verify-totp'}`, { code }),
    onSuccess: entered,
  })
  return (
    <form
      onSubmit={(event) => {
        const code = textOf(event, 'code')
        verify.mutate(isBackup ? code : code.replaceAll(' ', ''))
      }}
    >
      <Stack>
        {verify.error === null ? null : <ProblemNote error={verify.error} />}
        {isBackup ? (
          <TextInput
            key="backup"
            name="code"
            label="One of your backup codes"
            autoComplete="off"
            required
            autoFocus
          />
        ) : (
          <CodeField key="totp" name="code" autoFocus />
        )}
        <Button type="submit" loading={verify.isPending}>
          Sign in
        </Button>
        <Anchor component="button" type="button" onClick={() => onStep(isBackup ? 'code' : 'backup code')}>
          {isBackup ? 'Use the app instead' : 'The phone is not at hand: use a backup code'}
        </Anchor>
        <Anchor component="button" type="button" onClick={() => onStep('password')}>
          Begin again
        </Anchor>
      </Stack>
    </form>
  )
}
