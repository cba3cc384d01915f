import type { VendorStatus } from '@tractops/sla'
import type { Seen, SeenState } from './judge-reading.ts'

/** A report that lasts, as it is on record. */
export type OpenState = {
  id: number
  component: string | null
  status: VendorStatus | 'unknown'
  inUse: boolean
  start: Temporal.Instant
}

/** A stretch to record; `end` null while it lasts. */
export type NewState = Omit<OpenState, 'id'> & { end: Temporal.Instant | null; reason: string | null }

/** What is to be written: which reports end when, and which begin. */
export type StateChanges = { close: { id: number; end: Temporal.Instant }[]; open: NewState[] }

/**
 * What one answer changes in what is on record of a vendor. A report runs from the first answer that showed it to the first
 * that did not, half open. Where nothing could be read, or nobody asked for over two intervals, what was seen ends with the last
 * answer that showed it, and from there on the vendor is unknown: no evidence reaches over a gap (rows 22, 23).
 */
export function decideStates(
  before: { open: readonly OpenState[]; seenAt: Temporal.Instant | null; everyMs: number },
  seen: Seen,
  at: Temporal.Instant,
): StateChanges {
  const { open, seenAt, everyMs } = before
  const unknown = open.find(({ status }) => status === 'unknown')
  const lastSeen = seenAt ?? at
  if ('unknown' in seen) {
    if (unknown !== undefined) return { close: [], open: [] }
    return { close: open.map((state) => ends(state, lastSeen)), open: [unread(lastSeen, null, seen.unknown)] }
  }
  const gapMs = at.epochMilliseconds - lastSeen.epochMilliseconds
  if (unknown === undefined && gapMs > 2 * everyMs) {
    const begin = [...seen.states.map((state) => begins(state, at))]
    const close = open.map((state) => ends(state, lastSeen))
    return { close, open: [unread(lastSeen, at, 'the page was not asked in this time'), ...begin] }
  }
  const isSame = (a: SeenState, b: OpenState) =>
    a.component === b.component && a.status === b.status && a.inUse === b.inUse
  const gone = open.filter((state) => !seen.states.some((one) => isSame(one, state)))
  const fresh = seen.states.filter((one) => !open.some((state) => isSame(one, state)))
  return { close: gone.map((state) => ends(state, at)), open: fresh.map((state) => begins(state, at)) }
}

/** A clock that was set back ends nothing before it began. */
function ends({ id, start }: OpenState, at: Temporal.Instant) {
  return { id, end: Temporal.Instant.compare(at, start) < 0 ? start : at }
}

function begins({ component, status, inUse }: SeenState, at: Temporal.Instant): NewState {
  return { component, status, inUse, start: at, end: null, reason: null }
}

function unread(start: Temporal.Instant, end: Temporal.Instant | null, reason: string): NewState {
  return { component: null, status: 'unknown', inUse: true, start, end, reason }
}
