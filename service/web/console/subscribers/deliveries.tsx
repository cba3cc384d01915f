import { Button, Table } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ask } from '../../api/ask.ts'
import type { Delivery, Webhook } from '../../api/subscribers.ts'
import { useMay } from '../entry/use-me.ts'
import { Instant } from '../parts/instant.tsx'
import { Answered, Empty, ProblemNote } from '../parts/told.tsx'
import { usePages } from '../parts/use-pages.ts'

const MARKS = { delivered: 'up', waiting: 'degraded', failed: 'down' } as const

/** When the next try is, the queue knows only after a try has been told, and it announces nothing. */
const EVERY_MS = 5_000

/** Every event that was sent to a webhook or is on its way, the newest first, and what became of it. */
export function Deliveries({ webhook: { id: webhookId, disabledAt } }: { webhook: Webhook }) {
  const deliveries = usePages<Delivery>(
    'subscribers',
    `/api/v1/webhooks/${webhookId}/deliveries`,
    {},
    { everyMs: EVERY_MS },
  )
  return (
    <section className="section">
      <h2>Deliveries</h2>
      <Answered query={deliveries}>
        {(rows) =>
          rows.length === 0 ? (
            <Empty>Nothing has happened since it was made, or what was sent is older than 90 days.</Empty>
          ) : (
            <Table className="cards">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>When</Table.Th>
                  <Table.Th>What</Table.Th>
                  <Table.Th>Answer</Table.Th>
                  <Table.Th>Tries</Table.Th>
                  <Table.Th>Next try</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {rows.map((one) => (
                  <Row key={one.id} one={one} webhookId={webhookId} isDisabled={disabledAt !== null} />
                ))}
              </Table.Tbody>
            </Table>
          )
        }
      </Answered>
      {deliveries.hasNextPage ? (
        <Button
          variant="default"
          size="xs"
          mt="md"
          loading={deliveries.isFetchingNextPage}
          onClick={() => void deliveries.fetchNextPage()}
        >
          Show earlier ones
        </Button>
      ) : null}
    </section>
  )
}

/** Where what an event tells of is worked on; its ids say by their beginning what they name. */
const ABOUT = { inc: '/incidents/$id', tkt: '/tickets/$id' } as const

function Row({ one, webhookId, isDisabled }: { one: Delivery; webhookId: string; isDisabled: boolean }) {
  const { type, ref, state, createdAt, attempts, lastStatus, lastError, nextAttemptAt } = one
  return (
    <Table.Tr>
      <Table.Td data-head="When">
        <Instant at={createdAt} />
      </Table.Td>
      <Table.Td data-head="What">
        <Link to={ABOUT[ref.slice(0, 3) as keyof typeof ABOUT] ?? '/maintenance/$id'} params={{ id: ref }}>
          {type}
        </Link>
      </Table.Td>
      <Table.Td data-head="Answer">
        <div>
          <span className={`mark ${MARKS[state]}`} aria-hidden="true" />
          {state === 'failed' ? 'failed for good' : state}
          {state === 'delivered' && lastStatus !== null ? `, ${lastStatus}` : null}
          {lastError === null ? null : <div className="soft">{lastError}</div>}
        </div>
      </Table.Td>
      <Table.Td data-head="Tries">{attempts}</Table.Td>
      <Table.Td data-head="Next try">
        {state === 'failed' && !isDisabled ? (
          <Again id={one.id} webhookId={webhookId} />
        ) : state !== 'waiting' ? (
          'none'
        ) : nextAttemptAt === null ? (
          'under way'
        ) : attempts === 0 ? (
          'at once'
        ) : (
          <Instant at={nextAttemptAt} />
        )}
      </Table.Td>
    </Table.Tr>
  )
}

/** Sends what failed for good once more. */
function Again({ id, webhookId }: { id: string; webhookId: string }) {
  const queries = useQueryClient()
  const retry = useMutation({
    mutationFn: () => ask('POST', `/api/v1/webhooks/${webhookId}/deliveries/${id}/retry`),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['subscribers'] }),
  })
  if (!useMay('lead')) return 'none'
  return (
    <>
      {retry.error === null ? null : <ProblemNote error={retry.error} />}
      <Button variant="default" size="xs" loading={retry.isPending} onClick={() => retry.mutate()}>
        Send it again
      </Button>
    </>
  )
}
