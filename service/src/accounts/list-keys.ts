import { AppError, type Ctx } from '@tractops/platform'
import { and, asc, eq, gt, or } from 'drizzle-orm'
import { apiKey } from './tables.ts'

/**
 * Keys, oldest first, without anything that could be used as one: all of them, or `limit` after (`createdAt`, `id`).
 */
export function listKeys(
  ctx: Pick<Ctx, 'tx'>,
  { after, limit }: { after: [createdAt: string, id: string] | null; limit?: number } = { after: null },
) {
  const { id, name, role, createdAt, createdBy, revokedAt } = apiKey
  const query = ctx.tx
    .select({ id, name, role, createdAt, createdBy, revokedAt })
    .from(apiKey)
    .where(after === null ? undefined : later(instantOf(after[0]), after[1]))
    .orderBy(asc(createdAt), asc(id))
  return limit === undefined ? query : query.limit(limit)
}

const later = (at: Temporal.Instant, id: string) =>
  or(gt(apiKey.createdAt, at), and(eq(apiKey.createdAt, at), gt(apiKey.id, id)))

function instantOf(text: string): Temporal.Instant {
  try {
    return Temporal.Instant.from(text)
  } catch {
    throw new AppError('invalid_cursor', 400, 'This cursor is not one of ours: begin again without it.', {
      path: 'query.cursor',
    })
  }
}
