import { randomUUID } from 'node:crypto'
import { AppError, announce, audit, type Ctx } from '@tractops/platform'
import { and, asc, desc, eq, gt, lt, or } from 'drizzle-orm'
import { type WebhookTopic, webhook, webhookDelivery } from '../tables.ts'
import { webhookSecret } from './secret.ts'

export type Webhook = typeof webhook.$inferSelect
export type Delivery = typeof webhookDelivery.$inferSelect

const MOST = 100

/**
 * Makes a receiver of signed events; its secret is returned here and never shown again.
 *
 * @throws AppError `url_invalid`, `webhooks_too_many`.
 */
export async function makeWebhook(
  ctx: Ctx,
  input: { url: string; topics: WebhookTopic[] },
  { secretKey }: { secretKey: string },
): Promise<Webhook & { secret: string }> {
  const url = URL.parse(input.url)
  if (
    url === null ||
    !['http:', 'https:'].includes(url.protocol) ||
    url.username !== '' ||
    url.password !== ''
  )
    throw new AppError(
      'url_invalid',
      400,
      'Write an address such as https://example.com/hooks, without a name or password.',
      {
        path: 'url',
      },
    )
  if ((await ctx.tx.$count(webhook)) >= MOST)
    throw new AppError('webhooks_too_many', 409, `There are ${MOST} webhooks already; remove one first.`)
  const id = `whk_${randomUUID()}`
  const [made] = await ctx.tx
    .insert(webhook)
    .values({ id, url: url.href, topics: input.topics, createdAt: ctx.now })
    .returning()
  await announce(ctx, 'subscribers')
  await audit(ctx, {
    action: 'webhook.created',
    subject: id,
    detail: { url: url.href, topics: input.topics },
  })
  return { ...made!, secret: webhookSecret(secretKey, id) }
}

/** Lets a webhook that was disabled be sent events again, those from now on. */
export async function enableWebhook(ctx: Ctx, input: { id: string }): Promise<Webhook> {
  const found = await findWebhook(ctx, input.id)
  if (found.disabledAt === null) return found
  const [enabled] = await ctx.tx
    .update(webhook)
    .set({ disabledAt: null, disabledBecause: null })
    .where(eq(webhook.id, input.id))
    .returning()
  await announce(ctx, 'subscribers')
  await audit(ctx, { action: 'webhook.enabled', subject: input.id })
  return enabled!
}

/** Removes a webhook and what was on its way to it. */
export async function removeWebhook(ctx: Ctx, input: { id: string }): Promise<void> {
  const found = await findWebhook(ctx, input.id)
  await ctx.tx.delete(webhook).where(eq(webhook.id, input.id))
  await announce(ctx, 'subscribers')
  await audit(ctx, { action: 'webhook.removed', subject: input.id, detail: { url: found.url } })
}

/** @throws AppError `webhook_not_found` (404). */
export async function findWebhook(ctx: Pick<Ctx, 'tx'>, id: string): Promise<Webhook> {
  const [found] = await ctx.tx.select().from(webhook).where(eq(webhook.id, id))
  if (found === undefined)
    throw new AppError('webhook_not_found', 404, `There is no webhook ${id}.`, { path: 'param.id' })
  return found
}

export type After = { createdAt: Temporal.Instant; id: string } | null

export function listWebhooks(
  ctx: Pick<Ctx, 'tx'>,
  { after, limit }: { after: After; limit: number },
): Promise<Webhook[]> {
  const { createdAt, id } = webhook
  const later =
    after === null
      ? undefined
      : or(gt(createdAt, after.createdAt), and(eq(createdAt, after.createdAt), gt(id, after.id)))
  return ctx.tx.select().from(webhook).where(later).orderBy(asc(createdAt), asc(id)).limit(limit)
}

/** What was sent to a webhook or is on its way, the newest first. */
export async function listDeliveries(
  ctx: Pick<Ctx, 'tx'>,
  { webhookId, after, limit }: { webhookId: string; after: After; limit: number },
): Promise<Delivery[]> {
  await findWebhook(ctx, webhookId)
  const { createdAt, id } = webhookDelivery
  const earlier =
    after === null
      ? undefined
      : or(lt(createdAt, after.createdAt), and(eq(createdAt, after.createdAt), lt(id, after.id)))
  return ctx.tx
    .select()
    .from(webhookDelivery)
    .where(and(eq(webhookDelivery.webhookId, webhookId), earlier))
    .orderBy(desc(createdAt), desc(id))
    .limit(limit)
}
