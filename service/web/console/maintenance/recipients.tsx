import { Anchor, Button, Table } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ask } from '../../api/ask.ts'
import type { Maintenance, Recipient } from '../../api/maintenance.ts'
import { useMay } from '../entry/use-me.ts'
import { Instant } from '../parts/instant.tsx'
import { SayForm } from '../parts/say-form.tsx'
import { Answered, Empty } from '../parts/told.tsx'
import { usePages } from '../parts/use-pages.ts'

/** To whom it was announced, and what became of each mail: the evidence. (row 20) */
export function Recipients({ one }: { one: Maintenance }) {
  const path = `/api/v1/maintenances/${one.id}/recipients`
  const recipients = usePages<Recipient>('maintenance', path)
  const queries = useQueryClient()
  const [telling, setTelling] = useState<Recipient | null>(null)
  return (
    <section className="section">
      <h2>To whom</h2>
      <Answered query={recipients}>
        {(rows) =>
          rows.length === 0 ? (
            <Empty>Nobody was a customer when it was announced, so nobody had to be told.</Empty>
          ) : (
            <Rows rows={rows} one={one} onTell={setTelling} />
          )
        }
      </Answered>
      {recipients.hasNextPage ? (
        <Button
          variant="default"
          size="xs"
          mt="md"
          loading={recipients.isFetchingNextPage}
          onClick={() => void recipients.fetchNextPage()}
        >
          Show more
        </Button>
      ) : null}
      {telling === null ? null : (
        <SayForm
          title={`How ${telling.customer} was told`}
          label="How"
          description="Such as: by phone, at 09:10."
          field="how"
          action="Note it"
          onClose={() => setTelling(null)}
          onSay={async (how) => {
            await ask('POST', `${path}/${telling.id}/settlement`, { how })
            await queries.invalidateQueries({ queryKey: ['maintenance'] })
          }}
        >
          It is kept with your name. It is no mail: what was not mailed to every customer stays so.
        </SayForm>
      )}
    </section>
  )
}

type Listed = { rows: Recipient[]; one: Maintenance; onTell: (row: Recipient) => void }

function Rows({ rows, one, onTell }: Listed) {
  const isLead = useMay('lead')
  const { announcements } = one
  const several = announcements.length > 1
  const told = (id: string) => announcements.find((announcement) => announcement.id === id)?.publishedAt
  return (
    <Table className="cards">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Customer</Table.Th>
          <Table.Th>To</Table.Th>
          <Table.Th>Mail</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map((row) => {
          const at = several ? told(row.announcement) : undefined
          return (
            <Table.Tr key={row.id}>
              <Table.Td data-head="Customer">
                <div>
                  {row.customer}
                  {at === undefined ? null : (
                    <div className="soft">
                      announced <Instant at={at} />
                    </div>
                  )}
                  {row.counts ? null : <div className="soft">came later, does not count</div>}
                </div>
              </Table.Td>
              <Table.Td data-head="To">
                <div>
                  {row.name ?? 'nobody'}
                  {row.email === null ? null : <div className="soft">{row.email}</div>}
                </div>
              </Table.Td>
              <Table.Td data-head="Mail">
                <Became row={row} {...(isLead ? { onTell: () => onTell(row) } : {})} />
              </Table.Td>
            </Table.Tr>
          )
        })}
      </Table.Tbody>
    </Table>
  )
}

function Became({ row, onTell }: { row: Recipient; onTell?: () => void }) {
  const { acceptedAt, failedAt, failure, transport, response, told } = row
  if (acceptedAt !== null)
    return (
      <div>
        <span className="mark up" aria-hidden="true" />
        accepted <Instant at={acceptedAt} />
        <div className="soft">
          by {transport ?? 'the transport'}
          {response === null ? null : `: ${response}`}
        </div>
      </div>
    )
  if (failedAt === null)
    return (
      <div>
        <span className="mark unmeasured" aria-hidden="true" />
        waiting
      </div>
    )
  return (
    <div>
      <span className="alarm">
        <span className="mark down" aria-hidden="true" />
        failed
      </span>{' '}
      <Instant at={failedAt} />
      <div>{failure}</div>
      {told === null ? null : (
        <div className="soft">
          told in another way by {told.by}, <Instant at={told.at} />: {told.how}
        </div>
      )}
      {onTell === undefined ? null : (
        <Anchor component="button" type="button" size="sm" ta="start" onClick={onTell}>
          {told === null ? 'Note how they were told' : 'Note another way'}
        </Anchor>
      )}
    </div>
  )
}
