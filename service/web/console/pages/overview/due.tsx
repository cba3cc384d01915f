import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ask, type Page } from '../../../api/ask.ts'
import type { Due } from '../../../api/types.ts'
import { Duration } from '../../parts/duration.tsx'
import { Instant } from '../../parts/instant.tsx'
import { Answered, Empty } from '../../parts/told.tsx'

/** What is waited for by kind, in words; a kind that is not named here is shown as it is. */
const WORDS: Record<string, string> = {
  'incident.resolve': 'is resolved by itself, if nothing fails until then',
  'incident.postmortem': 'owes its postmortem',
  'ticket.response': 'is owed a first response',
  'maintenance.publish': 'must be published by then to count as announced',
  'maintenance.reminder': 'customers are reminded',
  'maintenance.start': 'begins',
  'maintenance.end': 'ends',
  'maintenance.overrun': 'should have ended',
}

/** What comes due, the soonest first; what is late says so. */
export function DueNext() {
  const due = useQuery({
    queryKey: ['due'],
    queryFn: () => ask<Page<Due>>('GET', '/api/v1/due'),
    refetchInterval: 60_000,
  })
  const nowMs = due.dataUpdatedAt
  return (
    <section className="section">
      <h2>Due next</h2>
      <Answered query={due}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty>
              Nothing is due: nobody waits for an answer, no incident is about to be resolved by itself, no
              postmortem is owed, no maintenance is planned.
            </Empty>
          ) : (
            <ul className="plain-list rows">
              {items.map(({ kind, at, title, href }) => (
                <li key={`${kind} ${href} ${at}`}>
                  <Link to={href.replace(/^\/console/, '')}>{title}</Link> {WORDS[kind] ?? kind}:{' '}
                  {Date.parse(at) < nowMs ? (
                    <strong>
                      late since <Duration ms={nowMs - Date.parse(at)} />
                    </strong>
                  ) : (
                    <>
                      in <Duration ms={Date.parse(at) - nowMs} />
                    </>
                  )}
                  , <Instant at={at} />
                </li>
              ))}
            </ul>
          )
        }
      </Answered>
    </section>
  )
}
