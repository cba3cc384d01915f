import type { PublicIncident, PublicMaintenance, Told } from './source.ts'

/** What people tell, sorted out for a page; each list the most pressing first. */
export type ToldView = {
  /** Not resolved yet, the worst first, then the latest first. */
  active: PublicIncident[]
  /** Resolved since `from`, the latest first. */
  recent: PublicIncident[]
  /** Begun and not completed, an overrun first. */
  underWay: PublicMaintenance[]
  /** Announced and not begun, the soonest first. */
  upcoming: PublicMaintenance[]
}

const IMPACTS = ['critical', 'major', 'minor', 'none']

/** Sorts out what a page tells at once; what was merged into another incident is told there. */
export function toldView(
  { incidents, maintenances }: Pick<Told, 'incidents' | 'maintenances'>,
  from: Temporal.Instant,
): ToldView {
  const own = incidents.filter((incident) => incident.mergedInto === null)
  const fromMs = from.epochMilliseconds
  return {
    active: own
      .filter(isActive)
      .sort((a, b) => severity(a) - severity(b) || latest(a.startedAt, b.startedAt)),
    recent: own
      .filter(({ resolvedAt }) => resolvedAt !== null && resolvedAt.epochMilliseconds >= fromMs)
      .sort((a, b) => latest(a.startedAt, b.startedAt)),
    underWay: maintenances
      .filter(isUnderWay)
      .sort((a, b) => Number(b.state === 'overrun') - Number(a.state === 'overrun')),
    upcoming: maintenances
      .filter(({ state }) => state === 'scheduled')
      .sort((a, b) => latest(b.announcedStart, a.announcedStart)),
  }
}

function isActive(incident: PublicIncident): boolean {
  return incident.resolvedAt === null
}

function isUnderWay({ state }: PublicMaintenance): boolean {
  return state === 'in_progress' || state === 'overrun'
}

/** The keys of the components that a maintenance under way is about. */
export function underMaintenance(maintenances: readonly PublicMaintenance[]): Set<string> {
  return new Set(
    maintenances.filter(isUnderWay).flatMap(({ components }) => components.map(({ key }) => key)),
  )
}

function severity({ impact }: PublicIncident): number {
  return IMPACTS.indexOf(impact)
}

function latest(a: Temporal.Instant, b: Temporal.Instant): number {
  return b.epochMilliseconds - a.epochMilliseconds
}
