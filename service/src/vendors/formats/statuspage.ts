import { z } from 'zod'
import { idText, instantText, linkText, maybeInstant, shortText } from './fields.ts'
import type { Post, ReadComponent, Reading } from './reading.ts'

const component = z.object({
  id: idText,
  name: shortText,
  status: shortText,
  group: z.boolean().optional(),
  group_id: z.string().nullish(),
})

const incident = z.object({
  id: idText,
  name: shortText,
  status: shortText,
  impact: shortText.nullish(),
  shortlink: linkText,
  created_at: maybeInstant,
  started_at: maybeInstant,
  resolved_at: maybeInstant,
  scheduled_for: maybeInstant,
  scheduled_until: maybeInstant,
  components: z
    .array(z.object({ name: shortText }))
    .max(2_000)
    .nullish(),
})

const page = z.object({ id: idText, name: shortText, updated_at: instantText })

/** The summary of a Statuspage (v2), as far as it matters here; what else is in it is nobody's business. */
const summary = z.object({
  page,
  components: z.array(component).max(5_000),
  incidents: z.array(incident).max(1_000).default([]),
  scheduled_maintenances: z.array(incident).max(1_000).default([]),
})

const incidents = z.object({ page, incidents: z.array(incident).max(1_000) })

const KNOWN = [
  'operational',
  'degraded_performance',
  'partial_outage',
  'major_outage',
  'under_maintenance',
] as const

/** Reads the `summary.json` of a Statuspage; throws ZodError where it is none. Groups come as components of their own. */
export function readStatuspage(data: unknown): Reading {
  const { page, components, incidents, scheduled_maintenances } = summary.parse(data)
  const groups = new Map(components.filter((c) => c.group === true).map((c) => [c.id, c.name]))
  return {
    page: { id: page.id, name: page.name, updatedAt: page.updated_at },
    complete: true,
    components: components.map(
      ({ name, status, group, group_id }): ReadComponent => ({
        name,
        group: groups.get(group_id ?? '') ?? null,
        isGroup: group === true,
        status: KNOWN.find((known) => known === status) ?? { unknown: status },
        saidAt: null,
      }),
    ),
    posts: [...incidents, ...scheduled_maintenances].map(postOf),
  }
}

/** Reads the `incidents.json` of a Statuspage: posts of the past, which explain and prove nothing. */
export function readStatuspagePosts(data: unknown): { pageId: string; posts: Post[] } {
  const { page, incidents: posts } = incidents.parse(data)
  return { pageId: page.id, posts: posts.map(postOf) }
}

function postOf(post: z.output<typeof incident>): Post {
  return {
    id: post.id,
    title: post.name,
    impact: post.impact ?? null,
    url: post.shortlink,
    saidStart: post.scheduled_for ?? post.started_at ?? post.created_at,
    saidEnd: post.resolved_at,
    components: (post.components ?? []).map(({ name }) => name),
  }
}
