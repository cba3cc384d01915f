import { timingSafeEqual } from 'node:crypto'
import type { Actor, Db } from '@tractops/platform'
import { and, eq, isNull } from 'drizzle-orm'
import { hashOfKey, looksLikeKey } from './key.ts'
import { apiKey } from './tables.ts'

/** Who a key speaks for; null for one that was never made or has been revoked. */
export async function findKey(db: Db, key: string): Promise<(Actor & { kind: 'key' }) | null> {
  if (!looksLikeKey(key)) return null
  const hash = hashOfKey(key)
  const [found] = await db
    .select()
    .from(apiKey)
    .where(and(eq(apiKey.hash, hash), isNull(apiKey.revokedAt)))
  if (!found || !timingSafeEqual(Buffer.from(found.hash), Buffer.from(hash))) return null
  return { kind: 'key', id: found.id, name: found.name, role: found.role }
}
