import { z } from '@hono/zod-openapi'
import { pageOf } from '@tractops/platform'
import { webhookTopics } from './tables.ts'

const at = z.string().openapi({ format: 'date-time', example: '2026-11-24T09:00:00Z' })

export const subscriberSchema = z
  .object({
    id: z.string().openapi({ example: 'sub_0b2f…' }),
    email: z.string(),
    components: z.array(z.string()).openapi({ description: 'Keys of components; none: all.' }),
    confirmedAt: at,
    suspendedAt: at.nullable(),
    suspendedBecause: z
      .string()
      .nullable()
      .openapi({ description: 'What was said when the address refused mail.' }),
  })
  .openapi('Subscriber')

export const webhookSchema = z
  .object({
    id: z.string().openapi({ example: 'whk_0b2f…' }),
    url: z.string(),
    topics: z.array(z.enum(webhookTopics)).openapi({
      description:
        '`status`: incidents and maintenance; `tickets`: everything that happens to tickets, with their words.',
    }),
    createdAt: at,
    disabledAt: at.nullable(),
    disabledBecause: z.string().nullable(),
  })
  .openapi('Webhook')

export const madeWebhookSchema = webhookSchema
  .extend({
    secret: z.string().openapi({ description: 'The signing secret, shown this once.', example: 'whsec_…' }),
  })
  .openapi('MadeWebhook')

export const deliverySchema = z
  .object({
    id: z.string().openapi({ description: 'The `webhook-id` of every try.', example: 'msg_0b2f…' }),
    type: z.string().openapi({ example: 'incident.updated' }),
    ref: z.string(),
    state: z.enum(['waiting', 'delivered', 'failed']),
    createdAt: at,
    attempts: z.int(),
    lastAttemptAt: at.nullable(),
    nextAttemptAt: at
      .nullable()
      .openapi({ description: 'The next try; null where none waits, or one is under way.' }),
    lastStatus: z.int().nullable(),
    lastError: z.string().nullable(),
    deliveredAt: at.nullable(),
    failedAt: at.nullable(),
  })
  .openapi('WebhookDelivery')

export const subscriberListSchema = pageOf(subscriberSchema).openapi('SubscriberList')
export const webhookListSchema = pageOf(webhookSchema).openapi('WebhookList')
export const deliveryListSchema = pageOf(deliverySchema).openapi('WebhookDeliveryList')
