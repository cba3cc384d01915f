import { type Actor, AppError, type Ctx } from '@tractops/platform'
import { and, asc, eq, gt, or } from 'drizzle-orm'
import { widgetKey } from '../tables.ts'
import type { Algorithm } from '../words.ts'

export type WidgetKey = {
  id: string
  name: string
  algorithm: Algorithm
  createdAt: Temporal.Instant
  createdBy: Actor
  usedAt: Temporal.Instant | null
  revokedAt: Temporal.Instant | null
}

/** The keys of host applications there are and were, oldest first; never what they sign with. */
export function listWidgetKeys(
  ctx: Pick<Ctx, 'tx'>,
  { after = null, limit = Number.MAX_SAFE_INTEGER }: { after?: [string, string] | null; limit?: number } = {},
): Promise<WidgetKey[]> {
  const { id, name, algorithm, createdAt, createdBy, usedAt, revokedAt } = widgetKey
  const at = after === null ? undefined : instantOf(after[0])
  return ctx.tx
    .select({ id, name, algorithm, createdAt, createdBy, usedAt, revokedAt })
    .from(widgetKey)
    .where(at && or(gt(createdAt, at), and(eq(createdAt, at), gt(id, after![1]))))
    .orderBy(asc(createdAt), asc(id))
    .limit(limit)
}

function instantOf(text: string): Temporal.Instant {
  try {
    return Temporal.Instant.from(text)
  } catch {
    throw new AppError('invalid_cursor', 400, 'This cursor is not one of ours: begin again without it.', {
      path: 'query.cursor',
    })
  }
}
