import { AppError, type Ctx } from '@tractops/platform'
import { type Policy, policyAt } from '@tractops/sla'
import { eq } from 'drizzle-orm'
import { incident, incidentCause, incidentSpan } from '../tables.ts'
import type { CauseKind } from '../words.ts'
import { heldIncident, takenBy, tell } from './hold.ts'

export type RecordCause = {
  incidentId: string
  kind: CauseKind
  /** A vendor of the policy, where the kind is `vendor`. */
  vendor?: string | undefined
  /** Default: the whole incident. */
  component?: string | undefined
  because: string
  policies: readonly Policy[]
}

/**
 * SLA §4: records what caused an incident, or one of its components, with who says so and why. A correction is another record: the
 * latest stands, the earlier ones are kept. @throws AppError `vendor_missing`, `vendor_unknown`, `component_not_affected`
 */
export async function recordCause(ctx: Ctx, input: RecordCause): Promise<void> {
  const row = await heldIncident(ctx, input.incidentId)
  const { kind, component = null, because } = input
  const { policy } = policyAt(input.policies, row.startedAt)
  const vendor = vendorOf(kind, input.vendor, policy)
  const spans = await ctx.tx.select().from(incidentSpan).where(eq(incidentSpan.incidentId, row.id))
  if (component !== null && !spans.some((span) => span.component === component))
    throw new AppError(
      'component_not_affected',
      400,
      `This incident does not name the component "${component}"; add it to the incident first.`,
      { path: 'component' },
    )
  const said = { kind, vendor, component, because }
  await ctx.tx.insert(incidentCause).values({ incidentId: row.id, ...said, at: ctx.now, by: ctx.actor })
  await ctx.tx.update(incident).set(takenBy(ctx, row)).where(eq(incident.id, row.id))
  await tell(ctx, { incidentId: row.id, kinds: ['edited'], action: 'incident.cause_recorded', detail: said })
}

function vendorOf(kind: CauseKind, vendor: string | undefined, policy: Policy): string | null {
  const known = Object.keys(policy.exclusions.vendors)
  const refuse = (code: string, message: string) => new AppError(code, 400, message, { path: 'vendor' })
  if (kind !== 'vendor') {
    if (vendor === undefined) return null
    throw refuse(
      'vendor_not_asked',
      `A vendor is named where the kind is "vendor", and here it is "${kind}".`,
    )
  }
  if (vendor === undefined) throw refuse('vendor_missing', `Name the vendor: ${known.join(', ')}.`)
  if (!known.includes(vendor))
    throw refuse(
      'vendor_unknown',
      `"${vendor}" is no vendor of the policy; write one of ${known.join(', ')}.`,
    )
  return vendor
}
