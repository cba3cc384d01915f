import type { VendorStatus } from '@tractops/sla'
import { z } from 'zod'
import { idText, linkText, maybeInstant, shortText } from './fields.ts'
import { type Post, type ReadComponent, type Reading, worse } from './reading.ts'

const affected = z.object({
  name: shortText,
  group_name: shortText.nullish(),
  current_status: shortText.nullish(),
})

const event = z.object({
  id: idText,
  name: shortText,
  status: shortText,
  url: linkText,
  last_update_at: maybeInstant,
  current_worst_impact: shortText.nullish(),
  affected_components: z.array(affected).max(2_000).nullish(),
  started_at: maybeInstant,
  starts_at: maybeInstant,
  ends_at: maybeInstant,
})

/** The summary of an incident.io page, as far as it matters here. It names no component that is well. */
const summary = z.object({
  page_title: shortText,
  page_url: idText,
  ongoing_incidents: z.array(event).max(1_000),
  in_progress_maintenances: z.array(event).max(1_000).default([]),
  scheduled_maintenances: z.array(event).max(1_000).default([]),
})

type Event = z.output<typeof event>

const STATUSES: Record<string, VendorStatus | 'operational'> = {
  operational: 'operational',
  degraded_performance: 'degraded_performance',
  partial_outage: 'partial_outage',
  full_outage: 'major_outage',
  under_maintenance: 'under_maintenance',
}

/**
 * Reads the `/api/v1/summary` of an incident.io page; throws ZodError where it is none. A component is as bad as the worst
 * that an ongoing incident says of it; an incident without components speaks of the vendor as a whole.
 */
export function readIncidentIo(data: unknown): Reading {
  const { page_title, page_url, ongoing_incidents, in_progress_maintenances, scheduled_maintenances } =
    summary.parse(data)
  const ongoing = ongoing_incidents.filter((incident) => incident.status !== 'resolved')
  const found = [
    ...ongoing.flatMap((incident) => componentsOf(incident, incident.current_worst_impact ?? null)),
    ...in_progress_maintenances.flatMap((maintenance) =>
      componentsOf({ ...maintenance, affected_components: under(maintenance) }, 'under_maintenance'),
    ),
  ]
  return {
    page: { id: pageIdOf(page_url), name: page_title, updatedAt: null },
    complete: false,
    components: worstOfEach(found),
    posts: [...ongoing, ...in_progress_maintenances, ...scheduled_maintenances].map(postOf),
  }
}

/** An address as an identity: without scheme, `www.` and a slash at its end. */
export function pageIdOf(url: string): string {
  return url
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/^www\./, '')
    .replace(/[?#].*$/, '')
    .replace(/\/+$/, '')
}

function componentsOf(event: Event, impact: string | null): ReadComponent[] {
  const saidAt = event.last_update_at
  const status = (word: string | null): ReadComponent['status'] =>
    word === null
      ? { unknown: 'nothing' }
      : Object.hasOwn(STATUSES, word)
        ? STATUSES[word]!
        : { unknown: word }
  const named = event.affected_components ?? []
  if (named.length === 0) return [{ name: null, group: null, isGroup: false, status: status(impact), saidAt }]
  return named.map(({ name, group_name, current_status }) => ({
    name,
    group: group_name ?? null,
    isGroup: false,
    status: status(current_status ?? impact),
    saidAt,
  }))
}

/** During maintenance a component says "operational" where nothing else is wrong with it. */
function under({ affected_components }: Event) {
  const wellOrSilent = [undefined, null, 'operational']
  return (affected_components ?? []).map((component) =>
    wellOrSilent.includes(component.current_status)
      ? { ...component, current_status: 'under_maintenance' }
      : component,
  )
}

function worstOfEach(found: readonly ReadComponent[]): ReadComponent[] {
  const worst = new Map<string, ReadComponent>()
  for (const component of found) {
    const key = JSON.stringify([component.name, component.group])
    const before = worst.get(key)
    if (before === undefined || typeof component.status !== 'string') worst.set(key, component)
    else if (typeof before.status === 'string' && worse(component.status, before.status) !== before.status)
      worst.set(key, component)
  }
  return [...worst.values()]
}

function postOf(event: Event): Post {
  return {
    id: event.id,
    title: event.name,
    impact: event.current_worst_impact ?? (event.status.startsWith('maintenance') ? 'maintenance' : null),
    url: event.url,
    saidStart: event.starts_at ?? event.started_at,
    saidEnd: event.ends_at,
    components: (event.affected_components ?? []).map(({ name }) => name),
  }
}
