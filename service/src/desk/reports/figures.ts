import {
  type Attainment,
  attainment,
  businessMsBetween,
  type Policy,
  policyAt,
  type Severity,
} from '@tractops/sla'

/** What a report reads of a ticket. */
export type Answered = {
  severity: Severity
  state: 'met' | 'breached' | 'waiting'
  receivedAt: Temporal.Instant
  /** How long the first response took, in ms as its severity counts; null where there is none yet. */
  lengthMs: number | null
}

/** How long first responses took, in ms as their severity counts (SLA §2), of those that were given; null where none was. */
type Lengths = { medianMs: number | null; p90Ms: number | null; worstMs: number | null }

type SeverityFigures = Attainment & Lengths & { severity: Severity; counted: 'elapsed' | 'business' }

/** `bySeverity` holds lengths; over all severities there are none, as hours around the clock and business hours do not mix. */
export type Figures = Attainment & { bySeverity: SeverityFigures[] }

export const SEVERITIES = ['P1', 'P2', 'P3', 'P4'] as const

/** SLA §2: the attainment of first responses (row 35), each length in the hours that its severity is counted in. */
export function figuresOf(policies: readonly Policy[], tickets: readonly Answered[]): Figures {
  const bySeverity = Map.groupBy(tickets, ({ severity }) => severity)
  return {
    ...attainment(tickets),
    bySeverity: SEVERITIES.map((severity) => {
      const of = bySeverity.get(severity) ?? []
      const latest = of.at(-1)?.receivedAt ?? Temporal.Instant.fromEpochMilliseconds(0)
      const { counted } = policyAt(policies, latest).policy.response.severities[severity].firstResponse
      const isElapsed = counted === 'elapsed'
      return {
        severity,
        counted: isElapsed ? 'elapsed' : 'business',
        ...attainment(of),
        ...lengthsOf(of),
      }
    }),
  }
}

function lengthsOf(tickets: readonly Answered[]): Lengths {
  const lengths = Float64Array.from(tickets.flatMap(({ lengthMs }) => lengthMs ?? [])).sort()
  return {
    medianMs: percentile(lengths, 50),
    p90Ms: percentile(lengths, 90),
    worstMs: lengths.at(-1) ?? null,
  }
}

/** SLA §2: the time from a request to its first response, in ms as its severity counts; 0 where the clock was set back between them. */
export function lengthMs(
  policies: readonly Policy[],
  severity: Severity,
  receivedAt: Temporal.Instant,
  respondedAt: Temporal.Instant,
): number {
  const { policy } = policyAt(policies, receivedAt)
  const elapsedMs = respondedAt.epochMilliseconds - receivedAt.epochMilliseconds
  if (elapsedMs <= 0) return 0
  if (policy.response.severities[severity].firstResponse.counted === 'elapsed') return elapsedMs
  return businessMsBetween(policy.hours, receivedAt, respondedAt)
}

/** The smallest of the ascending lengths that at least `percent` of them do not exceed; null without any. */
export function percentile(ascending: ArrayLike<number>, percent: number): number | null {
  if (ascending.length === 0) return null
  return ascending[Math.ceil((percent * ascending.length) / 100) - 1]!
}
