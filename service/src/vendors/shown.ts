import { formatInstant, type Policy } from '@tractops/sla'
import type { capturesOf } from './read/captures-of.ts'
import type { Stretch, ToldPost } from './read/evidence-for.ts'
import { judged } from './read/judged.ts'
import type { VendorNow } from './read/vendor-states.ts'

/* What leaves by the API: instants as text in UTC, and nothing that is only ours. */

const text = (at: Temporal.Instant | null) => (at === null ? null : formatInstant(at))

export function shownVendor({ since, seenAt, askedAt, dueAt, components, ...vendor }: VendorNow) {
  const times = { since: text(since), seenAt: text(seenAt), askedAt: text(askedAt), dueAt: text(dueAt) }
  const lasting = components.map((one) => ({ ...one, since: formatInstant(one.since) }))
  return { ...vendor, ...times, components: lasting }
}

export function shownStretch(policy: Policy, vendor: string, stretch: Stretch) {
  const { component, status, start, end, evidence } = stretch
  const { accepted: qualifies, because } = judged(policy, vendor, stretch)
  return {
    component,
    status,
    start: formatInstant(start),
    end: text(end),
    qualifies,
    because,
    captures: evidence,
  }
}

export function shownPost({ saidStart, saidEnd, firstSeenAt, goneAt, ...post }: ToldPost) {
  const said = { saidStart: text(saidStart), saidEnd: text(saidEnd) }
  return { ...post, ...said, firstSeenAt: formatInstant(firstSeenAt), goneAt: text(goneAt) }
}

export function shownCapture(capture: Awaited<ReturnType<typeof capturesOf>>[number]) {
  const { id, vendor, url, sha256, size, contentType, firstSeenAt, seenUntil, unread } = capture
  const seen = { firstSeenAt: formatInstant(firstSeenAt), seenUntil: formatInstant(seenUntil) }
  return { id, vendor, url, sha256, bytes: size, contentType, ...seen, unread }
}
