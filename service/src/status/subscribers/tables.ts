import { instant } from '@tractops/platform'
import { bigint, index, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'

/** `status`: what the public page says of incidents and maintenance. `tickets`: everything that happens to tickets, their words included. */
export const webhookTopics = ['status', 'tickets'] as const
export type WebhookTopic = (typeof webhookTopics)[number]

/** Who wants to hear of changes by email, confirmed by a link sent there; no components: of everything. */
export const subscriber = pgTable(
  'subscriber',
  {
    id: text('id').primaryKey(),
    /** In lower case. */
    email: text('email').notNull().unique(),
    components: jsonb('components').$type<string[]>().notNull(),
    confirmedAt: instant('confirmed_at').notNull(),
    /** Since when nothing is sent, because the address refused mail for good, and what it said. */
    suspendedAt: instant('suspended_at'),
    suspendedBecause: text('suspended_because'),
  },
  (t) => [index('subscriber_confirmed').on(t.confirmedAt, t.id)],
)

/** The first mail about something that a subscriber was sent: what later ones answer to, so that mail programs thread them. */
export const subscriberThread = pgTable(
  'subscriber_thread',
  {
    subscriberId: text('subscriber_id')
      .notNull()
      .references(() => subscriber.id, { onDelete: 'cascade' }),
    ref: text('ref').notNull(),
    firstKey: text('first_key').notNull(),
  },
  (t) => [primaryKey({ columns: [t.subscriberId, t.ref] })],
)

/**
 * How far the changes of a room have been told: all up to `seq`, and of the next one all subscribers up to `afterSubscriber`.
 * It moves in the transaction that queues what tells them, so that each is told once.
 */
export const toldCursor = pgTable('told_cursor', {
  source: text('source').primaryKey(),
  seq: bigint('seq', { mode: 'number' }).notNull(),
  afterSubscriber: text('after_subscriber'),
})

/** A receiver of signed events. Its secret is made from our secret key and its id, and kept nowhere. */
export const webhook = pgTable(
  'webhook',
  {
    id: text('id').primaryKey(),
    url: text('url').notNull(),
    /** What it hears of: the public changes, or those of tickets, or both. */
    topics: jsonb('topics').$type<WebhookTopic[]>().notNull().default(['status']),
    createdAt: instant('created_at').notNull(),
    disabledAt: instant('disabled_at'),
    disabledBecause: text('disabled_because'),
  },
  (t) => [index('webhook_created').on(t.createdAt, t.id)],
)

/** An event on its way to a receiver, and what became of it; its id is the `webhook-id` of every try. */
export const webhookDelivery = pgTable(
  'webhook_delivery',
  {
    id: text('id').primaryKey(),
    webhookId: text('webhook_id')
      .notNull()
      .references(() => webhook.id, { onDelete: 'cascade' }),
    type: text('type').notNull(),
    ref: text('ref').notNull(),
    /** The body, byte for byte as it is signed. */
    body: text('body').notNull(),
    createdAt: instant('created_at').notNull(),
    attempts: integer('attempts').notNull(),
    lastAttemptAt: instant('last_attempt_at'),
    /** The status of the last answer, and in words what was wrong with it. */
    lastStatus: integer('last_status'),
    lastError: text('last_error'),
    deliveredAt: instant('delivered_at'),
    failedAt: instant('failed_at'),
  },
  (t) => [
    index('webhook_delivery_of').on(t.webhookId, t.createdAt, t.id),
    index('webhook_delivery_created').on(t.createdAt),
  ],
)
