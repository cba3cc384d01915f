import { randomUUID } from 'node:crypto'
import { AppError, announce, audit, type Ctx } from '@tractops/platform'
import { type Policy, policyAt } from '@tractops/sla'
import { asc, eq, sql } from 'drizzle-orm'
import { customerNames } from '../../billing/index.ts'
import { cannedReply, ticket } from '../tables.ts'
import { type FilledIn, fillIn } from './fill-in.ts'

export type CannedReply = typeof cannedReply.$inferSelect

const MOST = 500

/** All canned replies, by title. */
export const listReplies = ({ tx }: Pick<Ctx, 'tx'>): Promise<CannedReply[]> =>
  tx
    .select()
    .from(cannedReply)
    .orderBy(asc(sql`lower(${cannedReply.title})`))
    .limit(MOST)

/** @throws AppError `title_taken`, `replies_too_many`. */
export async function makeReply(ctx: Ctx, input: { title: string; text: string }): Promise<CannedReply> {
  await refuseTaken(ctx, input.title, null)
  if ((await ctx.tx.$count(cannedReply)) >= MOST)
    throw new AppError('replies_too_many', 409, `There are ${MOST} canned replies; remove one first.`)
  const id = `rpl_${randomUUID()}`
  const [made] = await ctx.tx
    .insert(cannedReply)
    .values({ id, ...input, createdAt: ctx.now, createdBy: ctx.actor, changedAt: ctx.now })
    .returning()
  await announce(ctx, 'desk')
  await audit(ctx, { action: 'canned_reply.created', subject: id, detail: { title: input.title } })
  return made!
}

/** @throws AppError `canned_reply_not_found`, `title_taken`. */
export async function changeReply(
  ctx: Ctx,
  { id, title, text }: { id: string; title?: string | undefined; text?: string | undefined },
): Promise<CannedReply> {
  const found = await findReply(ctx, id)
  if (title !== undefined) await refuseTaken(ctx, title, id)
  const [changed] = await ctx.tx
    .update(cannedReply)
    .set({ title: title ?? found.title, text: text ?? found.text, changedAt: ctx.now })
    .where(eq(cannedReply.id, id))
    .returning()
  await announce(ctx, 'desk')
  await audit(ctx, { action: 'canned_reply.changed', subject: id, detail: { title: changed!.title } })
  return changed!
}

/** @throws AppError `canned_reply_not_found`. */
export async function removeReply(ctx: Ctx, { id }: { id: string }): Promise<void> {
  const { title } = await findReply(ctx, id)
  await ctx.tx.delete(cannedReply).where(eq(cannedReply.id, id))
  await announce(ctx, 'desk')
  await audit(ctx, { action: 'canned_reply.removed', subject: id, detail: { title } })
}

/** A canned reply as it reads in a ticket, answered by whoever asks. @throws AppError `canned_reply_not_found`, `ticket_unknown`. */
export async function replyFor(
  ctx: Pick<Ctx, 'tx' | 'actor' | 'now'>,
  { policies }: { policies: readonly Policy[] },
  { id, ticketId }: { id: string; ticketId: string },
): Promise<FilledIn> {
  const { text } = await findReply(ctx, id)
  const [found] = await ctx.tx.select().from(ticket).where(eq(ticket.id, ticketId))
  if (found === undefined)
    throw new AppError('ticket_unknown', 404, `There is no ticket ${ticketId}.`, { path: 'query.ticket' })
  const names = await customerNames(ctx, found.customerId === null ? [] : [found.customerId])
  const { zone } = policyAt(policies, ctx.now).policy
  return fillIn(text, {
    'customer.name': names.get(found.customerId ?? '') ?? found.requesterName,
    'requester.name': found.requesterName,
    'requester.firstName': found.requesterName.split(/\s+/)[0]!,
    'ticket.number': `#${found.number}`,
    'ticket.subject': found.subject,
    'ticket.dueAt': inZone(found.dueAt, zone),
    'agent.name': ctx.actor.name,
  })
}

/** "Thursday, November 26, 2026 at 9:00 AM PST" */
const inZone = (at: Temporal.Instant, timeZone: string): string =>
  at.toLocaleString('en-US', {
    ...{ timeZone, weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' },
    ...{ hour: 'numeric', minute: '2-digit', timeZoneName: 'short' },
  })

async function findReply({ tx }: Pick<Ctx, 'tx'>, id: string): Promise<CannedReply> {
  const [found] = await tx.select().from(cannedReply).where(eq(cannedReply.id, id))
  if (found === undefined)
    throw new AppError('canned_reply_not_found', 404, `There is no canned reply ${id}.`, { path: 'param.id' })
  return found
}

async function refuseTaken({ tx }: Pick<Ctx, 'tx'>, title: string, own: string | null): Promise<void> {
  const [taken] = await tx
    .select({ id: cannedReply.id })
    .from(cannedReply)
    .where(sql`lower(${cannedReply.title}) = lower(${title})`)
  if (taken !== undefined && taken.id !== own)
    throw new AppError('title_taken', 409, `There is a canned reply "${title}" already; name it otherwise.`, {
      path: 'json.title',
    })
}
