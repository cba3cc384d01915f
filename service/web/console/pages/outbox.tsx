import { Button, Select } from '@mantine/core'
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { ask, withQuery } from '../../api/ask.ts'
import { MAIL_STATES, type Outbox, type OutgoingMail } from '../../api/types.ts'
import { Instant } from '../parts/instant.tsx'
import { Answered, Empty, ProblemNote } from '../parts/told.tsx'
import { MailText } from './outbox/mail-text.tsx'

/** Every mail that was to go out, and what became of it; what failed for good is sent again from here. */
export function Page() {
  const navigate = useNavigate()
  const { state } = useSearch({ strict: false }) as { state?: string }
  const mails = useInfiniteQuery({
    queryKey: ['mail', 'outbox', state ?? ''],
    queryFn: ({ pageParam }) => ask<Outbox>('GET', withQuery('/api/v1/outbox', { state, cursor: pageParam })),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    select: ({ pages }) => ({ says: pages[0]?.says ?? '', rows: pages.flatMap(({ items }) => items) }),
  })
  return (
    <>
      <title>Outbox · TractOps</title>
      <header>
        <h1>Outbox</h1>
        <Select
          label="Show"
          placeholder="every mail"
          clearable
          data={[...MAIL_STATES]}
          value={state ?? null}
          onChange={(value) =>
            void navigate({ to: '/outbox', search: value === null ? {} : { state: value } })
          }
        />
      </header>
      <Answered query={mails}>
        {({ says, rows }) => (
          <>
            <p className="soft">{says}</p>
            <section className="section">
              <h2>Mails, newest first</h2>
              {rows.length === 0 ? (
                <Empty>
                  No mail here yet. Notices to customers and to staff are written by themselves when there is
                  cause.
                </Empty>
              ) : (
                <ul className="plain-list rows">
                  {rows.map((mail) => (
                    <li key={mail.id}>
                      <Mail mail={mail} />
                    </li>
                  ))}
                </ul>
              )}
            </section>
            {mails.hasNextPage ? (
              <Button
                variant="default"
                mt="md"
                loading={mails.isFetchingNextPage}
                onClick={() => void mails.fetchNextPage()}
              >
                Show older ones
              </Button>
            ) : null}
          </>
        )}
      </Answered>
    </>
  )
}

function Mail({ mail }: { mail: OutgoingMail }) {
  const queries = useQueryClient()
  const retry = useMutation({
    mutationFn: () => ask('POST', `/api/v1/outbox/${mail.id}/retry`),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['mail'] }),
  })
  return (
    <>
      <details>
        <summary>
          <strong>{mail.subject}</strong> to {mail.to}, {mail.state}, <Instant at={mail.createdAt} />
        </summary>
        <MailText id={mail.id} />
      </details>
      {mail.lastError === null ? null : (
        <p className="soft">
          {mail.attempts} {mail.attempts === 1 ? 'attempt' : 'attempts'}; the last one: {mail.lastError}
        </p>
      )}
      {retry.error === null ? null : <ProblemNote error={retry.error} />}
      {mail.failedAt === null ? null : (
        <Button variant="default" size="xs" mt="xs" loading={retry.isPending} onClick={() => retry.mutate()}>
          Send it again
        </Button>
      )}
    </>
  )
}
