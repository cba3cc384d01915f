import type { Ctx } from '@tractops/platform'
import { policyAt, type Severity, targetFrom } from '@tractops/sla'
import type { Desk } from '../desk.ts'
import { incidentsNow } from './incidents-now.ts'
import { type Asked, firstSeverity, suggestSeverity } from './suggest-severity.ts'

/** What a question would be, were it asked now: SLA §2, with why, and when an answer would be due at the latest. */
export type Foreseen = { severity: Severity; suggested: Severity; because: string; dueAt: Temporal.Instant }

/** Foresees how a question would be taken; staff have the last word when it has been asked. */
export async function foreseeTicket(
  ctx: Pick<Ctx, 'tx' | 'now'>,
  { policies }: Pick<Desk, 'policies'>,
  question: Omit<Asked, 'incidents'>,
): Promise<Foreseen> {
  const { policy } = policyAt(policies, ctx.now)
  const asked = { ...question, incidents: await incidentsNow(ctx) }
  const suggestion = suggestSeverity(policy, asked)
  const severity = firstSeverity(policy, asked, suggestion)
  return {
    severity,
    suggested: suggestion.severity,
    because: suggestion.because,
    dueAt: targetFrom(policy, severity, ctx.now),
  }
}
