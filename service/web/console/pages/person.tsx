import { Button, Group, Select, Stack } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { ask } from '../../api/ask.ts'
import type { Person, Role } from '../../api/types.ts'
import { useMay } from '../entry/use-me.ts'
import { Confirm } from '../parts/confirm.tsx'
import { Instant } from '../parts/instant.tsx'
import { Answered, ProblemNote } from '../parts/told.tsx'
import { factorsOf } from '../people/factors.ts'
import { ROLE_CHOICES } from '../people/invite-form.tsx'
import { AuditList } from './audit.tsx'

/** One person: what they may do, and what they did. */
export function Page() {
  const { id } = useParams({ strict: false }) as { id: string }
  const person = useQuery({
    queryKey: ['accounts', 'person', id],
    queryFn: () => ask<Person>('GET', `/api/v1/people/${encodeURIComponent(id)}`),
  })
  return <Answered query={person}>{(one) => <Shown one={one} key={one.id} />}</Answered>
}

function Shown({ one }: { one: Person }) {
  const isAdmin = useMay('admin')
  return (
    <>
      <title>{`${one.name} · TractOps`}</title>
      <header>
        <h1>{one.name}</h1>
        <Link to="/people">All people</Link>
      </header>
      <p>
        {one.email}, {one.role}, here since <Instant at={one.createdAt} />. Signs in with {factorsOf(one)}.
      </p>
      {isAdmin ? <Change one={one} /> : null}
      <section className="section">
        <h2>What {one.name} did</h2>
        <AuditList filters={{ actor: one.id }} />
      </section>
    </>
  )
}

function Change({ one }: { one: Person }) {
  const queries = useQueryClient()
  const navigate = useNavigate()
  const [role, setRole] = useState<Role>(one.role)
  const [removing, setRemoving] = useState(false)
  const change = useMutation({
    mutationFn: () => ask('PATCH', `/api/v1/people/${one.id}`, { role }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['accounts'] }),
  })
  return (
    <section className="section">
      <h2>May</h2>
      <Stack maw="30rem">
        {change.error === null ? null : <ProblemNote error={change.error} />}
        <Select
          label="Role"
          description="With another role their sessions end: they sign in again."
          data={ROLE_CHOICES}
          allowDeselect={false}
          value={role}
          onChange={(value) => setRole(value as Role)}
        />
        <Group>
          <Button disabled={role === one.role} loading={change.isPending} onClick={() => change.mutate()}>
            Give this role
          </Button>
          <Button variant="default" onClick={() => setRemoving(true)}>
            Remove {one.name}
          </Button>
        </Group>
      </Stack>
      {removing ? (
        <Confirm
          title={`Remove ${one.name}?`}
          action={`Remove ${one.name}`}
          onClose={() => setRemoving(false)}
          onConfirm={async () => {
            await ask('DELETE', `/api/v1/people/${one.id}`)
            await navigate({ to: '/people' })
            await queries.invalidateQueries({ queryKey: ['accounts'] })
          }}
        >
          Their sessions end and they cannot sign in any more. What they did stays in the audit trail under
          their name; keys they made stay in force.
        </Confirm>
      ) : null}
    </section>
  )
}
