import { useQuery } from '@tanstack/react-query'
import { ask } from '../../api/ask.ts'
import { percentShown } from '../../api/percent.ts'
import type { Component, Uptime } from '../../api/types.ts'
import { Duration } from '../parts/duration.tsx'
import { monthLengthMs } from '../parts/month.ts'
import { StateMark } from '../parts/state-mark.tsx'
import { Answered, Empty } from '../parts/told.tsx'
import { DueNext } from './overview/due.tsx'
import { Transitions } from './overview/transitions.tsx'
import { Troubles } from './overview/troubles.tsx'

/** What is wrong now, how the month stands, and what changed last. */
export function Page() {
  const components = useQuery({
    queryKey: ['measured', 'components'],
    queryFn: () => ask<Component[]>('GET', '/api/v1/components'),
    refetchInterval: 30_000,
  })
  const uptime = useQuery({
    queryKey: ['measured', 'uptime'],
    queryFn: () => ask<Uptime>('GET', '/api/v1/uptime'),
    refetchInterval: 60_000,
  })
  return (
    <>
      <title>Overview · TractOps</title>
      <header>
        <h1>{components.data === undefined ? 'Overview' : headline(components.data)}</h1>
      </header>
      <Answered query={uptime}>{(month) => <Month month={month} />}</Answered>
      <section className="section">
        <h2>Components</h2>
        <Answered query={components}>{(rows) => <Components rows={rows} />}</Answered>
      </section>
      <Troubles />
      <DueNext />
      {components.data === undefined ? null : <Transitions components={components.data} />}
    </>
  )
}

/** The whole in a sentence, worst first. */
function headline(rows: Component[]): string {
  const named = (state: Component['state']) =>
    rows.filter((row) => row.state === state).map(({ name }) => name)
  const [down, degraded, unmeasured] = [named('down'), named('degraded'), named('unmeasured')]
  const list = new Intl.ListFormat('en', { type: 'conjunction' })
  if (down.length > 0) return `Down: ${list.format(down)}`
  if (degraded.length > 0) return `Degraded: ${list.format(degraded)}`
  if (rows.length === 0) return 'Nothing is watched yet'
  if (unmeasured.length === rows.length) return 'Nothing has been measured yet'
  if (unmeasured.length > 0) return `Not measured just now: ${list.format(unmeasured)}`
  return 'Everything is up'
}

/** SLA §1: the month allows 0.5 % of its length, less what was excused, in whole ms; what is left of that, never less than nothing. */
function Month({ month }: { month: Uptime }) {
  const lengthMs = monthLengthMs(performance.timeOrigin + performance.now())
  const allowedMs = Math.floor(((lengthMs - month.excludedDownMs) * 5) / 1_000)
  const leftMs = Math.max(0, allowedMs - month.countedDownMs)
  return (
    <section aria-label="This month so far">
      <p className="figure">
        {month.uptime === null ? 'not measured' : percentShown(month.uptime)}
        {month.uptime === null ? null : <small> %</small>}
      </p>
      <p>
        of this month so far, Pacific. Promised are 99.5 %;{' '}
        {leftMs > 0 ? (
          <>
            <strong>
              <Duration ms={leftMs} />
            </strong>{' '}
            of the <Duration ms={allowedMs} /> that the month allows are left.
          </>
        ) : (
          <strong>the allowance is used up.</strong>
        )}
      </p>
      <p className="soft">
        Down <Duration ms={month.countedDownMs} /> counted, <Duration ms={month.excludedDownMs} /> excluded
        with evidence
        {month.unsettledMs > 0 ? (
          <>
            , <Duration ms={month.unsettledMs} /> not measured and not settled
          </>
        ) : null}
        .
      </p>
    </section>
  )
}

function Components({ rows }: { rows: Component[] }) {
  if (rows.length === 0)
    return (
      <Empty>
        Name what is to be watched in <code>tractops.yaml</code> and start again;{' '}
        <code>tractops.example.yaml</code> shows how.
      </Empty>
    )
  const order = ['down', 'degraded', 'unmeasured', 'up']
  const sorted = rows.toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state))
  return (
    <ul className="plain-list rows states">
      {sorted.map(({ key, name, critical, state }) => (
        <li key={key}>
          <StateMark state={state} />
          <span>
            {name}
            {critical ? null : <span className="soft">, not critical: a failure is a degradation</span>}
          </span>
        </li>
      ))}
    </ul>
  )
}
