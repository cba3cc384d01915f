import { AppError, type Ctx } from '@tractops/platform'
import { and, eq, inArray } from 'drizzle-orm'
import { changeTicket } from '../change-ticket.ts'
import type { Desk } from '../desk.ts'
import { heldTicket } from '../hold.ts'
import { ticketTag } from '../tables.ts'

const MOST_TAGS = 50

/** Adds tags to a ticket and takes some away, in small letters. @throws AppError `ticket_unknown`, `ticket_merged`, `too_many_tags`. */
export async function tagTicket(
  ctx: Ctx,
  desk: Desk,
  input: { ticketId: string; add: readonly string[]; remove: readonly string[] },
): Promise<void> {
  const row = await heldTicket(ctx, input.ticketId)
  const known = new Set(
    (await ctx.tx.select().from(ticketTag).where(eq(ticketTag.ticketId, row.id))).map(({ tag }) => tag),
  )
  const named = (tags: readonly string[]) =>
    new Set(tags.map((tag) => tag.trim().toLowerCase()).filter(Boolean))
  const added = [...named(input.add).difference(known)]
  const removed = [...named(input.remove).intersection(known).difference(named(input.add))]
  if (added.length + removed.length === 0) return
  if (known.size + added.length - removed.length > MOST_TAGS)
    throw new AppError('too_many_tags', 409, `A ticket has at most ${MOST_TAGS} tags.`, { path: 'add' })
  if (added.length > 0) await ctx.tx.insert(ticketTag).values(added.map((tag) => ({ ticketId: row.id, tag })))
  if (removed.length > 0)
    await ctx.tx.delete(ticketTag).where(and(eq(ticketTag.ticketId, row.id), inArray(ticketTag.tag, removed)))
  await changeTicket(ctx, desk, row, {
    events: [
      ...added.map((tag) => ({ kind: 'tagged' as const, data: { tag } })),
      ...removed.map((tag) => ({ kind: 'untagged' as const, data: { tag } })),
    ],
    action: 'ticket.tagged',
    detail: { added, removed },
  })
}
