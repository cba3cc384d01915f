import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { CustomerCard, Ticket } from '../../../api/desk.ts'
import { STATE_WORDS } from '../../incidents/words.ts'
import { Instant } from '../../parts/instant.tsx'
import { KeyHint } from '../../parts/key-hint.tsx'
import { STATUS_WORDS } from '../words.ts'

/** Whoever asked, and what we know of them: plan, units, people, what they asked before, what touched them lately. */
export function CustomerSide({
  ticket: { customer, requester },
  mayWrite,
  onChange,
}: {
  ticket: Ticket
  mayWrite: boolean
  onChange: () => void
}) {
  const { plan, history, incidents } = customer
  return (
    <aside className="desk-side" aria-label="The customer">
      <h2>
        {plan === null ? (
          'Customer not known'
        ) : (
          <Link to="/customers/$id" params={{ id: plan.id }}>
            {plan.name}
          </Link>
        )}
      </h2>
      {plan === null ? null : <Plan plan={plan} />}
      <h3>Asked by</h3>
      <p>
        {requester.name}
        <br />
        {requester.email === null ? (
          <span className="soft">No address: an answer reaches nobody by mail.</span>
        ) : (
          <a className="address" href={`mailto:${requester.email}`}>
            {requester.email}
          </a>
        )}
      </p>
      {mayWrite ? (
        <Button
          variant="subtle"
          size="compact-xs"
          px={0}
          rightSection={<KeyHint of="w" />}
          onClick={onChange}
        >
          {plan === null ? 'Say whose it is' : 'Somebody else’s'}
        </Button>
      ) : null}
      {plan === null ? null : <People contacts={plan.contacts} />}
      <h3>Asked before</h3>
      {history.length === 0 ? (
        <p className="soft">Nothing else.</p>
      ) : (
        <ul className="plain-list">
          {history.map(({ id, number, subject, status }) => (
            <li key={id}>
              <Link to="/tickets/$id" params={{ id }}>
                #{number} {subject}
              </Link>{' '}
              <span className="soft">{STATUS_WORDS[status]}</span>
            </li>
          ))}
        </ul>
      )}
      <h3>Incidents that touched them</h3>
      {incidents.length === 0 ? (
        <p className="soft">None in the last 90 days.</p>
      ) : (
        <ul className="plain-list">
          {incidents.map(({ id, title, state, startedAt }) => (
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
    </aside>
  )
}

type Known = NonNullable<CustomerCard['plan']>

function Plan({ plan: { plan, billing, units, inForce } }: { plan: Known }) {
  return (
    <p>
      <strong className="plan">{plan}</strong>, {billing}, {units.toLocaleString('en')} units
      {inForce ? null : <strong className="alarm">, not covered now</strong>}
    </p>
  )
}

function People({ contacts }: { contacts: Known['contacts'] }) {
  return (
    <>
      <h3>People there</h3>
      {contacts.length === 0 ? (
        <p className="soft">Nobody is entered.</p>
      ) : (
        <ul className="plain-list">
          {contacts.map(({ id, name, role, bounced }) => (
            <li key={id}>
              {name} <span className="soft">{role}</span>
              {bounced === null ? null : <span className="alarm"> mail comes back</span>}
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
