import type { VendorStatus } from '@tractops/sla'

/** A vendor's page as it was read. `updatedAt` is the page's own word on its age, where it has one. */
export type Reading = {
  page: { id: string; name: string; updatedAt: Temporal.Instant | null }
  /** Every component, where `complete`; else those only that a post names. A component of `null` is the vendor as a whole. */
  components: ReadComponent[]
  complete: boolean
  posts: Post[]
}

/** `status` as the vendor words it where it is none that we know. */
export type ReadComponent = {
  name: string | null
  group: string | null
  /** Whether it stands for other components, which come by themselves as well. */
  isGroup: boolean
  status: VendorStatus | 'operational' | { unknown: string }
  /** When the vendor last said so, where that is told of each and not of the page. */
  saidAt: Temporal.Instant | null
}

/** An incident or a maintenance as the vendor tells it. */
export type Post = {
  id: string
  title: string
  impact: string | null
  url: string | null
  saidStart: Temporal.Instant | null
  saidEnd: Temporal.Instant | null
  components: string[]
}

/** Bytes that prove nothing, and why, in words that stand after "the page". */
export type Unread = { unread: string }

const BY_WEIGHT = [
  'operational',
  'under_maintenance',
  'degraded_performance',
  'partial_outage',
  'major_outage',
] as const

/** The worse of two states; an outage is worse than maintenance, whatever the vendor calls it first. */
export function worse<S extends (typeof BY_WEIGHT)[number]>(a: S, b: S): S {
  return BY_WEIGHT.indexOf(a) >= BY_WEIGHT.indexOf(b) ? a : b
}
