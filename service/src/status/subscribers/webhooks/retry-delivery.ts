import { AppError, announce, audit, type Ctx } from '@tractops/platform'
import { and, eq } from 'drizzle-orm'
import type { SubscriberDeps } from '../ask-to-subscribe.ts'
import { webhookDelivery } from '../tables.ts'
import { queueDelivery } from './queue-events.ts'
import { type Delivery, findWebhook } from './webhooks.ts'

/**
 * Puts an event that failed for good on its way once more, under the same `webhook-id`, so that a receiver which took it after
 * all knows it again.
 *
 * @throws AppError `webhook_not_found`, `delivery_not_found` (404); `delivery_not_failed`, `webhook_disabled` (409).
 */
export async function retryDelivery(
  ctx: Ctx,
  { queue }: Pick<SubscriberDeps, 'queue'>,
  { id, webhookId }: { id: string; webhookId: string },
): Promise<Delivery> {
  const { disabledAt } = await findWebhook(ctx, webhookId)
  const own = and(eq(webhookDelivery.id, id), eq(webhookDelivery.webhookId, webhookId))
  const [found] = await ctx.tx.select().from(webhookDelivery).where(own).for('update')
  if (found === undefined)
    throw new AppError('delivery_not_found', 404, 'There is no such event; they are kept for 90 days.', {
      path: 'param.deliveryId',
    })
  if (found.failedAt === null) {
    const state = found.deliveredAt === null ? 'still on its way, and is tried again by itself' : 'delivered'
    throw new AppError(
      'delivery_not_failed',
      409,
      `This event is ${state}; only one that failed can be sent again.`,
    )
  }
  if (disabledAt !== null)
    throw new AppError(
      'webhook_disabled',
      409,
      'Nothing is sent to this webhook. Enable it, then send this again.',
    )
  const [again] = await ctx.tx
    .update(webhookDelivery)
    .set({ failedAt: null, attempts: 0 })
    .where(own)
    .returning()
  await queueDelivery(ctx, queue, id)
  await announce(ctx, 'subscribers')
  await audit(ctx, {
    action: 'webhook.delivery_retried',
    subject: webhookId,
    detail: { event: id, type: found.type, ref: found.ref, refused: found.lastError },
  })
  return again!
}
