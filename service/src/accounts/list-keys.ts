import type { Ctx } from '@tractops/platform'
import { asc } from 'drizzle-orm'
import { apiKey } from './tables.ts'

/** All keys, oldest first, without anything that could be used as one. */
export function listKeys(ctx: Pick<Ctx, 'tx'>) {
  const { id, name, role, createdAt, revokedAt } = apiKey
  return ctx.tx.select({ id, name, role, createdAt, revokedAt }).from(apiKey).orderBy(asc(createdAt), asc(id))
}
