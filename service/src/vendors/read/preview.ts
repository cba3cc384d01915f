import type { Ctx } from '@tractops/platform'
import type { Interval, Policy } from '@tractops/sla'
import { evidenceFor, type VendorEvidence } from './evidence-for.ts'
import { excludedIf } from './excluded-if.ts'
import { judged } from './judged.ts'
import { vendorOutagesIn } from './vendor-outages.ts'

/** What blaming one vendor for the whole of a stretch of downtime would come to. */
export type Preview = VendorEvidence & { excludedMs: number; because: string }

/**
 * For downtime over [start, end): what each vendor reported at that time, and how much of it would be excluded if its cause were
 * that vendor. It decides nothing: the cause is for a person to record. SLA §4(b) (row 22)
 */
export async function previewExclusions(ctx: Ctx, policy: Policy, down: Interval): Promise<Preview[]> {
  const window = { from: down.start, to: down.end }
  const found = await evidenceFor(ctx, window)
  const outages = await vendorOutagesIn(ctx, window)
  return found.map((evidence) => {
    const { vendor } = evidence
    const excludedMs = excludedIf(policy, { period: down, down: [down], outages, vendor })
    return { ...evidence, excludedMs, because: because(policy, evidence, excludedMs) }
  })
}

function because(policy: Policy, { vendor, name, stretches }: VendorEvidence, excludedMs: number): string {
  if (stretches.length === 0) return `${name} reported nothing at this time`
  const verdicts = stretches.map((stretch) => judged(policy, vendor, stretch))
  const good = verdicts.find(({ accepted }) => accepted)
  if (good === undefined) return verdicts[0]!.because
  return excludedMs > 0 ? good.because : `${good.because}, but the outage is too short to count`
}
