import { AppError, type Ctx } from '@tractops/platform'
import { and, eq, gte, lt } from 'drizzle-orm'
import { firstKeptDay, startOfDay } from '../keep/days.ts'
import { findMonitor, type MonitorName } from '../read/find-monitor.ts'
import { latencyDay, latencyHour } from '../tables.ts'
import { countOf, decode, type Histogram, merge, mergeBytes, newHistogram, quantile } from './histogram.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const MOST_POINTS = 1_000

/** A step of a chart, from `at` on. Quantiles are of the checks that did not fail, in ms, and null where there are none. */
export type LatencyPoint = {
  at: Temporal.Instant
  count: number
  failed: number
  p50Ms: number | null
  p95Ms: number | null
  p99Ms: number | null
}

type Sum = { count: number; failed: number; histogram: Histogram; damaged: boolean }

/**
 * How long a monitor's checks took, over [from, to) in steps of `stepMs`: contiguous, each within 2 % (see histogram.ts).
 * Steps are whole hours and begin at a full hour. What is older than 90 days is known by the UTC day: there, steps are
 * whole days. A day whose histogram is damaged tells its counts and no quantiles.
 *
 * @throws AppError `monitor_unknown`, `window_reversed`, `step_invalid`, `step_too_fine`, `too_many_points`
 */
export async function latencyOf(
  ctx: Ctx,
  input: MonitorName & { from: Temporal.Instant; to: Temporal.Instant; stepMs: number },
): Promise<LatencyPoint[]> {
  const keptFrom = startOfDay(firstKeptDay(ctx.now))
  const { startMs, endMs, stepMs } = stepsOf(input, keptFrom.epochMilliseconds)
  const monitorId = await findMonitor(ctx, input)
  const sums = Array.from({ length: Math.ceil((endMs - startMs) / stepMs) }, newSum)
  const sumAt = (at: Temporal.Instant) => sums[Math.floor((at.epochMilliseconds - startMs) / stepMs)]!
  const [from, to] = [startMs, endMs].map((ms) => Temporal.Instant.fromEpochMilliseconds(ms)) as [
    Temporal.Instant,
    Temporal.Instant,
  ]
  const hours = await ctx.tx
    .select()
    .from(latencyHour)
    .where(and(eq(latencyHour.monitorId, monitorId), gte(latencyHour.hour, from), lt(latencyHour.hour, to)))
  for (const { hour, failed, answered } of hours)
    addTo(sumAt(hour), failed, answered.length, mergeBytes(newHistogram(), answered))
  const days = await ctx.tx
    .select()
    .from(latencyDay)
    .where(and(eq(latencyDay.monitorId, monitorId), gte(latencyDay.day, from), lt(latencyDay.day, to)))
  for (const { day, failed, answered, histogram } of days)
    addTo(sumAt(day), failed, answered, decode(histogram))
  return sums.map((sum, i) => pointOf(Temporal.Instant.fromEpochMilliseconds(startMs + i * stepMs), sum))
}

/** Where the steps begin and end, in epoch ms. */
function stepsOf(
  { from, to, stepMs }: { from: Temporal.Instant; to: Temporal.Instant; stepMs: number },
  keptFromMs: number,
): { startMs: number; endMs: number; stepMs: number } {
  const refuse = (code: string, path: string, message: string) =>
    new AppError(code, 400, message, { path: `query.${path}` })
  const [fromMs, endMs] = [from.epochMilliseconds, to.epochMilliseconds]
  if (fromMs >= endMs) throw refuse('window_reversed', 'from', '`from` must be before `to`.')
  if (!Number.isSafeInteger(stepMs) || stepMs < HOUR_MS || stepMs % HOUR_MS !== 0)
    throw refuse('step_invalid', 'step', 'A step is some whole hours or days, such as 1h, 6h or 1d.')
  const byDay = fromMs < keptFromMs
  if (byDay && stepMs % DAY_MS !== 0) {
    const since = Temporal.Instant.fromEpochMilliseconds(keptFromMs)
    throw refuse(
      'step_too_fine',
      'step',
      `Hours are kept since ${since}; before that ask for whole days, such as 1d.`,
    )
  }
  const unitMs = byDay ? DAY_MS : HOUR_MS
  const startMs = Math.floor(fromMs / unitMs) * unitMs
  if ((endMs - startMs) / stepMs > MOST_POINTS)
    throw refuse(
      'too_many_points',
      'step',
      `That is more than ${MOST_POINTS} steps; ask for longer ones, or for less time.`,
    )
  return { startMs, endMs, stepMs }
}

const newSum = (): Sum => ({ count: 0, failed: 0, histogram: newHistogram(), damaged: false })

function addTo(sum: Sum, failed: number, answered: number, histogram: Histogram | null): void {
  sum.count += failed + answered
  sum.failed += failed
  if (histogram === null || countOf(histogram) !== answered) sum.damaged = true
  else merge(sum.histogram, histogram)
}

function pointOf(at: Temporal.Instant, { count, failed, histogram, damaged }: Sum): LatencyPoint {
  const [p50Ms, p95Ms, p99Ms] = [0.5, 0.95, 0.99].map((q) => {
    const ms = damaged ? null : quantile(histogram, q)
    return ms === null ? null : Math.round(ms * 10) / 10
  }) as [number | null, number | null, number | null]
  return { at, count, failed, p50Ms, p95Ms, p99Ms }
}
