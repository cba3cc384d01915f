import { useQueries } from '@tanstack/react-query'
import { ask, withQuery } from '../../../api/ask.ts'
import type { Component, Interval } from '../../../api/types.ts'
import { Duration } from '../../parts/duration.tsx'
import { Instant } from '../../parts/instant.tsx'
import { StateMark } from '../../parts/state-mark.tsx'
import { Empty } from '../../parts/told.tsx'

const MOST = 12

/** The last day's changes of state, newest first. */
export function Transitions({ components }: { components: Component[] }) {
  const answers = useQueries({
    queries: components.map(({ key }) => ({
      queryKey: ['measured', 'intervals', key],
      queryFn: () =>
        ask<Interval[]>('GET', withQuery(`/api/v1/components/${encodeURIComponent(key)}/intervals`, {})),
      refetchInterval: 60_000,
    })),
  })
  const changes = components
    .flatMap(({ key, name }, i) =>
      (answers[i]?.data ?? []).slice(1).map((interval) => ({ key, name, ...interval })),
    )
    .toSorted((a, b) => (a.start < b.start ? 1 : -1))
    .slice(0, MOST)
  return (
    <section className="section">
      <h2>Changes of the last 24 hours</h2>
      {changes.length === 0 ? (
        <Empty>No state has changed in the last 24 hours.</Empty>
      ) : (
        <ul className="plain-list rows states">
          {changes.map(({ key, name, state, start, end }) => (
            <li key={`${key} ${start}`}>
              <StateMark state={state} />
              <span>
                {name}, from <Instant at={start} />
                {end === null ? (
                  ', still'
                ) : (
                  <>
                    {' '}
                    for <Duration ms={Date.parse(end) - Date.parse(start)} />
                  </>
                )}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
