import type { ReactNode } from 'react'
import type { Maintenance } from '../../api/maintenance.ts'
import { Duration } from '../parts/duration.tsx'
import { Instant } from '../parts/instant.tsx'

/** When it is, what it affects, and who did what with it. */
export function Facts({ one }: { one: Maintenance }) {
  const { id, start, end, components, announceBy, publishedAt } = one
  return (
    <dl className="facts">
      <Fact name={publishedAt === null ? 'Planned for' : 'Announced for'}>
        <Instant at={start} /> to <Instant at={end} />, <Duration ms={Date.parse(end) - Date.parse(start)} />
      </Fact>
      <Fact name="Announce by">
        <Instant at={announceBy} />, 48 hours before it starts
      </Fact>
      <Fact name="Affects">
        {components.length === 0 ? 'no component is named' : components.map(({ name }) => name).join(', ')}
      </Fact>
      <Done name="Planned" at={one.createdAt} by={one.createdBy} />
      <Done name="Published" at={publishedAt} by={one.publishedBy} />
      <Done name="Begun" at={one.startedAt} by={null} />
      <Done name="Completed" at={one.completedAt} by={one.completedBy} />
      <Done name="Called off" at={one.cancelledAt} by={one.cancelledBy} />
      {one.cancelledBecause === null ? null : <Fact name="Because">{one.cancelledBecause}</Fact>}
      {publishedAt === null ? null : (
        <Fact name="In public">
          <a href={`/status/maintenance/${id}`}>its page on /status</a>
        </Fact>
      )}
    </dl>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function Done({ name, at, by }: { name: string; at: string | null; by: string | null }) {
  if (at === null) return null
  return (
    <Fact name={name}>
      <Instant at={at} />
      {by === null ? null : ` by ${by}`}
    </Fact>
  )
}
