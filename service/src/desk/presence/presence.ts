import { announce, type Ctx } from '@tractops/platform'
import { and, asc, eq, gt, lt, ne } from 'drizzle-orm'
import { deskPresence } from '../tables.ts'

/** Whoever was not heard of for so long is not there; a page says that it is each 10 s. */
const FRESH_MS = 30_000
const KEPT_MS = 300_000

export type Present = { personId: string; name: string; typing: boolean; seenAt: Temporal.Instant }

/** Who else looks at a ticket, or types in it. */
export async function othersPresent(
  { tx, now }: Pick<Ctx, 'tx' | 'now'>,
  { ticketId, personId }: { ticketId: string; personId: string },
): Promise<Present[]> {
  const { name, typing, seenAt } = deskPresence
  return tx
    .select({ personId: deskPresence.personId, name, typing, seenAt })
    .from(deskPresence)
    .where(
      and(
        eq(deskPresence.ticketId, ticketId),
        ne(deskPresence.personId, personId),
        gt(seenAt, now.subtract({ milliseconds: FRESH_MS })),
      ),
    )
    .orderBy(asc(name))
}

/** Says that somebody looks at a ticket, or types. Others hear of it (topic `desk-presence`) only where it is news. */
export async function saysPresent(
  ctx: Pick<Ctx, 'tx' | 'now'>,
  { ticketId, personId, name, typing }: { ticketId: string; personId: string; name: string; typing: boolean },
): Promise<void> {
  const of = and(eq(deskPresence.ticketId, ticketId), eq(deskPresence.personId, personId))
  const [before] = await ctx.tx.select().from(deskPresence).where(of)
  const isFresh =
    before !== undefined &&
    before.seenAt.epochMilliseconds > ctx.now.epochMilliseconds - FRESH_MS &&
    before.typing === typing
  await ctx.tx
    .insert(deskPresence)
    .values({ ticketId, personId, name, typing, seenAt: ctx.now })
    .onConflictDoUpdate({
      target: [deskPresence.ticketId, deskPresence.personId],
      set: { name, typing, seenAt: ctx.now },
    })
  if (isFresh) return
  await ctx.tx
    .delete(deskPresence)
    .where(lt(deskPresence.seenAt, ctx.now.subtract({ milliseconds: KEPT_MS })))
  await announce(ctx, 'desk-presence')
}

/** Says that somebody has left a ticket. */
export async function saysGone(
  ctx: Pick<Ctx, 'tx'>,
  { ticketId, personId }: { ticketId: string; personId: string },
): Promise<void> {
  const gone = await ctx.tx
    .delete(deskPresence)
    .where(and(eq(deskPresence.ticketId, ticketId), eq(deskPresence.personId, personId)))
    .returning({ personId: deskPresence.personId })
  if (gone.length > 0) await announce(ctx, 'desk-presence')
}
