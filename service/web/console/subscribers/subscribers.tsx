import { Anchor, Button, Table, VisuallyHidden } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ask } from '../../api/ask.ts'
import type { Subscriber } from '../../api/subscribers.ts'
import type { Component } from '../../api/types.ts'
import { Confirm } from '../parts/confirm.tsx'
import { Instant } from '../parts/instant.tsx'
import { Answered, Empty } from '../parts/told.tsx'
import { usePages } from '../parts/use-pages.ts'

/** Who hears of changes by email, of what, and whose address refuses mail. */
export function Subscribers() {
  const queries = useQueryClient()
  const subscribers = usePages<Subscriber>('subscribers', '/api/v1/subscribers')
  const [ending, setEnding] = useState<Subscriber | null>(null)
  return (
    <section className="section">
      <h2>By email</h2>
      <Answered query={subscribers}>
        {(rows) =>
          rows.length === 0 ? (
            <Empty>
              Nobody hears by email yet. People subscribe themselves, on <a href="/status">the status page</a>
              , and are listed here once they have followed the link in their mail.
            </Empty>
          ) : (
            <Rows rows={rows} onRemove={setEnding} />
          )
        }
      </Answered>
      {subscribers.hasNextPage ? (
        <Button
          variant="default"
          size="xs"
          mt="md"
          loading={subscribers.isFetchingNextPage}
          onClick={() => void subscribers.fetchNextPage()}
        >
          Show more
        </Button>
      ) : null}
      {ending === null ? null : (
        <Confirm
          title={`Remove ${ending.email}?`}
          action="Remove the subscriber"
          onClose={() => setEnding(null)}
          onConfirm={async () => {
            await ask('DELETE', `/api/v1/subscribers/${ending.id}`)
            await queries.invalidateQueries({ queryKey: ['subscribers'] })
          }}
        >
          Nothing more is sent there, and the address is forgotten. They can subscribe anew themselves.
        </Confirm>
      )}
    </section>
  )
}

function Rows({ rows, onRemove }: { rows: Subscriber[]; onRemove: (one: Subscriber) => void }) {
  const components = useQuery({
    queryKey: ['measured', 'components'],
    queryFn: () => ask<Component[]>('GET', '/api/v1/components'),
  })
  const nameOf = (key: string) => components.data?.find((one) => one.key === key)?.name ?? key
  return (
    <Table className="cards">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Address</Table.Th>
          <Table.Th>Hears of</Table.Th>
          <Table.Th>State</Table.Th>
          <Table.Th>
            <VisuallyHidden>Remove</VisuallyHidden>
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map((one) => (
          <Table.Tr key={one.id}>
            <Table.Td data-head="Address">{one.email}</Table.Td>
            <Table.Td data-head="Hears of">
              {one.components.length === 0 ? 'everything' : one.components.map(nameOf).join(', ')}
            </Table.Td>
            <Table.Td data-head="State">
              <Told one={one} />
            </Table.Td>
            <Table.Td>
              <Anchor
                component="button"
                type="button"
                size="sm"
                aria-label={`Remove ${one.email}`}
                onClick={() => onRemove(one)}
              >
                Remove
              </Anchor>
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}

function Told({ one: { confirmedAt, suspendedAt, suspendedBecause } }: { one: Subscriber }) {
  if (suspendedAt === null)
    return (
      <span>
        <span className="mark up" aria-hidden="true" />
        confirmed <Instant at={confirmedAt} />
      </span>
    )
  return (
    <div>
      <span className="mark down" aria-hidden="true" />
      <strong>suspended</strong> <Instant at={suspendedAt} />
      <div>{suspendedBecause}</div>
    </div>
  )
}
