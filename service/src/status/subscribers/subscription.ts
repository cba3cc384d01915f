import { randomUUID } from 'node:crypto'
import {
  AppError,
  announce,
  audit,
  bouncesOf,
  type Ctx,
  forgetBounce,
  type OutgoingMail,
} from '@tractops/platform'
import { and, eq, isNull } from 'drizzle-orm'
import { subscriber } from './tables.ts'

export type Subscriber = typeof subscriber.$inferSelect

/** Who confirmed hears from now on; who had been suspended has shown that the address works. Once more changes nothing. */
export async function confirmSubscription(
  ctx: Ctx,
  input: { email: string; components: readonly string[] },
): Promise<Subscriber> {
  const components = [...input.components]
  const [known] = await ctx.tx
    .select()
    .from(subscriber)
    .where(eq(subscriber.email, input.email))
    .for('update')
  if (known !== undefined && known.suspendedAt === null) return known
  await forgetBounce(ctx, input.email)
  const [made] = await ctx.tx
    .insert(subscriber)
    .values({ id: `sub_${randomUUID()}`, email: input.email, components, confirmedAt: ctx.now })
    .onConflictDoUpdate({
      target: subscriber.email,
      set: { components, suspendedAt: null, suspendedBecause: null },
    })
    .returning()
  await announce(ctx, 'subscribers')
  await audit(ctx, { action: 'subscriber.confirmed', subject: made!.id, detail: { components } })
  return made!
}

/** @throws AppError `subscription_ended` (410) for one that has been ended. */
export async function findSubscription(ctx: Pick<Ctx, 'tx'>, id: string): Promise<Subscriber> {
  const [found] = await ctx.tx.select().from(subscriber).where(eq(subscriber.id, id))
  if (found === undefined)
    throw new AppError('subscription_ended', 410, 'This subscription has been ended; nothing more is sent.')
  return found
}

/** Sets what a subscriber hears of; none: of everything. */
export async function changeSubscription(
  ctx: Ctx,
  input: { id: string; components: readonly string[] },
): Promise<Subscriber> {
  await findSubscription(ctx, input.id)
  const components = [...input.components]
  const [changed] = await ctx.tx
    .update(subscriber)
    .set({ components })
    .where(eq(subscriber.id, input.id))
    .returning()
  await announce(ctx, 'subscribers')
  await audit(ctx, { action: 'subscriber.changed', subject: input.id, detail: { components } })
  return changed!
}

/** Ends a subscription and forgets the address. Ending one that has ended changes nothing. */
export async function endSubscription(ctx: Ctx, input: { id: string }): Promise<{ ended: boolean }> {
  const ended = await ctx.tx.delete(subscriber).where(eq(subscriber.id, input.id)).returning()
  if (ended.length === 0) return { ended: false }
  await announce(ctx, 'subscribers')
  await audit(ctx, { action: 'subscriber.removed', subject: input.id })
  return { ended: true }
}

/** Stops what goes to an address that refused mail for good; its row says since when and why. */
export async function suspendSubscriber(ctx: Ctx, input: { email: string; because: string }): Promise<void> {
  const [suspended] = await ctx.tx
    .update(subscriber)
    .set({ suspendedAt: ctx.now, suspendedBecause: input.because })
    .where(and(eq(subscriber.email, input.email.toLowerCase()), isNull(subscriber.suspendedAt)))
    .returning()
  if (suspended === undefined) return
  await announce(ctx, 'subscribers')
  await audit(ctx, {
    action: 'subscriber.suspended',
    subject: suspended.id,
    detail: { because: input.because },
  })
}

/** A mail to a subscriber that failed for good suspends them where it was the address that was refused, and not the text. */
export async function noteBounce(ctx: Ctx, mail: OutgoingMail): Promise<void> {
  if (mail.failedAt === null) return
  const bounce = (await bouncesOf(ctx, [mail.to])).get(mail.to.toLowerCase())
  if (bounce !== undefined) await suspendSubscriber(ctx, { email: mail.to, because: bounce.reason })
}
