import { Anchor, Button, Group, PasswordInput, Stack } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ask, type Page as List } from '../../api/ask.ts'
import type { Me, Session } from '../../api/types.ts'
import { addPasskey, canUsePasskeys } from '../entry/passkey.ts'
import { BackupCodes, TotpSetup } from '../entry/totp-setup.tsx'
import { useMe } from '../entry/use-me.ts'
import { Confirm } from '../parts/confirm.tsx'
import { fieldErrors } from '../parts/field-errors.ts'
import { Instant } from '../parts/instant.tsx'
import { Answered, ProblemNote } from '../parts/told.tsx'

type Passkey = { id: string; name: string | null; createdAt: string | null }
const PROOFS = {
  password: 'the password',
  totp: 'an app',
  backup_code: 'a backup code',
  passkey: 'a passkey',
}

/** What signs you in, and where you are signed in. */
export function Page() {
  const me = useMe()
  return (
    <>
      <title>Your account · TractOps</title>
      <header>
        <h1>Your account</h1>
      </header>
      <Answered query={me}>
        {(who) => (
          <>
            <p>
              {who.name}, {who.email}, {who.role}.
            </p>
            <App me={who} />
            <Passkeys />
            <Password />
            <Sessions />
          </>
        )}
      </Answered>
    </>
  )
}

function useAsked() {
  const queries = useQueryClient()
  return () => queries.invalidateQueries({ queryKey: ['accounts'] })
}

function App({ me }: { me: Me }) {
  const asked = useAsked()
  const [open, setOpen] = useState(false)
  const codes = useMutation({
    mutationFn: (password: string) =>
      ask<{ backupCodes: string[] }>('POST', '/api/auth/two-factor/generate-backup-codes', { password }),
  })
  const hasApp = me.session?.totp === true
  return (
    <section className="section">
      <h2>Authenticator app</h2>
      <Stack maw="30rem">
        <p>{hasApp ? 'Set up: the password asks for its code.' : 'Not set up.'}</p>
        {codes.data === undefined ? null : (
          <BackupCodes codes={codes.data.backupCodes} onDone={codes.reset} />
        )}
        {open && !hasApp ? <TotpSetup onDone={asked} /> : null}
        {open && hasApp && codes.data === undefined ? (
          <form
            onSubmit={(event) => {
              event.preventDefault()
              codes.mutate(String(new FormData(event.currentTarget).get('password')))
            }}
          >
            <Stack>
              {codes.error === null ? null : <ProblemNote error={codes.error} />}
              <PasswordInput name="password" label="Your password" autoComplete="current-password" required />
              <Button type="submit" loading={codes.isPending}>
                Make new codes; the old ones end
              </Button>
            </Stack>
          </form>
        ) : null}
        {open ? null : (
          <Group>
            <Button variant="default" onClick={() => setOpen(true)}>
              {hasApp ? 'Make new backup codes' : 'Set up an app'}
            </Button>
          </Group>
        )}
      </Stack>
    </section>
  )
}

function Passkeys() {
  const asked = useAsked()
  const [removing, setRemoving] = useState<Passkey | null>(null)
  const passkeys = useQuery({
    queryKey: ['accounts', 'passkeys'],
    queryFn: () => ask<Passkey[]>('GET', '/api/auth/passkey/list-user-passkeys'),
  })
  const add = useMutation({ mutationFn: () => addPasskey('Passkey'), onSuccess: asked })
  return (
    <section className="section">
      <h2>Passkeys</h2>
      <Answered query={passkeys}>
        {(rows) => (
          <ul className="plain-list rows">
            {rows.map((one) => (
              <li key={one.id}>
                <Group justify="space-between">
                  <span>
                    {one.name ?? 'Passkey'}
                    {one.createdAt === null ? null : (
                      <>
                        , made <Instant at={one.createdAt} />
                      </>
                    )}
                  </span>
                  <Anchor component="button" type="button" onClick={() => setRemoving(one)}>
                    Remove
                  </Anchor>
                </Group>
              </li>
            ))}
          </ul>
        )}
      </Answered>
      {add.error === null ? null : <ProblemNote error={add.error} />}
      {canUsePasskeys() ? (
        <Button variant="default" mt="sm" loading={add.isPending} onClick={() => add.mutate()}>
          Add a passkey
        </Button>
      ) : (
        <p className="soft">
          Passkeys need a host’s name: open the console by one, such as localhost, to add one.
        </p>
      )}
      {removing === null ? null : (
        <Confirm
          title="Remove this passkey?"
          action="Remove it"
          onClose={() => setRemoving(null)}
          onConfirm={async () => {
            await ask('POST', '/api/auth/passkey/delete-passkey', { id: removing.id })
            await asked()
          }}
        >
          It signs you in no more. Remove it from your device as well.
        </Confirm>
      )}
    </section>
  )
}

function Password() {
  const form = useForm({ initialValues: { currentPassword: '', newPassword: '' } })
  const asked = useAsked()
  const change = useMutation({
    mutationFn: (values: typeof form.values) => ask('POST', '/api/auth/change-password', values),
    onError: (error) => form.setErrors(fieldErrors(error, form.values)),
    onSuccess: () => {
      form.reset()
      return asked()
    },
  })
  const elsewhere = change.error !== null && Object.keys(fieldErrors(change.error, form.values)).length === 0
  return (
    <section className="section">
      <h2>Password</h2>
      <form onSubmit={form.onSubmit((values) => change.mutate(values))}>
        <Stack maw="30rem">
          {elsewhere ? <ProblemNote error={change.error} /> : null}
          {change.isSuccess ? <p role="status">It is changed. Your other sessions have ended.</p> : null}
          <PasswordInput
            label="Present password"
            autoComplete="current-password"
            required
            {...form.getInputProps('currentPassword')}
          />
          <PasswordInput
            label="New password"
            description="12 characters or more."
            autoComplete="new-password"
            required
            {...form.getInputProps('newPassword')}
          />
          <Group>
            <Button type="submit" variant="default" loading={change.isPending}>
              Change it
            </Button>
          </Group>
        </Stack>
      </form>
    </section>
  )
}

function Sessions() {
  const asked = useAsked()
  const sessions = useQuery({
    queryKey: ['accounts', 'sessions'],
    queryFn: () => ask<List<Session>>('GET', '/api/v1/me/sessions'),
  })
  const end = useMutation({
    mutationFn: (id: string) => ask('DELETE', `/api/v1/me/sessions/${id}`),
    onSuccess: asked,
  })
  return (
    <section className="section">
      <h2>Where you are signed in</h2>
      {end.error === null ? null : <ProblemNote error={end.error} />}
      <Answered query={sessions}>
        {({ items }) => (
          <ul className="plain-list rows">
            {items.map((one) => (
              <li key={one.id}>
                <Group justify="space-between">
                  <span>
                    {one.current ? <strong>This browser, </strong> : null}
                    since <Instant at={one.createdAt} />, by {PROOFS[one.verifiedBy]}
                    {one.address === null || one.address === '' ? null : `, from ${one.address}`}
                    <br />
                    <small className="soft">{one.browser}</small>
                  </span>
                  {one.current ? null : (
                    <Anchor component="button" type="button" onClick={() => end.mutate(one.id)}>
                      End
                    </Anchor>
                  )}
                </Group>
              </li>
            ))}
          </ul>
        )}
      </Answered>
    </section>
  )
}
