import { sql } from 'drizzle-orm'
import type { Tx } from '../database/database.ts'

/** The channel of PostgreSQL (LISTEN) that announcements go over; one for all, as topics are few and small. */
export const CHANNEL = 'tractops'

/**
 * Says that something under `topic` (a room, such as "incidents") has changed, to every process on this database, once
 * the transaction is committed and not if it is rolled back. It carries no data: whoever hears it reads anew.
 */
export async function announce(ctx: { tx: Tx }, topic: string): Promise<void> {
  await ctx.tx.execute(sql`select pg_notify(${CHANNEL}, ${topic})`)
}
