import { useQuery } from '@tanstack/react-query'
import { ask } from '../../api/ask.ts'
import type { Monitor, Observed as ObservedState } from '../../api/monitoring.ts'
import { Instant } from '../parts/instant.tsx'
import { StateMark } from '../parts/state-mark.tsx'
import { Answered } from '../parts/told.tsx'

export function useObserved({ component, key }: Monitor) {
  return useQuery({
    queryKey: ['measured', 'observed', component, key],
    queryFn: () => ask<ObservedState>('GET', `/api/v1/monitors/${component}/${key}/observed`),
    refetchInterval: 20_000,
  })
}

/** What each agent sees by itself, beside what they say together, which is what counts. */
export function Observed({ monitor }: { monitor: Monitor }) {
  const observed = useObserved(monitor)
  return (
    <section className="section">
      <h2>What the agents see</h2>
      <Answered query={observed}>
        {({ agents }) =>
          agents.length === 0 ? (
            <p className="soft">None has looked yet.</p>
          ) : (
            <ul className="plain-list rows states">
              {agents.map(({ id, name, state, since, checkedAt, blind, reason }) => (
                <li key={id}>
                  <StateMark state={blind ? 'unmeasured' : state} />
                  <div>
                    <strong>{name}</strong>
                    {since === null ? null : (
                      <>
                        {' '}
                        since <Instant at={since} />
                      </>
                    )}
                    {reason === null ? null : <p>{reason}</p>}
                    <p className="soft">
                      {blind ? 'It cannot reach its control targets, so it counts for nothing. ' : ''}
                      {checkedAt === null ? (
                        'It has not looked yet.'
                      ) : (
                        <>
                          Looked last <Instant at={checkedAt} />.
                        </>
                      )}
                    </p>
                  </div>
                </li>
              ))}
            </ul>
          )
        }
      </Answered>
    </section>
  )
}
