import { Button, Group, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import type { FormEvent } from 'react'
import { ask } from '../../api/ask.ts'
import type { AuditEntry, AuditVerdict } from '../../api/types.ts'
import { Instant } from '../parts/instant.tsx'
import { Answered, Empty, ProblemNote } from '../parts/told.tsx'
import { usePages } from '../parts/use-pages.ts'

const FILTERS = ['action', 'actor', 'subject'] as const
type Filters = Partial<Record<(typeof FILTERS)[number], string>>
const LABELS = { action: 'Action, such as key.*', actor: 'Done by (id)', subject: 'About (id)' }

/** What was changed, by whom and when; and whether the chain of it stands. */
export function Page() {
  const navigate = useNavigate()
  const filters = useSearch({ strict: false }) as Filters
  const verify = useMutation({ mutationFn: () => ask<AuditVerdict>('GET', '/api/v1/audit/verify') })
  const look = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const given = new FormData(event.currentTarget)
    const set = FILTERS.map((name) => [name, String(given.get(name) ?? '').trim()]).filter(
      ([, value]) => value !== '',
    )
    void navigate({ to: '/audit', search: Object.fromEntries(set) })
  }
  return (
    <>
      <title>Audit trail · TractOps</title>
      <header>
        <h1>Audit trail</h1>
        <Button variant="default" loading={verify.isPending} onClick={() => verify.mutate()}>
          Verify the chain
        </Button>
      </header>
      <div aria-live="polite">
        {verify.error === null ? null : <ProblemNote error={verify.error} />}
        {verify.data === undefined ? null : <Verdict verdict={verify.data} />}
      </div>
      <form onSubmit={look} key={JSON.stringify(filters)}>
        <Group align="end" mb="lg">
          {FILTERS.map((name) => (
            <TextInput key={name} name={name} label={LABELS[name]} defaultValue={filters[name] ?? ''} />
          ))}
          <Button type="submit" variant="default">
            Look
          </Button>
        </Group>
      </form>
      <AuditList filters={filters} />
    </>
  )
}

function Verdict({ verdict }: { verdict: AuditVerdict }) {
  return verdict.verified ? (
    <Empty>
      The chain stands: {verdict.entries} entries, each with the hash of the one before it. Head{' '}
      <code>{verdict.head?.slice(0, 16)}…</code>
    </Empty>
  ) : (
    <div className="problem" role="alert">
      The chain does not stand: {verdict.because}.
    </div>
  )
}

/** Entries, newest first. */
export function AuditList({ filters }: { filters: Filters }) {
  const entries = usePages<AuditEntry>('audit', '/api/v1/audit', filters)
  return (
    <Answered query={entries}>
      {(rows) =>
        rows.length === 0 ? (
          <Empty>Nothing here yet that fits. Every change of meaning is entered by itself.</Empty>
        ) : (
          <>
            <ol className="plain-list rows">
              {rows.map((entry) => (
                <li key={entry.seq}>
                  <Entry entry={entry} />
                </li>
              ))}
            </ol>
            {entries.hasNextPage ? (
              <Button
                variant="default"
                mt="md"
                loading={entries.isFetchingNextPage}
                onClick={() => void entries.fetchNextPage()}
              >
                Show older ones
              </Button>
            ) : null}
          </>
        )
      }
    </Answered>
  )
}

function Entry({ entry: { seq, at, actor, action, subject, detail } }: { entry: AuditEntry }) {
  return (
    <details>
      <summary>
        <strong>{wordsOf(action)}</strong> by {actor.name}, <Instant at={at} />
      </summary>
      <dl>
        <dt className="soft">About</dt>
        <dd>
          <code>{subject}</code>
        </dd>
        <dt className="soft">Said</dt>
        <dd>
          <code>{detail === null ? 'nothing more' : JSON.stringify(detail)}</code>
        </dd>
        <dt className="soft">Entry</dt>
        <dd>
          {seq}, <code>{action}</code>
        </dd>
      </dl>
    </details>
  )
}

/** `person.role_changed` as "person, role changed". */
const wordsOf = (action: string): string => action.replace('.', ', ').replaceAll('_', ' ')
