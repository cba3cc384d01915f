import { Button, PasswordInput, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { ask } from '../../api/ask.ts'
import type { Role } from '../../api/types.ts'
import { fieldErrors } from '../parts/field-errors.ts'
import { Instant } from '../parts/instant.tsx'
import { Answered, ProblemNote } from '../parts/told.tsx'

type Reading = { email: string | null; name: string | null; role: Role; expiresAt: string }

/** What an invitation's link opens: a name and a password, then the second factor. The token stands behind # in the address. */
export function Welcome() {
  const [token] = useState(() => location.hash.slice(1))
  const invitation = useQuery({
    queryKey: ['invitation', token],
    queryFn: () => ask<Reading>('POST', '/api/v1/invitations/reading', { token }),
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  })
  return (
    <main className="entry">
      <title>Welcome · TractOps</title>
      <h1>Welcome to TractOps</h1>
      <Answered query={invitation}>{(read) => <Acceptance token={token} read={read} />}</Answered>
    </main>
  )
}

function Acceptance({ token, read }: { token: string; read: Reading }) {
  const navigate = useNavigate()
  const queries = useQueryClient()
  const form = useForm({ initialValues: { name: read.name ?? '', email: read.email ?? '', password: '' } })
  const accept = useMutation({
    mutationFn: async (values: typeof form.values) => {
      const { email } = await ask<{ email: string }>('POST', '/api/v1/invitations/acceptance', {
        token,
        ...values,
      })
      await ask('POST', '/api/auth/sign-in/email', { email, password: values.password })
    },
    onError: (error) => form.setErrors(fieldErrors(error, form.values)),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['accounts'] })
      await navigate({ to: '/', hash: '' })
    },
  })
  const elsewhere = accept.error !== null && Object.keys(fieldErrors(accept.error, form.values)).length === 0
  return (
    <form onSubmit={form.onSubmit((values) => accept.mutate(values))}>
      <Stack>
        <p className="soft">
          You are invited as {read.role}. This link opens until <Instant at={read.expiresAt} />, once.
        </p>
        {elsewhere ? <ProblemNote error={accept.error} /> : null}
        <TextInput label="Your name" autoComplete="name" required autoFocus {...form.getInputProps('name')} />
        <TextInput
          label="Email"
          type="email"
          autoComplete="username"
          required
          readOnly={read.email !== null}
          {...form.getInputProps('email')}
        />
        <PasswordInput
          label="A password"
          description="12 characters or more; a few words that do not belong together are easy to keep."
          autoComplete="new-password"
          required
          {...form.getInputProps('password')}
        />
        <Button type="submit" loading={accept.isPending}>
          Go on
        </Button>
      </Stack>
    </form>
  )
}
