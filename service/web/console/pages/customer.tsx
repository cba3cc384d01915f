import { Button, Group } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { ask } from '../../api/ask.ts'
import type { Customer } from '../../api/billing.ts'
import { Contacts } from '../customers/contacts.tsx'
import { Covered } from '../customers/covered.tsx'
import { CustomerForm } from '../customers/customer-form.tsx'
import { useMay } from '../entry/use-me.ts'
import { Confirm } from '../parts/confirm.tsx'
import { Instant } from '../parts/instant.tsx'
import { Answered } from '../parts/told.tsx'

/** One customer: what they agreed to, and whom we write to. */
export function Page() {
  const { id } = useParams({ strict: false }) as { id: string }
  const customer = useQuery({
    queryKey: ['billing', 'one', id],
    queryFn: () => ask<Customer>('GET', `/api/v1/customers/${encodeURIComponent(id)}`),
  })
  return <Answered query={customer}>{(found) => <Shown customer={found} key={found.id} />}</Answered>
}

function Shown({ customer }: { customer: Customer }) {
  const isLead = useMay('lead')
  const queries = useQueryClient()
  const navigate = useNavigate()
  const [asked, setAsked] = useState<'change' | 'remove' | null>(null)
  const { id, name } = customer
  const close = () => setAsked(null)
  return (
    <>
      <title>{`${name} · TractOps`}</title>
      <header>
        <div>
          <h1>{name}</h1>
          <Link to="/customers">All customers</Link>
          {' · '}
          <Link to="/tickets" search={{ view: 'all', customer: id }}>
            What they asked
          </Link>
        </div>
        {isLead ? (
          <Group>
            <Button variant="default" onClick={() => setAsked('remove')}>
              Remove
            </Button>
            <Button variant="default" onClick={() => setAsked('change')}>
              Change
            </Button>
          </Group>
        ) : null}
      </header>
      <Facts customer={customer} />
      <Contacts customer={customer} />
      {asked === 'change' ? <CustomerForm customer={customer} onClose={close} /> : null}
      {asked === 'remove' ? (
        <Confirm
          title={`Remove ${name}?`}
          action={`Remove ${name}`}
          onClose={close}
          onConfirm={async () => {
            await ask('DELETE', `/api/v1/customers/${id}`)
            await navigate({ to: '/customers' })
            await queries.invalidateQueries({ queryKey: ['billing'] })
          }}
        >
          Only for one that was entered by mistake. Whoever leaves gets a last day instead, and stays in the
          books.
        </Confirm>
      ) : null}
    </>
  )
}

function Facts({ customer }: { customer: Customer }) {
  const { externalId, plan, billing, units, discountPercent, createdAt } = customer
  return (
    <dl className="facts">
      <div>
        <dt>Plan</dt>
        <dd>
          {plan}, billed {billing === 'annual' ? 'for the year' : 'by the month'}
        </dd>
      </div>
      <div>
        <dt>Units</dt>
        <dd>{units.toLocaleString('en')}</dd>
      </div>
      <div>
        <dt>Discount</dt>
        <dd>{discountPercent === 0 ? 'none' : `${discountPercent} %`}</dd>
      </div>
      <div>
        <dt>Covered</dt>
        <dd>
          <Covered customer={customer} />
        </dd>
      </div>
      <div>
        <dt>Called</dt>
        <dd>{externalId === null ? 'not known to the application' : <code>{externalId}</code>}</dd>
      </div>
      <div>
        <dt>Entered</dt>
        <dd>
          <Instant at={createdAt} />
        </dd>
      </div>
    </dl>
  )
}
