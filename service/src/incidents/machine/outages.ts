import type { componentHistory } from '../../monitoring/index.ts'

/** A component as it was measured: its present state and its intervals up to the present. */
export type Watched = Pick<
  Awaited<ReturnType<typeof componentHistory>>[number],
  'key' | 'name' | 'state' | 'since' | 'intervals'
>

/** What is recorded of a measured outage. */
export type RecordedSpan = {
  id: number
  incidentId: string
  component: string
  start: Temporal.Instant
  end: Temporal.Instant | null
}

/** A confirmed outage of a critical component; `end` is null while it lasts. */
export type Outage = { key: string; name: string; start: Temporal.Instant; end: Temporal.Instant | null }

/** Every outage that the intervals tell; one that lasts is dated at its first failed check, wherever the window began. */
export function outagesOf(watched: readonly Watched[]): Outage[] {
  return watched.flatMap(({ key, name, since, intervals }) =>
    intervals
      .filter(({ state }) => state === 'down')
      .map(({ start, end }) => ({ key, name, start: end === null ? (since ?? start) : start, end })),
  )
}

/**
 * Compares what is recorded with what was measured. `fresh` are outages that no incident knows; `changed` are recorded ones that have
 * ended since, or that late results showed to have begun or ended earlier. One that late results took away ends where it began to be
 * good, and one of a component that is no longer watched ends now. Where late results made one outage of several, the one that began it is
 * dated by it, and the others stay as they were recorded.
 */
export function compareSpans(
  watched: readonly Watched[],
  recorded: readonly RecordedSpan[],
  now: Temporal.Instant,
): { fresh: Outage[]; changed: RecordedSpan[] } {
  const outages = outagesOf(watched)
  const asMeasured = (span: RecordedSpan): RecordedSpan => {
    const outage = outages.find((one) => meets(span, one))
    if (outage !== undefined) {
      const all = recorded.filter((one) => meets(one, outage))
      if (span !== beginnerOf(all, outage)) return { ...span, end: span.end ?? outage.end }
      const end = all.length > 1 ? (span.end ?? outage.end) : (outage.end ?? span.end)
      return { ...span, start: earlier(span.start, outage.start), end }
    }
    if (span.end !== null) return span
    const component = watched.find(({ key }) => key === span.component)
    const end = component === undefined ? now : goodSince(component)
    return end === null ? span : { ...span, end: later(span.start, end) }
  }
  const known = recorded.map(asMeasured)
  const changed = known.filter((span, i) => {
    const before = recorded[i]!
    return !span.start.equals(before.start) || String(span.end) !== String(before.end)
  })
  const fresh = outages.filter((outage) => !known.some((span) => meets(span, outage)))
  return { fresh, changed }
}

/** An outage that was taken away whole, and so is recorded as empty, is met again by one that begins there. */
function meets(span: RecordedSpan, outage: Outage): boolean {
  if (span.component !== outage.key || msOf(span.start) >= endMs(outage)) return false
  return msOf(outage.start) < endMs(span) || span.start.equals(outage.start)
}

/** Of the recorded outages that are one now, the one that takes its beginning: no two begin at one instant. */
function beginnerOf(spans: readonly RecordedSpan[], { start }: Outage): RecordedSpan | undefined {
  const isEmpty = ({ start, end }: RecordedSpan) => end !== null && start.equals(end)
  const byStart = spans.toSorted((a, b) => msOf(a.start) - msOf(b.start) || a.id - b.id)
  return (
    byStart.find((span) => span.start.equals(start)) ?? byStart.find((span) => !isEmpty(span)) ?? byStart[0]
  )
}

/** Since when a component has been good, as far as it was looked at; null while it is down or nobody measures it. */
export function goodSince({ intervals }: Pick<Watched, 'intervals'>): Temporal.Instant | null {
  const bad = intervals.findLastIndex(({ state }) => state === 'down' || state === 'unmeasured')
  return intervals[bad + 1]?.start ?? null
}

const msOf = (at: Temporal.Instant) => at.epochMilliseconds
const endMs = ({ end }: { end: Temporal.Instant | null }) =>
  end?.epochMilliseconds ?? Number.POSITIVE_INFINITY
const earlier = (a: Temporal.Instant, b: Temporal.Instant) => (Temporal.Instant.compare(a, b) <= 0 ? a : b)
const later = (a: Temporal.Instant, b: Temporal.Instant) => (Temporal.Instant.compare(a, b) >= 0 ? a : b)
