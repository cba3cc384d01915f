import { percentShown } from '../../api/percent.ts'
import { Duration } from '../../console/parts/duration.tsx'
import { Instant } from '../../console/parts/instant.tsx'
import { Answered } from '../../console/parts/told.tsx'
import type { Month } from '../api.ts'
import { monthName, useMonth } from '../parts/month-line.tsx'

export function Page() {
  const month = useMonth()
  return (
    <>
      <title>This month · TractOps</title>
      <Answered query={month}>{(data) => <Shown month={data} />}</Answered>
    </>
  )
}

function Shown({ month }: { month: Month }) {
  const { budget, uptime } = month
  return (
    <>
      <h1>{monthName(month.month)} so far</h1>
      {uptime === null ? (
        <p className="figure">none yet</p>
      ) : (
        <p className="figure">
          {percentShown(uptime)}
          <small>&nbsp;%</small>
        </p>
      )}
      <p className="narrow">
        The uptime of the whole application in this Pacific month, from its first instant until now, as on the{' '}
        <a href="/status">status page</a>. Your own statement, over the days that your subscription covers, is
        made once the month has closed.
      </p>
      <dl className="facts section">
        <div>
          <dt>Promised</dt>
          <dd>{month.target} % of the month</dd>
        </div>
        <div>
          <dt>Downtime left</dt>
          <dd>
            {budget.leftMs < 0 ? (
              <span className="alarm">
                <span className="mark down" aria-hidden="true" />
                overdrawn by <Duration ms={-budget.leftMs} />
              </span>
            ) : (
              <>
                <Duration ms={budget.leftMs} /> of <Duration ms={budget.allowedMs} />
              </>
            )}
            <meter
              className="budget"
              min={0}
              max={Math.max(1, budget.allowedMs)}
              value={Math.min(budget.usedMs, budget.allowedMs)}
              aria-label="Downtime used"
            />
            <span className="soft">
              used: <Duration ms={budget.usedMs} />
            </span>
          </dd>
        </div>
        {month.excusedMs === 0 ? null : (
          <div>
            <dt>Not counted</dt>
            <dd>
              <Duration ms={month.excusedMs} /> of downtime, for reasons that the <a href="/sla">agreement</a>{' '}
              names
            </dd>
          </div>
        )}
        {month.unsettledMs === 0 ? null : (
          <div>
            <dt>Not measured</dt>
            <dd>
              <Duration ms={month.unsettledMs} />, in which nobody looked; it is settled before the month
              closes
            </dd>
          </div>
        )}
        <div>
          <dt>The month</dt>
          <dd>
            <Instant at={month.start} /> to <Instant at={month.end} />
          </dd>
        </div>
      </dl>
      <section className="section">
        <h2>Incidents that touched it</h2>
        {month.incidents.length === 0 ? (
          <p className="soft">None.</p>
        ) : (
          <ul className="plain-list rows questions">
            {month.incidents.map(({ id, title, startedAt, resolvedAt, downMs }) => (
              <li key={id}>
                <a href={`/status/incidents/${id}`}>{title}</a>
                <span className="soft">
                  <Instant at={startedAt} />
                  {resolvedAt === null ? ', not over' : null}
                </span>
                <span>
                  {downMs === 0 ? (
                    'no downtime'
                  ) : (
                    <>
                      <span className="mark down" aria-hidden="true" />
                      down for <Duration ms={downMs} />
                    </>
                  )}
                </span>
              </li>
            ))}
          </ul>
        )}
      </section>
    </>
  )
}
