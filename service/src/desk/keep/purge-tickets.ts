import { audit, type Ctx } from '@tractops/platform'
import { type Policy, policyAt } from '@tractops/sla'
import { and, asc, inArray, isNull, lt } from 'drizzle-orm'
import { ticket } from '../tables.ts'
import { deleteTickets, type ForgetMail } from './delete-tickets.ts'

const AT_ONCE = 50

/**
 * Purges the tickets whose last contact is longer ago than the agreement has them kept (3 years), and those that were merged into them,
 * at most 50 at once, each with a note in the audit chain that holds no word of theirs. True when there may be more.
 */
export async function purgeTickets(
  ctx: Ctx,
  { policies, forgetMail }: { policies: readonly Policy[]; forgetMail: ForgetMail },
): Promise<boolean> {
  const before = keptSince(policies, ctx.now)
  const due = await ctx.tx
    .select({ id: ticket.id, number: ticket.number, lastContactAt: ticket.lastContactAt })
    .from(ticket)
    .where(and(lt(ticket.lastContactAt, before), isNull(ticket.mergedInto)))
    .orderBy(asc(ticket.lastContactAt))
    .limit(AT_ONCE)
    .for('update', { skipLocked: true })
  const notes: {
    id: string
    detail: { number: number; lastContactAt: string; messages: number; attachments: number }
  }[] = []
  for (const { id, number, lastContactAt } of due) {
    const gone = await deleteTickets(ctx, await familyOf(ctx, id), forgetMail)
    notes.push({ id, detail: { number, lastContactAt: String(lastContactAt), ...gone } })
  }
  for (const { id, detail } of notes) await audit(ctx, { action: 'ticket.purged', subject: id, detail })
  return due.length === AT_ONCE
}

/** Whoever was last heard of before this is forgotten: so many years ago, by the contract's calendar. */
export function keptSince(policies: readonly Policy[], now: Temporal.Instant): Temporal.Instant {
  const { zone, retention } = policyAt(policies, now).policy
  return now
    .toZonedDateTimeISO(zone)
    .subtract({ years: Number(retention.tickets.split(' ')[0]) })
    .toInstant()
}

/** A ticket and all that were merged into it, through any number of merges. */
async function familyOf({ tx }: Pick<Ctx, 'tx'>, id: string): Promise<string[]> {
  const all = [id]
  for (let look = [id]; look.length > 0; ) {
    const rows = await tx.select({ id: ticket.id }).from(ticket).where(inArray(ticket.mergedInto, look))
    look = rows.map((row) => row.id)
    all.push(...look)
  }
  return all
}
