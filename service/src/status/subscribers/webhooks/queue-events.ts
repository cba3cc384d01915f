import { randomUUID } from 'node:crypto'
import { announce, type Ctx } from '@tractops/platform'
import { and, isNull, sql } from 'drizzle-orm'
import type { SubscriberDeps } from '../ask-to-subscribe.ts'
import type { Told } from '../changes.ts'
import { type WebhookTopic, webhook, webhookDelivery } from '../tables.ts'

/** The queue of events to deliver; a job holds the id of a row. */
export const WEBHOOK_QUEUE = 'status.webhook'

/** After so many tries, two days and more, an event has failed for good. */
export const MOST_ATTEMPTS = 40
const pauses = { retryLimit: 2 * MOST_ATTEMPTS, retryDelay: 10, retryBackoff: true, retryDelayMax: 7_200 }

/** Puts an event on its way to every webhook that hears of it, in the caller's transaction. */
export async function queueEvents(
  ctx: Ctx,
  deps: Pick<SubscriberDeps, 'queue' | 'url'>,
  told: Told,
): Promise<void> {
  const topic: WebhookTopic = 'ticket' in told.about ? 'tickets' : 'status'
  const receivers = await receiversOf(ctx, topic)
  const body = JSON.stringify(eventOf(told, deps.url))
  for (const { id: webhookId } of receivers) {
    const id = `msg_${randomUUID()}`
    await ctx.tx.insert(webhookDelivery).values({
      id,
      webhookId,
      type: told.type,
      ref: told.ref,
      body,
      createdAt: ctx.now,
      attempts: 0,
    })
    await queueDelivery(ctx, deps.queue, id)
  }
  if (receivers.length > 0) await announce(ctx, 'subscribers')
}

/** Has an event sent, and tried again with ever longer pauses. */
export const queueDelivery = (ctx: Ctx, queue: SubscriberDeps['queue'], id: string) =>
  queue.send(ctx.tx, WEBHOOK_QUEUE, { id }, pauses)

/** The webhooks that hear of a topic, those that are disabled left out. */
export const receiversOf = ({ tx }: Pick<Ctx, 'tx'>, topic: WebhookTopic): Promise<{ id: string }[]> =>
  tx
    .select({ id: webhook.id })
    .from(webhook)
    .where(and(isNull(webhook.disabledAt), sql`${webhook.topics} @> ${JSON.stringify([topic])}::jsonb`))

/** An event as Standard Webhooks writes it: its type, when it happened, and what it is about. */
function eventOf({ type, at, components, about }: Told, url: string) {
  if ('ticket' in about) {
    const { id } = about.ticket
    return { type, timestamp: at, data: { ...about.ticket, url: `${url}/console/tickets/${id}` } }
  }
  const data =
    'incident' in about
      ? {
          id: about.incident.id,
          title: about.incident.title,
          state: about.incident.state,
          impact: about.incident.impact,
          components,
          startedAt: about.incident.startedAt,
          resolvedAt: about.incident.resolvedAt,
          url: `${url}/status/incidents/${about.incident.id}`,
          update: about.update && {
            id: about.update.id,
            state: about.update.state,
            text: about.update.text,
            at: about.update.at,
          },
        }
      : {
          id: about.maintenance.id,
          title: about.maintenance.title,
          state: about.maintenance.state,
          components,
          announcedStart: about.maintenance.announcedStart,
          announcedEnd: about.maintenance.announcedEnd,
          url: `${url}/status/maintenance/${about.maintenance.id}`,
          text: about.maintenance.text,
          update: about.update && { text: about.update.text, at: about.update.at },
        }
  return { type, timestamp: at, data }
}
