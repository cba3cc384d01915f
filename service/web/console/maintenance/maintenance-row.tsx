import { Link } from '@tanstack/react-router'
import type { Maintenance } from '../../api/maintenance.ts'
import { Instant } from '../parts/instant.tsx'
import { MaintenanceMark } from './maintenance-mark.tsx'

/** A maintenance in two lines, and a third where something of it counts as downtime. */
export function MaintenanceRow({ one }: { one: Maintenance }) {
  const { id, title, state, start, end, components, publishedAt, announceBy, risk } = one
  return (
    <>
      <MaintenanceMark state={state} />
      <div>
        <Link to="/maintenance/$id" params={{ id }}>
          {title}
        </Link>
        <div className="soft">
          <Instant at={start} /> to <Instant at={end} />
          {components.length === 0 ? null : `; ${components.map(({ name }) => name).join(', ')}`}
        </div>
        {publishedAt === null ? (
          <div>
            Only staff see it. Publish it by <Instant at={announceBy} /> to have it count as announced.
          </div>
        ) : null}
        {risk === null ? null : <div className={state === 'overrun' ? 'alarm' : undefined}>{risk}</div>}
      </div>
    </>
  )
}
