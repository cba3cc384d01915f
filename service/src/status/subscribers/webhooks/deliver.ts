import {
  announce,
  audit,
  type Ctx,
  FetchFailure,
  guardedFetch,
  inTransaction,
  type Platform,
} from '@tractops/platform'
import { eq } from 'drizzle-orm'
import { Webhook as Signer } from 'standardwebhooks'
import { webhook, webhookDelivery } from '../tables.ts'
import { MOST_ATTEMPTS } from './queue-events.ts'
import { webhookSecret } from './secret.ts'

type Answer = { status: number | null; error: string | null }

export type DeliverDeps = { secretKey: string; allowPrivate: readonly string[]; timeoutMs?: number }

const TIMEOUT_MS = 10_000
const MOST_BYTES = 65_536
const SYSTEM = { kind: 'system', name: 'webhooks' } as const

/**
 * Sends an event once: signed and named as Standard Webhooks asks, under the same `webhook-id` at every try. 2xx is taken as
 * delivered; 410 disables the receiver; a redirect is not followed. Anything else is thrown, to be tried again, until it
 * has failed for good.
 */
export async function deliver(
  p: Pick<Platform, 'db' | 'clock'>,
  id: string,
  { secretKey, allowPrivate, timeoutMs = TIMEOUT_MS }: DeliverDeps,
): Promise<void> {
  const [row] = await p.db
    .select()
    .from(webhookDelivery)
    .innerJoin(webhook, eq(webhook.id, webhookDelivery.webhookId))
    .where(eq(webhookDelivery.id, id))
  if (
    row === undefined ||
    row.webhook_delivery.deliveredAt !== null ||
    row.webhook_delivery.failedAt !== null
  )
    return
  const { webhook: receiver, webhook_delivery: delivery } = row
  if (receiver.disabledAt !== null)
    return inTransaction(p, SYSTEM, (ctx) =>
      settle(ctx, id, delivery.attempts, { status: null, error: 'The webhook was disabled.' }, 'failed'),
    )
  const at = p.clock.now()
  const signer = new Signer(webhookSecret(secretKey, receiver.id))
  const answer = await send(receiver.url, delivery.body, {
    timeoutMs,
    allowPrivate,
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.epochMilliseconds / 1000)),
      'webhook-signature': signer.sign(id, new Date(at.epochMilliseconds), delivery.body),
    },
  })
  const attempts = delivery.attempts + 1
  const gone = answer.status === 410
  const end = answer.error === null ? 'delivered' : gone || attempts >= MOST_ATTEMPTS ? 'failed' : 'again'
  await inTransaction(p, SYSTEM, async (ctx) => {
    await settle(ctx, id, attempts, answer, end)
    if (gone) await disable(ctx, receiver.id, 'It answered 410 Gone.')
  })
  if (end === 'again') throw new Error(`${receiver.url}: ${answer.error}`)
}

async function send(
  url: string,
  body: string,
  options: { timeoutMs: number; allowPrivate: readonly string[]; headers: Record<string, string> },
): Promise<Answer> {
  try {
    const { status } = await guardedFetch(url, { method: 'POST', body, maxBytes: MOST_BYTES, ...options })
    return { status, error: status >= 200 && status < 300 ? null : `It answered ${status}.` }
  } catch (error) {
    if (!(error instanceof FetchFailure)) throw error
    return { status: null, error: `There was no answer: ${error.message}.` }
  }
}

async function settle(
  ctx: Ctx,
  id: string,
  attempts: number,
  { status, error }: Answer,
  end: 'delivered' | 'failed' | 'again',
): Promise<void> {
  await ctx.tx
    .update(webhookDelivery)
    .set({
      attempts,
      lastAttemptAt: ctx.now,
      lastStatus: status,
      lastError: error,
      deliveredAt: end === 'delivered' ? ctx.now : null,
      failedAt: end === 'failed' ? ctx.now : null,
    })
    .where(eq(webhookDelivery.id, id))
  await announce(ctx, 'subscribers')
}

async function disable(ctx: Ctx, id: string, because: string): Promise<void> {
  await ctx.tx
    .update(webhook)
    .set({ disabledAt: ctx.now, disabledBecause: because })
    .where(eq(webhook.id, id))
  await audit(ctx, { action: 'webhook.disabled', subject: id, detail: { because } })
}
