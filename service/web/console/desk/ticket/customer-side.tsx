import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ask, type Page, withQuery } from '../../../api/ask.ts'
import type { Customer } from '../../../api/billing.ts'
import type { Ticket, TicketRow } from '../../../api/desk.ts'
import type { Incident } from '../../../api/incidents.ts'
import { STATE_WORDS } from '../../incidents/words.ts'
import { Instant } from '../../parts/instant.tsx'
import { Answered } from '../../parts/told.tsx'
import { STATUS_WORDS } from '../words.ts'

/** Whoever asked, and what we know of them: plan, units, people, what they asked before, what touched them lately. */
export function CustomerSide({
  ticket,
  mayWrite,
  onChange,
}: {
  ticket: Ticket
  mayWrite: boolean
  onChange: () => void
}) {
  const { customer, requester } = ticket
  return (
    <aside className="desk-side" aria-label="The customer">
      <h2>
        {customer === null ? (
          'Customer not known'
        ) : (
          <Link to="/customers/$id" params={{ id: customer.id }}>
            {customer.name}
          </Link>
        )}
      </h2>
      <p>
        {requester.name}
        {requester.email === null ? null : (
          <>
            <br />
            <a className="address" href={`mailto:${requester.email}`}>
              {requester.email}
            </a>
          </>
        )}
      </p>
      {mayWrite ? (
        <Button variant="subtle" size="compact-xs" rightSection={<kbd>w</kbd>} onClick={onChange}>
          {customer === null ? 'Say whose it is' : 'Whose it is'}
        </Button>
      ) : null}
      {customer === null ? null : <Known id={customer.id} />}
      <History ticket={ticket} />
      {customer === null ? null : <Touched since={ticket.receivedAt} />}
    </aside>
  )
}

function Known({ id }: { id: string }) {
  const customer = useQuery({
    queryKey: ['billing', 'one', id],
    queryFn: () => ask<Customer>('GET', `/api/v1/customers/${encodeURIComponent(id)}`),
  })
  return (
    <Answered query={customer}>
      {({ plan, billing, units, inForce, contacts }) => (
        <>
          <p>
            <strong className="plan">{plan}</strong>, {billing}, {units.toLocaleString('en')} units
            {inForce ? null : <strong className="alarm">, not covered now</strong>}
          </p>
          <h3>People there</h3>
          <ul className="plain-list">
            {contacts.map((contact) => (
              <li key={contact.id}>
                {contact.name} <span className="soft">{contact.role}</span>
                {contact.bounced === null ? null : <span className="alarm"> mail comes back</span>}
              </li>
            ))}
          </ul>
        </>
      )}
    </Answered>
  )
}

function History({ ticket }: { ticket: Ticket }) {
  const { customer, requester } = ticket
  const of = customer === null ? { requester: requester.email } : { customer: customer.id }
  const before = useQuery({
    queryKey: ['desk', 'history', of],
    queryFn: () =>
      ask<Page<TicketRow>>('GET', withQuery('/api/v1/tickets', { ...of, view: 'all', limit: 8 })),
    enabled: customer !== null || requester.email !== null,
  })
  const rows = (before.data?.items ?? []).filter(({ id }) => id !== ticket.id)
  return (
    <>
      <h3>Asked before</h3>
      {rows.length === 0 ? (
        <p className="soft">Nothing else.</p>
      ) : (
        <ul className="plain-list">
          {rows.map(({ id, number, subject, status }) => (
            <li key={id}>
              <Link to="/tickets/$id" params={{ id }}>
                #{number} {subject}
              </Link>{' '}
              <span className="soft">{STATUS_WORDS[status]}</span>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

function Touched({ since }: { since: string }) {
  const incidents = useQuery({
    queryKey: ['incidents', 'lately'],
    queryFn: () => ask<Page<Incident>>('GET', '/api/v1/incidents?limit=20'),
  })
  const lately = (incidents.data?.items ?? []).filter(
    ({ impact, startedAt, resolvedAt, mergedInto }) =>
      impact !== 'none' &&
      mergedInto === null &&
      (resolvedAt === null || Date.parse(resolvedAt) > Date.parse(since) - 30 * 86_400_000) &&
      Date.parse(startedAt) < Date.parse(since) + 7 * 86_400_000,
  )
  return (
    <>
      <h3>Incidents that touched them</h3>
      {lately.length === 0 ? (
        <p className="soft">None in the 30 days before.</p>
      ) : (
        <ul className="plain-list">
          {lately.slice(0, 5).map(({ id, title, state, startedAt }) => (
            <li key={id}>
              <Link to="/incidents/$id" params={{ id }}>
                {title}
              </Link>{' '}
              <span className="soft">
                {STATE_WORDS[state]}, <Instant at={startedAt} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
