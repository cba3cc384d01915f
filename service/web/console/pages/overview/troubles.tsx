import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ask, type Page } from '../../../api/ask.ts'
import type { Trouble } from '../../../api/types.ts'
import { useMay } from '../../entry/use-me.ts'
import { Instant } from '../../parts/instant.tsx'
import { Answered, Empty } from '../../parts/told.tsx'

/** What is wrong beside the components: open incidents, and what the service itself cannot do. */
export function Troubles() {
  const troubles = useQuery({
    queryKey: ['troubles'],
    queryFn: () => ask<Page<Trouble>>('GET', '/api/v1/troubles'),
    refetchInterval: 30_000,
  })
  return (
    <section className="section">
      <h2>Wants a look</h2>
      <Answered query={troubles}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty>
              Nothing: no incident is open, all that is to be checked is checked, vendors can be read, and
              mails, webhooks and the copy of the status page go out.
            </Empty>
          ) : (
            <ul className="plain-list rows">
              {items.map((one) => (
                <li key={`${one.kind} ${one.href} ${one.title}`}>
                  <Title one={one} />: {one.text}
                  {one.since === null ? null : (
                    <span className="soft">
                      {' '}
                      Since <Instant at={one.since} />
                    </span>
                  )}
                </li>
              ))}
            </ul>
          )
        }
      </Answered>
    </section>
  )
}

/** Pages that only leads open. */
const LEADS = /^\/(outbox|webhooks)\b/

/** Leads to where it is dealt with, whoever may open that; the status page is none of the console's. */
function Title({ one: { title, href } }: { one: Trouble }) {
  const isLead = useMay('lead')
  const [path = '', query] = href.split('?')
  if (!path.startsWith('/console/')) return <a href={href}>{title}</a>
  const to = path.replace(/^\/console/, '')
  if (LEADS.test(to) && !isLead) return <strong>{title}</strong>
  return (
    <Link to={to} search={Object.fromEntries(new URLSearchParams(query))}>
      {title}
    </Link>
  )
}
