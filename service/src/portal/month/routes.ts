import { inTransaction, type Platform } from '@tractops/platform'
import { calendarMonth, errorBudget, formatInstant, type Interval, percentText } from '@tractops/sla'
import { Hono } from 'hono'
import type { Desk } from '../../desk/index.ts'
import { publicIncidents } from '../../incidents/index.ts'
import { monthToDate } from '../../uptime/index.ts'
import { type ReaderEnv, requireReader } from '../identity/require-reader.ts'

/**
 * `GET /portal/api/month`: SLA §1 so far, for the whole application in this Pacific month. It is the figure of `/status`; a statement for a
 * customer, over the part of the month that their subscription covers (row 11), is made when the month has closed.
 */
export function monthRoutes(p: Platform, { policies }: Pick<Desk, 'policies'>): Hono<ReaderEnv> {
  return new Hono<ReaderEnv>().get('/portal/api/month', requireReader(), (c) =>
    inTransaction(p, c.get('actor'), async (ctx) => {
      const { month, policy, period, uptime, down, gaps } = await monthToDate(ctx, { policies })
      const whole = calendarMonth(month, policy.zone, 'month')
      const lengthMs = whole.end.epochMilliseconds - whole.start.epochMilliseconds
      const incidents = await publicIncidents(ctx, { from: period.start, to: period.end })
      return c.json({
        month,
        start: formatInstant(whole.start),
        end: formatInstant(whole.end),
        until: formatInstant(period.end),
        uptime: uptime.uptime,
        target: percentText(policy.uptime.target),
        measuredMs: uptime.measuredMs,
        elapsedMs: uptime.periodMs,
        unsettledMs: uptime.unsettledMs,
        gaps: gaps.length,
        budget: errorBudget(policy, lengthMs, uptime),
        excusedMs: uptime.excludedDownMs,
        incidents: incidents
          .map(({ id, title, startedAt, resolvedAt, spans }) => ({
            id,
            title,
            startedAt: formatInstant(startedAt),
            resolvedAt: resolvedAt && formatInstant(resolvedAt),
            downMs: overlapMs(
              down,
              spans
                .filter(({ impact }) => impact === 'major_outage')
                .map(({ start, end }) => ({ start, end: end ?? period.end })),
              period,
            ),
          }))
          .slice(0, 50),
      })
    }),
  )
}

/** How much of the month's downtime lies within an incident's spans, in ms. */
function overlapMs(down: readonly Interval[], spans: readonly Interval[], period: Interval): number {
  const within = (a: Interval, b: Interval) => ({
    start: Temporal.Instant.compare(a.start, b.start) > 0 ? a.start : b.start,
    end: Temporal.Instant.compare(a.end, b.end) < 0 ? a.end : b.end,
  })
  const touching = down.flatMap((one) => spans.map((span) => within(within(one, span), period)))
  const marks = touching
    .map(({ start, end }) => [start.epochMilliseconds, end.epochMilliseconds] as const)
    .filter(([from, to]) => to > from)
    .sort(([a], [b]) => a - b)
  let [sum, reached] = [0, 0]
  for (const [from, to] of marks) {
    sum += Math.max(0, to - Math.max(from, reached))
    reached = Math.max(reached, to)
  }
  return sum
}
