import { Link } from '@tanstack/react-router'
import type { IncidentInFull } from '../../api/incidents.ts'
import { Duration } from '../parts/duration.tsx'
import { Instant } from '../parts/instant.tsx'
import { COMPONENT_IMPACTS } from './words.ts'

/** From when to when, what was affected, who took it, and what comes due. */
export function Facts({ incident }: { incident: IncidentInFull }) {
  const { startedAt, resolvedAt, createdAt, taken, goodSince, resolveDueAt, postmortemDueAt } = incident
  return (
    <dl className="facts">
      <div>
        <dt>When</dt>
        <dd>
          from <Instant at={startedAt} />
          {resolvedAt === null ? (
            ', not over yet'
          ) : (
            <>
              {' '}
              to <Instant at={resolvedAt} />, <Duration ms={Date.parse(resolvedAt) - Date.parse(startedAt)} />
            </>
          )}
        </dd>
      </div>
      <div>
        <dt>Opened</dt>
        <dd>
          <Instant at={createdAt} /> {incident.automatic ? 'by the checks' : 'by people'}
        </dd>
      </div>
      <div>
        <dt>Affected</dt>
        <dd>
          <Spans incident={incident} />
        </dd>
      </div>
      <div>
        <dt>Taken by</dt>
        <dd>
          {taken === null ? (
            'nobody yet: the machine resolves it when all has been good for 10 minutes'
          ) : (
            <>
              {taken.by}, <Instant at={taken.at} />; only people resolve it
            </>
          )}
        </dd>
      </div>
      {goodSince === null || resolvedAt !== null ? null : (
        <div>
          <dt>Checks</dt>
          <dd>
            good since <Instant at={goodSince} />
            {resolveDueAt === null ? null : (
              <>
                ; it is resolved by itself at <Instant at={resolveDueAt} />
              </>
            )}
          </dd>
        </div>
      )}
      {postmortemDueAt === null ? null : (
        <div>
          <dt>Postmortem</dt>
          <dd>
            owed by <Instant at={postmortemDueAt} />
          </dd>
        </div>
      )}
      <div>
        <dt>In public</dt>
        <dd>
          <a href={`/status/incidents/${incident.id}`}>its page on /status</a>
          {incident.mergedInto === null ? null : (
            <>
              , which leads to{' '}
              <Link to="/incidents/$id" params={{ id: incident.mergedInto }}>
                the incident that it was merged into
              </Link>
            </>
          )}
        </dd>
      </div>
    </dl>
  )
}

function Spans({ incident: { spans, components } }: { incident: IncidentInFull }) {
  if (spans.length === 0) return <>no component is named</>
  return (
    <ul className="plain-list">
      {spans.map(({ key, impact, start, end }) => (
        <li key={`${key} ${impact} ${start}`}>
          {components.find((one) => one.key === key)?.name ?? key} {COMPONENT_IMPACTS[impact]} from{' '}
          <Instant at={start} />
          {end === null ? (
            ', still'
          ) : (
            <>
              {' '}
              for <Duration ms={Date.parse(end) - Date.parse(start)} />
            </>
          )}
        </li>
      ))}
    </ul>
  )
}
