import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import {
  AppError,
  createRoutes,
  cursorValues,
  type HttpEnv,
  inTransaction,
  json,
  jsonBody,
  type Platform,
  pageFrom,
  pageQuery,
  problems,
  waitingUntil,
} from '@tractops/platform'
import { formatInstant } from '@tractops/sla'
import { requireRole } from '../../accounts/index.ts'
import { listSubscribers } from './list-subscribers.ts'
import {
  deliveryListSchema,
  deliverySchema,
  madeWebhookSchema,
  subscriberListSchema,
  type subscriberSchema,
  webhookListSchema,
  webhookSchema,
} from './schemas.ts'
import { endSubscription, type Subscriber } from './subscription.ts'
import { webhookTopics } from './tables.ts'
import { WEBHOOK_QUEUE } from './webhooks/queue-events.ts'
import { retryDelivery } from './webhooks/retry-delivery.ts'
import {
  type Delivery,
  enableWebhook,
  listDeliveries,
  listWebhooks,
  makeWebhook,
  removeWebhook,
  type Webhook,
} from './webhooks/webhooks.ts'

const lead = { security: [{ key: [] }], middleware: requireRole('lead') }
const params = z.object({ id: z.string().max(60) })
const query = z.object(pageQuery)
const done = { 204: { description: 'Done.' }, ...problems(401, 403, 404) }

const subscribers = createRoute({
  ...lead,
  method: 'get',
  path: '/api/v1/subscribers',
  summary: 'Who hears of changes by email, in the order in which they confirmed',
  request: { query },
  responses: { 200: json(subscriberListSchema, 'A page.'), ...problems(400, 401, 403) },
})
const removeSubscriber = createRoute({
  ...lead,
  method: 'delete',
  path: '/api/v1/subscribers/{id}',
  summary: 'End a subscription and forget its address',
  request: { params },
  responses: done,
})
const webhooks = createRoute({
  ...lead,
  method: 'get',
  path: '/api/v1/webhooks',
  summary: 'Receivers of signed events',
  request: { query },
  responses: { 200: json(webhookListSchema, 'A page.'), ...problems(400, 401, 403) },
})
const newWebhook = z.strictObject({
  url: z.string().max(2_000),
  topics: z.array(z.enum(webhookTopics)).min(1).max(webhookTopics.length).default(['status']),
})
const make = createRoute({
  ...lead,
  method: 'post',
  path: '/api/v1/webhooks',
  summary:
    'Add a receiver of signed events (Standard Webhooks); its secret is in this answer and nowhere else',
  request: { body: jsonBody(newWebhook) },
  responses: { 201: json(madeWebhookSchema, 'The webhook.'), ...problems(400, 401, 403, 409) },
})
const remove = createRoute({
  ...lead,
  method: 'delete',
  path: '/api/v1/webhooks/{id}',
  summary: 'Remove a receiver and what was on its way to it',
  request: { params },
  responses: done,
})
const enable = createRoute({
  ...lead,
  method: 'post',
  path: '/api/v1/webhooks/{id}/enable',
  summary: 'Send events again to a receiver that was disabled',
  request: { params },
  responses: { 200: json(webhookSchema, 'The webhook.'), ...problems(401, 403, 404) },
})
const deliveries = createRoute({
  ...lead,
  method: 'get',
  path: '/api/v1/webhooks/{id}/deliveries',
  summary: 'What was sent to a receiver or is on its way, the newest first',
  request: { params, query },
  responses: { 200: json(deliveryListSchema, 'A page.'), ...problems(400, 401, 403, 404) },
})
const retry = createRoute({
  ...lead,
  method: 'post',
  path: '/api/v1/webhooks/{id}/deliveries/{deliveryId}/retry',
  summary: 'Send an event that failed for good once more, under the same `webhook-id`',
  request: { params: params.extend({ deliveryId: z.string().max(60) }) },
  responses: { 200: json(deliverySchema, 'The event, on its way again.'), ...problems(401, 403, 404, 409) },
})

/** Subscribers and webhooks, for leads. */
export function subscriberRoutes(
  p: Pick<Platform, 'db' | 'clock' | 'queue'>,
  deps: { secretKey: string },
): OpenAPIHono<HttpEnv> {
  const routes = createRoutes()
  routes.openapi(subscribers, async (c) => {
    const { cursor, limit } = c.req.valid('query')
    const last = after(cursor)
    const rows = await inTransaction(p, c.get('actor'), (ctx) =>
      listSubscribers(ctx, { after: last && { confirmedAt: last.createdAt, id: last.id }, limit: limit + 1 }),
    )
    const { items, next } = pageFrom(rows, limit, (row) => [row.confirmedAt.epochMilliseconds, row.id])
    return c.json({ items: items.map(subscriberJson), next }, 200)
  })
  routes.openapi(removeSubscriber, async (c) => {
    const { id } = c.req.valid('param')
    const { ended } = await inTransaction(p, c.get('actor'), (ctx) => endSubscription(ctx, { id }))
    if (!ended)
      throw new AppError('subscriber_not_found', 404, `There is no subscriber ${id}.`, { path: 'param.id' })
    return c.body(null, 204)
  })
  routes.openapi(webhooks, async (c) => {
    const { cursor, limit } = c.req.valid('query')
    const rows = await inTransaction(p, c.get('actor'), (ctx) =>
      listWebhooks(ctx, { after: after(cursor), limit: limit + 1 }),
    )
    const { items, next } = pageFrom(rows, limit, keyOf)
    return c.json({ items: items.map(webhookJson), next }, 200)
  })
  routes.openapi(make, async (c) => {
    const made = await inTransaction(p, c.get('actor'), (ctx) => makeWebhook(ctx, c.req.valid('json'), deps))
    return c.json({ ...webhookJson(made), secret: made.secret }, 201)
  })
  routes.openapi(remove, async (c) => {
    await inTransaction(p, c.get('actor'), (ctx) => removeWebhook(ctx, c.req.valid('param')))
    return c.body(null, 204)
  })
  routes.openapi(enable, async (c) => {
    const enabled = await inTransaction(p, c.get('actor'), (ctx) => enableWebhook(ctx, c.req.valid('param')))
    return c.json(webhookJson(enabled), 200)
  })
  routes.openapi(deliveries, async (c) => {
    const { cursor, limit } = c.req.valid('query')
    const { id: webhookId } = c.req.valid('param')
    const { items, next } = await inTransaction(p, c.get('actor'), async (ctx) => {
      const rows = await listDeliveries(ctx, { webhookId, after: after(cursor), limit: limit + 1 })
      const { items, next } = pageFrom(rows, limit, keyOf)
      const values = items.filter(isWaiting).map(({ id }) => id)
      const due = await waitingUntil(ctx, { name: WEBHOOK_QUEUE, field: 'id', values })
      return { items: items.map((one) => deliveryJson(one, due.get(one.id) ?? null)), next }
    })
    return c.json({ items, next }, 200)
  })
  routes.openapi(retry, async (c) => {
    const { id: webhookId, deliveryId: id } = c.req.valid('param')
    const again = await inTransaction(p, c.get('actor'), (ctx) => retryDelivery(ctx, p, { id, webhookId }))
    return c.json(deliveryJson(again, null), 200)
  })
  return routes
}

function after(cursor: string | undefined): { createdAt: Temporal.Instant; id: string } | null {
  const values = cursorValues(cursor, ['number', 'string']) as [number, string] | null
  return values && { createdAt: Temporal.Instant.fromEpochMilliseconds(values[0]), id: values[1] }
}

function keyOf(row: { createdAt: Temporal.Instant; id: string }): [number, string] {
  return [row.createdAt.epochMilliseconds, row.id]
}

const instantJson = (at: Temporal.Instant | null) => at && formatInstant(at)

function subscriberJson(one: Subscriber): z.output<typeof subscriberSchema> {
  const { id, email, components, suspendedBecause } = one
  return {
    id,
    email,
    components,
    confirmedAt: formatInstant(one.confirmedAt),
    suspendedAt: instantJson(one.suspendedAt),
    suspendedBecause,
  }
}

function webhookJson({
  id,
  url,
  topics,
  createdAt,
  disabledAt,
  disabledBecause,
}: Webhook): z.output<typeof webhookSchema> {
  return {
    id,
    url,
    topics,
    createdAt: formatInstant(createdAt),
    disabledAt: instantJson(disabledAt),
    disabledBecause,
  }
}

const isWaiting = ({ deliveredAt, failedAt }: Delivery) => deliveredAt === null && failedAt === null

function deliveryJson(
  one: Delivery,
  nextAttemptAt: Temporal.Instant | null,
): z.output<typeof deliverySchema> {
  const { id, type, ref, attempts, lastStatus, lastError } = one
  return {
    id,
    type,
    ref,
    state: one.deliveredAt !== null ? 'delivered' : one.failedAt !== null ? 'failed' : 'waiting',
    createdAt: formatInstant(one.createdAt),
    attempts,
    lastAttemptAt: instantJson(one.lastAttemptAt),
    nextAttemptAt: instantJson(nextAttemptAt),
    lastStatus,
    lastError,
    deliveredAt: instantJson(one.deliveredAt),
    failedAt: instantJson(one.failedAt),
  }
}
