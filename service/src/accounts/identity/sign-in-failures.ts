import {
  type Actor,
  audit,
  type HttpEnv,
  inTransaction,
  type Platform,
  remoteAddress,
} from '@tractops/platform'
import { eq, lte, sql } from 'drizzle-orm'
import type { Context } from 'hono'
import { person, personVerification, signInFailure } from '../tables.ts'

const IDENTITY: Actor = { kind: 'system', name: 'sign-in' }
const COUNTED_FOR_MS = 5 * 60_000
const TWO_FACTOR_COOKIE = /(?:^|; *)(?:__Secure-)?tractops\.two_factor=([^;.]+)/

/** Counts a failed sign-in at the person it was meant for, if there is one; an address that is nobody's is not kept. */
export async function recordFailure(c: Context<HttpEnv>, way: string, email: string | null): Promise<void> {
  const p = c.get('platform')
  const now = p.clock.now()
  const lastAddress = remoteAddress(c)
  const subject = (await whoWasMeant(c, email)) ?? 'unknown'
  await p.db
    .insert(signInFailure)
    .values({ subject, way, count: 1, firstAt: now, lastAt: now, lastAddress })
    .onConflictDoUpdate({
      target: [signInFailure.subject, signInFailure.way],
      set: { count: sql`${signInFailure.count} + 1`, lastAt: now, lastAddress },
    })
}

async function whoWasMeant(c: Context<HttpEnv>, email: string | null): Promise<string | null> {
  const { db } = c.get('platform')
  if (email !== null) {
    const [found] = await db.select({ id: person.id }).from(person).where(eq(person.email, email))
    return found?.id ?? null
  }
  const waiting = TWO_FACTOR_COOKIE.exec(c.req.header('cookie') ?? '')?.[1]
  if (waiting === undefined) return null
  const [found] = await db
    .select({ id: personVerification.value })
    .from(personVerification)
    .where(eq(personVerification.identifier, decodeURIComponent(waiting)))
  return found?.id ?? null
}

/** Tells the audit chain of failures counted for five minutes: one entry for a person and way, however many there were. */
export async function tellFailures(p: Pick<Platform, 'db' | 'clock'>): Promise<void> {
  await inTransaction(p, IDENTITY, async (ctx) => {
    const due = await ctx.tx
      .delete(signInFailure)
      .where(lte(signInFailure.firstAt, ctx.now.subtract({ milliseconds: COUNTED_FOR_MS })))
      .returning()
    for (const { subject, way, count, firstAt, lastAt, lastAddress } of due)
      await audit(ctx, {
        action: 'person.sign_in_failed',
        subject,
        detail: { way, count, from: String(firstAt), to: String(lastAt), lastAddress },
      })
  })
}
