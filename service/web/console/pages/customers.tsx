import { Button, Group, Table, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import type { Customer } from '../../api/billing.ts'
import { Covered } from '../customers/covered.tsx'
import { CustomerForm } from '../customers/customer-form.tsx'
import { ImportCustomers } from '../customers/import-customers.tsx'
import { useMay } from '../entry/use-me.ts'
import { Answered, Empty } from '../parts/told.tsx'
import { usePages } from '../parts/use-pages.ts'

const PAUSE_MS = 250

/** Who has agreed to what, and whom we write to. */
export function Page() {
  const isLead = useMay('lead')
  const navigate = useNavigate()
  const { new: begun } = useSearch({ strict: false }) as { new?: string }
  const [search, setSearch] = useState('')
  const [asked] = useDebouncedValue(search.trim(), PAUSE_MS)
  return (
    <>
      <title>Customers · TractOps</title>
      <header>
        <h1>Customers</h1>
        {isLead ? (
          <Group>
            <Button
              variant="default"
              onClick={() => void navigate({ to: '/customers', search: { new: 'import' } })}
            >
              From a CSV file
            </Button>
            <Button
              data-shortcut="c"
              onClick={() => void navigate({ to: '/customers', search: { new: 'customer' } })}
            >
              Enter a customer
            </Button>
          </Group>
        ) : null}
      </header>
      <TextInput
        type="search"
        label="Find"
        description="A part of the name, or what the application calls it."
        maw="24rem"
        mb="lg"
        maxLength={200}
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
      />
      <List search={asked} />
      {isLead && begun === 'import' ? (
        <ImportCustomers onClose={() => void navigate({ to: '/customers', search: {} })} />
      ) : null}
      {isLead && begun === 'customer' ? (
        <CustomerForm onClose={() => void navigate({ to: '/customers', search: {} })} />
      ) : null}
    </>
  )
}

function List({ search }: { search: string }) {
  const customers = usePages<Customer>('billing', '/api/v1/customers', { search })
  return (
    <>
      <Answered query={customers}>
        {(rows) =>
          rows.length > 0 ? (
            <Rows rows={rows} />
          ) : search === '' ? (
            <Empty>
              Maintenance is announced by mail to every customer. Enter them here or from a CSV file, or let
              the application do so over the API.
            </Empty>
          ) : (
            <p className="soft">No customer is called so.</p>
          )
        }
      </Answered>
      {customers.hasNextPage ? (
        <Button
          variant="default"
          size="xs"
          mt="md"
          loading={customers.isFetchingNextPage}
          onClick={() => void customers.fetchNextPage()}
        >
          Show more
        </Button>
      ) : null}
    </>
  )
}

function Rows({ rows }: { rows: Customer[] }) {
  return (
    <Table className="cards">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Name</Table.Th>
          <Table.Th>Plan</Table.Th>
          <Table.Th ta="end">Units</Table.Th>
          <Table.Th>Covered</Table.Th>
          <Table.Th>Receives notices</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map((customer) => (
          <Table.Tr key={customer.id}>
            <Table.Td data-head="Name">
              <Link to="/customers/$id" params={{ id: customer.id }}>
                {customer.name}
              </Link>
            </Table.Td>
            <Table.Td data-head="Plan">
              {customer.plan}, {customer.billing}
            </Table.Td>
            <Table.Td data-head="Units" ta="end">
              {customer.units.toLocaleString('en')}
            </Table.Td>
            <Table.Td data-head="Covered">
              <Covered customer={customer} />
            </Table.Td>
            <Table.Td data-head="Receives notices">
              <Told customer={customer} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}

/** How many are written to; somebody who cannot be told undoes an announcement, so that stands out. */
function Told({ customer: { contacts, inForce } }: { customer: Customer }) {
  const reached = contacts.filter((one) => one.receivesNotices && one.bounced === null).length
  const bounced = contacts.filter((one) => one.receivesNotices && one.bounced !== null).length
  const missing = inForce && (reached === 0 || bounced > 0)
  return (
    <span className={missing ? 'alarm' : undefined}>
      {missing ? <span className="mark down" aria-hidden="true" /> : null}
      {reached === 0 ? 'nobody' : reached === 1 ? 'one contact' : `${reached} contacts`}
      {bounced === 0 ? null : `, ${bounced} bounced`}
    </span>
  )
}
