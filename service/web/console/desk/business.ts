import { defaultPolicies, parseInstant, policyAt, type Severity } from '@tractops/sla'

export type Left = {
  /** What is left to answer, in the hours in which the severity counts, in ms; 0 once it is late. */
  ms: number
  /** Counted in business hours; a P1 runs around the clock. */
  business: boolean
  /** How late it is in real time, in ms; 0 while it is not. */
  lateMs: number
  /** How much of the time is used, from 0 to 1. */
  used: number
  /** When business hours begin again, in epoch ms; null while they run, or where they do not matter. */
  opensMs: number | null
}

/** SLA §2: the time left to answer, by the agreement that was in force on receipt; the same engine that set the due instant. */
export function timeLeft(
  severity: Severity,
  { receivedAt, dueAt }: { receivedAt: string; dueAt: string },
  nowMs: number,
): Left {
  const { policy } = policyAt(defaultPolicies(), parseInstant(receivedAt))
  const business = policy.response.severities[severity].firstResponse.counted !== 'elapsed'
  const between = (fromMs: number, toMs: number) =>
    toMs <= fromMs ? 0 : business ? policy.hours.openMs(fromMs, toMs) : toMs - fromMs
  const [fromMs, dueMs] = [Date.parse(receivedAt), Date.parse(dueAt)]
  const ms = between(nowMs, dueMs)
  const wholeMs = between(fromMs, dueMs)
  const opensMs = business && policy.hours.weeklyMs > 0 ? policy.hours.endOf(nowMs, 0) : nowMs
  return {
    ms,
    business,
    lateMs: Math.max(0, nowMs - dueMs),
    used: wholeMs === 0 ? 1 : Math.min(1, Math.max(0, 1 - ms / wholeMs)),
    opensMs: opensMs > nowMs ? opensMs : null,
  }
}

/** "3 h 12 min", and in the last ten minutes "9 min 42 s": hours are not made into days, as a business day has nine. Truncated. */
export function spellLeft(ms: number): string {
  const [h, min, s] = [Math.floor(ms / 3_600_000), Math.floor(ms / 60_000) % 60, Math.floor(ms / 1_000) % 60]
  if (h > 0) return min === 0 ? `${h} h` : `${h} h ${min} min`
  if (ms >= 600_000) return `${min} min`
  return min > 0 ? `${min} min ${s} s` : `${s} s`
}

/** When business hours begin next after an instant, in epoch ms: tomorrow's opening while they run. */
export function nextOpening(nowMs: number): number {
  const at = parseInstant(new Date(nowMs).toISOString())
  const { hours } = policyAt(defaultPolicies(), at).policy
  // A day's hours from now, the first instant after the closing that lies in between.
  for (let ms = nowMs; ms < nowMs + 14 * 86_400_000; ms += 3_600_000) {
    const opens = hours.endOf(ms, 0)
    if (opens > ms && opens > nowMs) return opens
  }
  return nowMs + 86_400_000
}
