import { type ClockEvent, type FirstResponse, firstResponse, type Policy, type Severity } from '@tractops/sla'

/** What is known of one question's severity: as it came, each word of staff since, and until when, where it was merged away. */
export type Line = {
  receivedAt: Temporal.Instant
  severity: Severity
  classified: { at: Temporal.Instant; to: Severity; reason?: string | undefined }[]
  until: Temporal.Instant | null
}

export type ClockFacts = {
  /** The ticket's own line, and those of the tickets that were merged into it. */
  lines: readonly Line[]
  /** When the first public message of a person on staff was accepted by its transport (row 28). */
  answeredAt: Temporal.Instant | null
  /** A breach that had happened before a merge; it stays one. */
  brokenAt: Temporal.Instant | null
  now: Temporal.Instant
}

/** The engine's answer, and the severity by the last word of staff, which after the first response no longer moves the clock. */
export type Clock = FirstResponse & { standing: Severity }

/**
 * SLA §2: the first-response clock of a ticket (rows 26 to 30). Of tickets that were merged the earliest receipt counts (row 27), and at
 * each instant the most urgent severity that any of them had. What a clock of ours says that was moved back is taken as the earliest
 * instant that it can be.
 */
export function clockOf(policy: Policy, facts: ClockFacts): Clock {
  const lines = [...facts.lines].sort(
    (a, b) => Temporal.Instant.compare(a.receivedAt, b.receivedAt) || (a.severity < b.severity ? -1 : 1),
  )
  const first = lines[0]!
  const { receivedAt } = first
  const { events: reclassified, standing } = reclassifications(lines)
  const answeredAt = facts.answeredAt && later(facts.answeredAt, receivedAt)
  // The answer first: what is said in its very instant comes after it.
  const answered: ClockEvent[] =
    answeredAt === null ? [] : [{ at: answeredAt, type: 'reply', by: 'staff', public: true }]
  const events = [...answered, ...reclassified]
  const now = events.reduce<Temporal.Instant>(
    (latest, { at }) => later(latest, at),
    later(facts.now, receivedAt),
  )
  const clock = firstResponse(policy, { severity: first.severity, receivedAt, events, now })
  const brokenAt = earliest(clock.breachedAt, facts.brokenAt)
  return brokenAt === null
    ? { ...clock, standing }
    : { ...clock, standing, breachedAt: brokenAt, state: 'breached' }
}

/** Each change of the most urgent severity after the first line's own, and what it comes to. */
function reclassifications(lines: readonly Line[]): { events: ClockEvent[]; standing: Severity } {
  const { severity } = lines[0]!
  const steps = lines.flatMap((line) => [
    { at: line.receivedAt, line, to: line.severity as Severity | null, reason: 'merged' },
    ...line.classified.map(({ at, to, reason = 'none given' }) => ({
      at: later(at, line.receivedAt),
      line,
      to: to as Severity | null,
      reason,
    })),
    ...(line.until === null
      ? []
      : [{ at: later(line.until, line.receivedAt), line, to: null, reason: 'merged' }]),
  ])
  // A line that ends does so after what was said in the same instant.
  steps.sort((a, b) => Temporal.Instant.compare(a.at, b.at) || Number(a.to === null) - Number(b.to === null))
  const current = new Map<Line, Severity>()
  const events: ClockEvent[] = []
  let standing = severity
  for (const { at, line, to, reason } of steps) {
    if (to === null) current.delete(line)
    else current.set(line, to)
    const most = [...current.values()].sort()[0] ?? standing
    if (most !== standing) events.push({ at, type: 'classified', to: most, reason })
    standing = most
  }
  return { events, standing }
}

const later = (a: Temporal.Instant, b: Temporal.Instant) => (Temporal.Instant.compare(a, b) >= 0 ? a : b)

const earliest = (a: Temporal.Instant | null, b: Temporal.Instant | null) =>
  a === null ? b : b === null ? a : Temporal.Instant.compare(a, b) <= 0 ? a : b
