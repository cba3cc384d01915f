import { Anchor, Button, Group, Table } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ask } from '../../api/ask.ts'
import type { Contact, Customer } from '../../api/billing.ts'
import { useMay } from '../entry/use-me.ts'
import { Confirm } from '../parts/confirm.tsx'
import { Instant } from '../parts/instant.tsx'
import { Empty } from '../parts/told.tsx'
import { ContactForm } from './contact-form.tsx'

/** Whom we write to at a customer, and whose mail comes back. */
export function Contacts({ customer }: { customer: Customer }) {
  const isLead = useMay('lead')
  const queries = useQueryClient()
  const [editing, setEditing] = useState<Contact | 'new' | null>(null)
  const [removing, setRemoving] = useState<Contact | null>(null)
  const { id, contacts } = customer
  return (
    <section className="section">
      <h2>Contacts</h2>
      {contacts.some((one) => one.receivesNotices) ? null : (
        <Empty>
          Nobody here receives notices. A maintenance then is not announced to every customer, and nothing of
          it is excluded.
        </Empty>
      )}
      {contacts.length === 0 ? null : (
        <Table className="cards">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Name</Table.Th>
              <Table.Th>Is</Table.Th>
              <Table.Th>Email</Table.Th>
              <Table.Th>Notices</Table.Th>
              {isLead ? <Table.Th>Change</Table.Th> : null}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {contacts.map((one) => (
              <Table.Tr key={one.id}>
                <Table.Td data-head="Name">{one.name}</Table.Td>
                <Table.Td data-head="Is">{one.role}</Table.Td>
                <Table.Td data-head="Email">
                  <div>
                    {one.email}
                    {one.bounced === null ? null : <Bounced bounced={one.bounced} />}
                  </div>
                </Table.Td>
                <Table.Td data-head="Notices">{one.receivesNotices ? 'receives them' : 'none'}</Table.Td>
                {isLead ? (
                  <Table.Td data-head="Change">
                    <Group gap="sm">
                      <Anchor component="button" type="button" size="sm" onClick={() => setEditing(one)}>
                        Change {one.name}
                      </Anchor>
                      <Anchor component="button" type="button" size="sm" onClick={() => setRemoving(one)}>
                        Remove
                      </Anchor>
                    </Group>
                  </Table.Td>
                ) : null}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
      {isLead ? (
        <Button variant="default" mt="md" onClick={() => setEditing('new')}>
          Add a contact
        </Button>
      ) : null}
      {editing === null ? null : (
        <ContactForm
          customerId={id}
          contact={editing === 'new' ? null : editing}
          onClose={() => setEditing(null)}
        />
      )}
      {removing === null ? null : (
        <Confirm
          title={`Write to ${removing.name} no more?`}
          action="Remove them"
          onClose={() => setRemoving(null)}
          onConfirm={async () => {
            await ask('DELETE', `/api/v1/customers/${id}/contacts/${removing.id}`)
            await queries.invalidateQueries({ queryKey: ['billing'] })
          }}
        >
          They are told nothing more. What they were sent stays in the evidence.
        </Confirm>
      )}
    </section>
  )
}

function Bounced({ bounced: { at, reason } }: { bounced: { at: string; reason: string } }) {
  return (
    <div>
      <span className="alarm">
        <span className="mark down" aria-hidden="true" />
        comes back
      </span>{' '}
      since <Instant at={at} />: {reason}
    </div>
  )
}
