import { Button, CopyButton, PasswordInput, Stack } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { renderSVG } from 'uqr'
import { ask } from '../../api/ask.ts'
import { ProblemNote } from '../parts/told.tsx'
import { CodeField } from './code-field.tsx'

type Secret = { totpURI: string; backupCodes: string[] }
const field = (event: FormEvent<HTMLFormElement>, name: string) => {
  event.preventDefault()
  return String(new FormData(event.currentTarget).get(name) ?? '')
}

/** An authenticator app in three steps: the password again, the QR code and a first code, the backup codes. */
export function TotpSetup({ onDone }: { onDone: () => void }) {
  const [secret, setSecret] = useState<Secret | null>(null)
  const [confirmed, setConfirmed] = useState(false)
  const begin = useMutation({
    mutationFn: (password: string) => ask<Secret>('POST', '/api/auth/two-factor/enable', { password }),
    onSuccess: setSecret,
  })
  const confirm = useMutation({
    mutationFn: (code: string) =>
      ask('POST', '/api/auth/two-factor/verify-totp', { code: code.replaceAll(' ', '') }),
    onSuccess: () => setConfirmed(true),
  })
  if (secret === null)
    return (
      <form onSubmit={(event) => begin.mutate(field(event, 'password'))}>
        <Stack>
          {begin.error === null ? null : <ProblemNote error={begin.error} />}
          <PasswordInput
            name="password"
            label="Your password, once more"
            autoComplete="current-password"
            required
          />
          <Button type="submit" loading={begin.isPending}>
            Set up an authenticator app
          </Button>
        </Stack>
      </form>
    )
  if (!confirmed)
    return (
      <form onSubmit={(event) => confirm.mutate(field(event, 'code'))}>
        <Stack>
          <p>
            Scan this with your app (1Password, Google Authenticator, Aegis …), then type the code that it
            shows.
          </p>
          <QrCode text={secret.totpURI} />
          <p className="soft">
            Or type the secret:{' '}
            <code data-testid="secret">{new URL(secret.totpURI).searchParams.get('secret')}</code>
          </p>
          {confirm.error === null ? null : <ProblemNote error={confirm.error} />}
          <CodeField name="code" autoFocus />
          <Button type="submit" loading={confirm.isPending}>
            Confirm
          </Button>
        </Stack>
      </form>
    )
  return <BackupCodes codes={secret.backupCodes} onDone={onDone} />
}

function QrCode({ text }: { text: string }) {
  const svg = renderSVG(text, { border: 0 })
  return (
    <img
      className="qr"
      alt="QR code of the secret below"
      src={`data:image/svg+xml,${encodeURIComponent(svg)}`}
    />
  )
}

/** Backup codes, shown once: each opens once when the phone is lost. */
export function BackupCodes({ codes, onDone }: { codes: string[]; onDone: () => void }) {
  return (
    <Stack>
      <p>
        <strong>Keep these backup codes where you keep secrets.</strong> Each one signs you in once, when the
        phone is lost. They are not shown again.
      </p>
      <ul className="plain-list codes">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <CopyButton value={codes.join('\n')}>
        {({ copied, copy }) => (
          <Button variant="default" onClick={copy}>
            {copied ? 'Copied' : 'Copy them'}
          </Button>
        )}
      </CopyButton>
      <Button onClick={onDone}>I have kept them: go on</Button>
    </Stack>
  )
}
