import { texts } from '../html/texts.ts'
import type { Named, PublicIncident, PublicMaintenance } from '../view/source.ts'
import type { ComponentView, StatusView } from '../view/view.ts'

/** How many incidents and maintenances a list holds: as many as Statuspage's own. */
const MOST = 50
const PAGE_ID = 'tractops'
const INDICATORS = ['none', 'minor', 'major', 'critical']

/** What the documents are made from: the view, and all incidents and maintenances of late, the latest first. */
export type StatuspageInput = {
  view: StatusView
  incidents: readonly PublicIncident[]
  maintenances: readonly PublicMaintenance[]
  /** Where people reach us, without a slash at its end. */
  base: string
}

type Component = ReturnType<typeof componentOf>

/** The documents of the Statuspage API v2 by their names, without the ".json". */
export const STATUSPAGE_DOCUMENTS = {
  status: (input: StatuspageInput) => ({ page: pageOf(input), status: statusOf(input.view) }),
  summary: (input: StatuspageInput) => ({
    page: pageOf(input),
    components: componentsOf(input),
    incidents: unresolved(input),
    scheduled_maintenances: maintenances(input, ['scheduled', 'in_progress', 'overrun']),
    status: statusOf(input.view),
  }),
  components: (input: StatuspageInput) => ({ page: pageOf(input), components: componentsOf(input) }),
  incidents: (input: StatuspageInput) => ({
    page: pageOf(input),
    incidents: input.incidents
      .filter((one) => one.mergedInto === null)
      .slice(0, MOST)
      .map((one) => incidentOf(one, input)),
  }),
  'incidents/unresolved': (input: StatuspageInput) => ({ page: pageOf(input), incidents: unresolved(input) }),
  'scheduled-maintenances': (input: StatuspageInput) => ({
    page: pageOf(input),
    scheduled_maintenances: maintenances(input, ['scheduled', 'in_progress', 'overrun', 'completed']),
  }),
  'scheduled-maintenances/upcoming': (input: StatuspageInput) => ({
    page: pageOf(input),
    scheduled_maintenances: maintenances(input, ['scheduled']),
  }),
  'scheduled-maintenances/active': (input: StatuspageInput) => ({
    page: pageOf(input),
    scheduled_maintenances: maintenances(input, ['in_progress', 'overrun']),
  }),
}

function pageOf({ view, base }: StatuspageInput) {
  return {
    id: PAGE_ID,
    name: texts.brand,
    url: `${base}/status`,
    time_zone: view.zone,
    updated_at: instant(view.now),
  }
}

/** Critical: every critical component is down. Major: one is. Minor: anything else is not as it should be. */
function statusOf({ overall, components, told }: StatusView) {
  const critical = components.filter((c) => c.critical)
  const down = critical.filter((c) => c.state === 'down').length
  const measured =
    down > 0 ? (down === critical.length ? 'critical' : 'major') : isTroubled(overall) ? 'minor' : 'none'
  const found = [measured, ...told.active.map(({ impact }) => impact)]
  const indicator = INDICATORS.findLast((one) => found.includes(one)) ?? 'none'
  return { indicator, description: texts.overall(overall) }
}

function isTroubled({ down, degraded }: StatusView['overall']): boolean {
  return down.length + degraded.length > 0
}

function componentsOf(input: StatuspageInput) {
  return input.view.components.map((component, i) => componentOf(component, i + 1, input))
}

/**
 * Statuspage has no word for what nobody measures: such a component reads `operational` there, and our own field
 * `measured` says that it is not known.
 */
function componentOf(component: ComponentView, position: number, { view }: Pick<StatuspageInput, 'view'>) {
  const changed = instant(component.since ?? view.now)
  return {
    id: component.key,
    name: component.name,
    status: componentStatus(component, view),
    created_at: changed,
    updated_at: changed,
    position,
    description: component.description ?? null,
    showcase: component.critical,
    start_date: null,
    group_id: null,
    page_id: PAGE_ID,
    group: false,
    only_show_if_degraded: false,
    measured: component.state !== 'unmeasured',
  }
}

/** Down past the announced end of a maintenance is an outage, and is called one. */
function componentStatus({ key, state, critical, underMaintenance }: ComponentView, { told }: StatusView) {
  const overrun = told.underWay.some(
    (one) => one.state === 'overrun' && one.components.some((component) => component.key === key),
  )
  if (state === 'down' && (overrun || !underMaintenance)) return critical ? 'major_outage' : 'partial_outage'
  if (underMaintenance) return 'under_maintenance'
  return state === 'degraded' ? 'degraded_performance' : 'operational'
}

function unresolved(input: StatuspageInput) {
  return input.view.told.active.slice(0, MOST).map((one) => incidentOf(one, input))
}

function incidentOf(incident: PublicIncident, input: StatuspageInput) {
  const { id, updates } = incident
  const monitoring = updates.find((update) => update.state === 'monitoring')
  return {
    id,
    name: incident.title,
    status: incident.state,
    created_at: instant(incident.createdAt),
    updated_at: instant(incident.updatedAt),
    monitoring_at: monitoring === undefined ? null : instant(monitoring.at),
    resolved_at: incident.resolvedAt === null ? null : instant(incident.resolvedAt),
    impact: incident.impact,
    shortlink: `${input.base}/status/incidents/${id}`,
    started_at: instant(incident.startedAt),
    page_id: PAGE_ID,
    incident_updates: updates
      .toSorted((a, b) => b.at.epochMilliseconds - a.at.epochMilliseconds)
      .map((update) => ({
        id: update.id,
        status: update.state,
        body: update.text,
        incident_id: id,
        created_at: instant(update.postedAt),
        updated_at: instant(update.edited.at(-1)?.at ?? update.postedAt),
        display_at: instant(update.at),
        affected_components: affected(incident.components, input),
        deliver_notifications: true,
        custom_tweet: null,
        tweet_id: null,
      })),
    components: known(incident.components, input),
    reminder_intervals: null,
  }
}

const MAINTENANCE_STATUS = {
  scheduled: 'scheduled',
  in_progress: 'in_progress',
  overrun: 'in_progress',
  completed: 'completed',
  cancelled: 'completed',
} as const

function maintenances(input: StatuspageInput, states: PublicMaintenance['state'][]) {
  return input.maintenances
    .filter(({ state }) => states.includes(state))
    .slice(0, MOST)
    .map((one) => maintenanceOf(one, input))
}

function maintenanceOf(one: PublicMaintenance, input: StatuspageInput) {
  const { id } = one
  const status = MAINTENANCE_STATUS[one.state]
  const published = one.publishedAt ?? one.announcedStart
  const said = [{ at: published, text: one.text }, ...one.updates]
  const update = ({ at, text }: { at: Temporal.Instant; text: string }, i: number) => ({
    id: `${id}-${i}`,
    status: i === 0 ? 'scheduled' : status,
    body: text,
    incident_id: id,
    created_at: instant(at),
    updated_at: instant(at),
    display_at: instant(at),
    affected_components: affected(one.components, input),
    deliver_notifications: true,
    custom_tweet: null,
    tweet_id: null,
  })
  return {
    id,
    name: one.title,
    status,
    created_at: instant(published),
    updated_at: instant(said.at(-1)!.at),
    monitoring_at: null,
    resolved_at: one.completedAt === null ? null : instant(one.completedAt),
    impact: 'maintenance',
    shortlink: `${input.base}/status/maintenance/${id}`,
    started_at: instant(one.startedAt ?? one.announcedStart),
    page_id: PAGE_ID,
    incident_updates: said.map(update).toReversed(),
    components: known(one.components, input),
    reminder_intervals: null,
    scheduled_for: instant(one.announcedStart),
    scheduled_until: instant(one.announcedEnd),
  }
}

function affected(components: readonly Named[], { view }: StatuspageInput) {
  return components.map(({ key, name }) => {
    const now = view.components.find((component) => component.key === key)
    const status = now === undefined ? 'operational' : componentStatus(now, view)
    return { code: key, name, old_status: status, new_status: status }
  })
}

function known(components: readonly Named[], input: StatuspageInput): Component[] {
  const keys = new Set(components.map(({ key }) => key))
  return componentsOf(input).filter(({ id }) => keys.has(id))
}

function instant(at: Temporal.Instant): string {
  return at.toString({ smallestUnit: 'millisecond' })
}
