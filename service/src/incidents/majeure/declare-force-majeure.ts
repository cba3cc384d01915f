import { AppError, announce, audit, type Ctx } from '@tractops/platform'
import { judgeForceMajeure, type Policy, policyAt } from '@tractops/sla'
import { newId } from '../record/hold.ts'
import { forceMajeure } from '../tables.ts'

export type DeclareForceMajeure = {
  start: Temporal.Instant
  end: Temporal.Instant
  /** What happened, in Markdown; it stands on /status from now on. */
  text: string
  /** The officer who signs. */
  declaredBy: string
  policies: readonly Policy[]
}

/**
 * SLA §4(c): declares force majeure for an interval and publishes it at once (row 24). It is signed by a named officer: one of the
 * policy's list where it has one, and nobody signs with the name of another.
 *
 * @throws AppError `interval_reversed`, `not_an_officer`, `signed_for_another`
 */
export async function declareForceMajeure(ctx: Ctx, input: DeclareForceMajeure): Promise<{ id: string }> {
  const { start, end, text, policies } = input
  const declaredBy = input.declaredBy.trim()
  if (Temporal.Instant.compare(start, end) >= 0)
    throw new AppError('interval_reversed', 400, 'The interval has to begin before it ends.', { path: 'end' })
  const { policy } = policyAt(policies, start)
  const verdict = judgeForceMajeure(policy, { start, end, declaredBy, publishedAt: ctx.now }, ctx.now)
  if (!verdict.accepted)
    throw new AppError('not_an_officer', 403, `This is refused: ${verdict.because}. Nothing was declared.`, {
      path: 'declaredBy',
    })
  if (ctx.actor.kind === 'person' && ctx.actor.name !== declaredBy)
    throw new AppError(
      'signed_for_another',
      403,
      `You are signed in as ${ctx.actor.name}; ${declaredBy} has to sign this. Nothing was declared.`,
      { path: 'declaredBy' },
    )
  const id = newId('fmj')
  await ctx.tx
    .insert(forceMajeure)
    .values({ id, start, end, text, declaredBy, declaredAs: ctx.actor, publishedAt: ctx.now })
  await announce(ctx, 'incidents')
  const detail = { start: String(start), end: String(end), declaredBy, text }
  await audit(ctx, { action: 'force_majeure.declared', subject: id, detail })
  return { id }
}
