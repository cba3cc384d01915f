import { Link } from '@tanstack/react-router'
import type { Incident } from '../../api/incidents.ts'
import { Duration } from '../parts/duration.tsx'
import { Instant } from '../parts/instant.tsx'
import { causeText, STATE_WORDS } from './words.ts'

/** An incident in two lines. */
export function IncidentRow({ incident }: { incident: Incident }) {
  const { id, title, impact, state, startedAt, resolvedAt, automatic, components, cause } = incident
  return (
    <>
      <Link to="/incidents/$id" params={{ id }}>
        {title}
      </Link>
      <div className="soft">
        <strong>{STATE_WORDS[state]}</strong>, impact {impact}, from <Instant at={startedAt} />
        {resolvedAt === null ? (
          ', still'
        ) : (
          <>
            {' '}
            for <Duration ms={Date.parse(resolvedAt) - Date.parse(startedAt)} />
          </>
        )}
        {components.length === 0 ? null : `; ${components.map(({ name }) => name).join(', ')}`}
        {cause === null ? null : `; cause: ${causeText(cause)}`}
        {automatic ? '; opened by the checks' : null}
      </div>
    </>
  )
}
