import type { Ctx } from '@tractops/platform'
import { type Interval, IntervalSet, type Observed, type Policy } from '@tractops/sla'
import { forceMajeureIn, incidentCauses, settlementsIn } from '../incidents/index.ts'
import { noticesIn } from '../maintenance/index.ts'
import { observedDowntime } from '../monitoring/index.ts'
import { vendorOutagesIn } from '../vendors/index.ts'
import { causedDown } from './caused.ts'
import { settled } from './settled.ts'

/** What an exclusion rests on, by id: a maintenance and its notices, captures of a vendor's page, or a declaration. */
export type Backing =
  | { kind: 'maintenance'; maintenance: string }
  | { kind: 'vendor'; evidence: string[] }
  | { kind: 'force_majeure'; declaration: string }

/** What the engine is given, and what each exclusion in it rests on, in the order of the engine's rows. */
export type Evidence = { observed: Observed; backing: Backing[] }

/**
 * SLA §1 and §4: everything that bears on the uptime of a period, from the rooms that keep it. Whether an outage is sustained is
 * judged before the period cuts it (row 3), so a little more than the period is read; a gap is told as far as it lies in the period.
 * Of what vendors reported, only what coincides with downtime is an exclusion to be judged; the rest excuses nothing.
 */
export async function evidenceOver(ctx: Ctx, period: Interval, policy: Policy): Promise<Evidence> {
  const marginMs = policy.meanings.sustained.is
  const from = period.start.subtract({ milliseconds: marginMs })
  const to = period.end.add({ milliseconds: marginMs })
  const window = { from, to }
  const { down, gaps } = await observedDowntime(ctx, window)
  const causes = await incidentCauses(ctx, window)
  const decisions = await settlementsIn(ctx, window)
  const notices = await noticesIn(ctx, window)
  const failed = IntervalSet.of(down)
  const reports = (await vendorOutagesIn(ctx, window)).filter(
    (report) => failed.intersect(IntervalSet.of([report])).lengthMs > 0,
  )
  const declarations = await forceMajeureIn(ctx, window)
  return {
    observed: {
      down: causedDown(down, causes),
      unmeasured: settled(
        gaps.flatMap((gap) => within(gap, period)),
        decisions,
      ),
      maintenance: notices,
      vendorOutages: reports,
      forceMajeure: declarations,
      now: ctx.now,
    },
    backing: [
      ...notices.map(({ id }) => ({ kind: 'maintenance' as const, maintenance: id })),
      ...reports.map(({ evidence }) => ({ kind: 'vendor' as const, evidence })),
      ...declarations.map(({ id }) => ({ kind: 'force_majeure' as const, declaration: id })),
    ],
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
