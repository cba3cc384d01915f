import { Anchor, Button, Group, Table } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { ask, type Page as List } from '../../api/ask.ts'
import type { ApiKey, Invitation, Person } from '../../api/types.ts'
import { useMay } from '../entry/use-me.ts'
import { Confirm } from '../parts/confirm.tsx'
import { Instant } from '../parts/instant.tsx'
import { Answered, Empty } from '../parts/told.tsx'
import { usePages } from '../parts/use-pages.ts'
import { factorsOf } from '../people/factors.ts'
import { InviteForm } from '../people/invite-form.tsx'
import { KeyForm } from '../people/key-form.tsx'

/** People on staff, the invitations that are open, and the keys of programs. */
export function Page() {
  const isAdmin = useMay('admin')
  const navigate = useNavigate()
  const { new: begun } = useSearch({ strict: false }) as { new?: string }
  const begin = (what?: 'person' | 'key') =>
    void navigate({ to: '/people', search: what === undefined ? {} : { new: what } })
  return (
    <>
      <title>People & keys · TractOps</title>
      <header>
        <h1>People & keys</h1>
        {isAdmin ? (
          <Group>
            <Button variant="default" onClick={() => begin('key')}>
              Make an API key
            </Button>
            <Button data-shortcut="c" onClick={() => begin('person')}>
              Invite somebody
            </Button>
          </Group>
        ) : null}
      </header>
      <People />
      <Invitations />
      {isAdmin ? <Keys /> : null}
      {isAdmin && begun === 'person' ? <InviteForm onClose={() => begin()} /> : null}
      {isAdmin && begun === 'key' ? <KeyForm onClose={() => begin()} /> : null}
    </>
  )
}

function People() {
  const people = usePages<Person>('accounts', '/api/v1/people')
  return (
    <section className="section">
      <h2>On staff</h2>
      <Answered query={people}>
        {(rows) => (
          <Table className="cards">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Name</Table.Th>
                <Table.Th>Role</Table.Th>
                <Table.Th>Signs in with</Table.Th>
                <Table.Th>Last here</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {rows.map((one) => (
                <Table.Tr key={one.id}>
                  <Table.Td data-head="Name">
                    <Link to="/people/$id" params={{ id: one.id }}>
                      {one.name}
                    </Link>
                  </Table.Td>
                  <Table.Td data-head="Role">{one.role}</Table.Td>
                  <Table.Td data-head="Signs in with">{factorsOf(one)}</Table.Td>
                  <Table.Td data-head="Last here">
                    {one.seenAt === null ? 'never' : <Instant at={one.seenAt} />}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        )}
      </Answered>
      {people.hasNextPage ? (
        <Button
          variant="default"
          size="xs"
          loading={people.isFetchingNextPage}
          onClick={() => void people.fetchNextPage()}
        >
          Show more
        </Button>
      ) : null}
    </section>
  )
}

function Invitations() {
  const isAdmin = useMay('admin')
  const queries = useQueryClient()
  const [ending, setEnding] = useState<Invitation | null>(null)
  const open = useQuery({
    queryKey: ['accounts', 'invitations'],
    queryFn: () => ask<List<Invitation>>('GET', '/api/v1/invitations'),
  })
  return (
    <section className="section">
      <h2>Invited</h2>
      <Answered query={open}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="soft">No invitation is open.</p>
          ) : (
            <ul className="plain-list rows">
              {items.map((one) => (
                <li key={one.id}>
                  <Group justify="space-between">
                    <span>
                      {one.email}, as {one.role}, until <Instant at={one.expiresAt} />
                    </span>
                    {isAdmin ? (
                      <Anchor component="button" type="button" onClick={() => setEnding(one)}>
                        Withdraw
                      </Anchor>
                    ) : null}
                  </Group>
                </li>
              ))}
            </ul>
          )
        }
      </Answered>
      {ending === null ? null : (
        <Confirm
          title="Withdraw this invitation?"
          action="Withdraw it"
          onClose={() => setEnding(null)}
          onConfirm={async () => {
            await ask('DELETE', `/api/v1/invitations/${ending.id}`)
            await queries.invalidateQueries({ queryKey: ['accounts'] })
          }}
        >
          The link that {ending.email} has opens nothing any more. You can invite them anew.
        </Confirm>
      )}
    </section>
  )
}

function Keys() {
  const queries = useQueryClient()
  const keys = usePages<ApiKey>('accounts', '/api/v1/keys')
  const [ending, setEnding] = useState<ApiKey | null>(null)
  return (
    <section className="section">
      <h2>API keys</h2>
      <Answered query={keys}>
        {(rows) =>
          rows.length === 0 ? (
            <Empty>
              Programs read and write over the API with keys of their own. Make one for each, so that it can
              be ended by itself.
            </Empty>
          ) : (
            <Table className="cards">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>Name</Table.Th>
                  <Table.Th>Role</Table.Th>
                  <Table.Th>Made</Table.Th>
                  <Table.Th>State</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {rows.map((one) => (
                  <Table.Tr key={one.id}>
                    <Table.Td data-head="Name">{one.name}</Table.Td>
                    <Table.Td data-head="Role">{one.role}</Table.Td>
                    <Table.Td data-head="Made">
                      <Instant at={one.createdAt} /> by {one.createdBy}
                    </Table.Td>
                    <Table.Td data-head="State">
                      {one.revokedAt === null ? (
                        <Anchor component="button" type="button" onClick={() => setEnding(one)}>
                          End {one.name}
                        </Anchor>
                      ) : (
                        <span className="soft">
                          ended <Instant at={one.revokedAt} />
                        </span>
                      )}
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          )
        }
      </Answered>
      {ending === null ? null : (
        <Confirm
          title={`End the key "${ending.name}"?`}
          action="End it"
          onClose={() => setEnding(null)}
          onConfirm={async () => {
            await ask('DELETE', `/api/v1/keys/${ending.id}`)
            await queries.invalidateQueries({ queryKey: ['accounts'] })
          }}
        >
          The next request with it is refused. A key that was ended cannot be brought back; make another one.
        </Confirm>
      )}
    </section>
  )
}
