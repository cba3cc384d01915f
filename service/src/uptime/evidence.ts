import type { Ctx } from '@tractops/platform'
import type { Interval, Observed, Policy } from '@tractops/sla'
import { forceMajeureIn, incidentCauses, settlementsIn } from '../incidents/index.ts'
import { observedDowntime } from '../monitoring/index.ts'
import { causedDown } from './caused.ts'
import { settled } from './settled.ts'

/**
 * SLA §1 and §4: everything that bears on the uptime of a period, from the rooms that keep it. Whether an outage is sustained is
 * judged before the period cuts it (row 3), so a little more than the period is read; a gap is told as far as it lies in the period.
 */
export async function observedOver(ctx: Ctx, period: Interval, policy: Policy): Promise<Observed> {
  const marginMs = policy.meanings.sustained.is
  const from = period.start.subtract({ milliseconds: marginMs })
  const to = period.end.add({ milliseconds: marginMs })
  const window = { from, to }
  const { down, gaps } = await observedDowntime(ctx, window)
  const causes = await incidentCauses(ctx, window)
  const decisions = await settlementsIn(ctx, window)
  const declarations = await forceMajeureIn(ctx, window)
  return {
    down: causedDown(down, causes),
    unmeasured: settled(
      gaps.flatMap((gap) => within(gap, period)),
      decisions,
    ),
    forceMajeure: declarations,
    now: ctx.now,
  }
}

function within(interval: Interval, period: Interval): Interval[] {
  const startMs = Math.max(interval.start.epochMilliseconds, period.start.epochMilliseconds)
  const endMs = Math.min(interval.end.epochMilliseconds, period.end.epochMilliseconds)
  if (startMs >= endMs) return []
  return [
    {
      start: Temporal.Instant.fromEpochMilliseconds(startMs),
      end: Temporal.Instant.fromEpochMilliseconds(endMs),
    },
  ]
}
