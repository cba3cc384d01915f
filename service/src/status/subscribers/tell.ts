import { bouncesOf, type Ctx, queueMail } from '@tractops/platform'
import { and, asc, eq, gt, isNull, or, sql } from 'drizzle-orm'
import type { SubscriberDeps } from './ask-to-subscribe.ts'
import { changeMail } from './change-mail.ts'
import type { ChangeSource, Told } from './changes.ts'
import { suspendSubscriber } from './subscription.ts'
import { subscriber, subscriberThread, toldCursor } from './tables.ts'
import { queueEvents } from './webhooks/queue-events.ts'

/** How many mails one transaction queues at most, so that none takes long; the cursor says where to go on. */
const MAILS_AT_ONCE = 200
const CHANGES_AT_ONCE = 50

/** The sources that have something to tell. It is asked every second, so it holds and writes nothing. */
export async function untold(ctx: Ctx, sources: readonly ChangeSource[]): Promise<ChangeSource[]> {
  const cursors = new Map((await ctx.tx.select().from(toldCursor)).map((cursor) => [cursor.source, cursor]))
  const news: ChangeSource[] = []
  for (const source of sources) {
    const { seq, afterSubscriber } = cursors.get(source.name) ?? { seq: 0, afterSubscriber: null }
    if (afterSubscriber !== null || (await source.since(ctx, seq)).length > 0) news.push(source)
  }
  return news
}

/**
 * Tells subscribers and webhooks of the next changes of a room, each exactly once: what tells them is queued in the
 * transaction that moves the cursor, and others who would do the same wait for it. True when there may be more to tell.
 */
export async function tellChanges(ctx: Ctx, source: ChangeSource, deps: SubscriberDeps): Promise<boolean> {
  const cursor = await holdCursor(ctx, source.name)
  const changes = await source.since(ctx, cursor.seq)
  let { seq, afterSubscriber } = cursor
  let left = MAILS_AT_ONCE
  for (const change of changes.slice(0, CHANGES_AT_ONCE)) {
    const told = await change.read()
    if (told !== null && afterSubscriber === null) await queueEvents(ctx, deps, told)
    const last = told?.mailed
      ? await mailBatch(ctx, told, afterSubscriber, left, deps)
      : { id: null, count: 0 }
    left -= last.count
    afterSubscriber = last.id
    if (last.id !== null) break
    seq = change.seq
    if (left === 0) break
  }
  await ctx.tx.update(toldCursor).set({ seq, afterSubscriber }).where(eq(toldCursor.source, source.name))
  return afterSubscriber !== null || (changes.at(-1)?.seq ?? seq) > seq
}

async function holdCursor(ctx: Ctx, source: string) {
  await ctx.tx.insert(toldCursor).values({ source, seq: 0, afterSubscriber: null }).onConflictDoNothing()
  const [cursor] = await ctx.tx.select().from(toldCursor).where(eq(toldCursor.source, source)).for('update')
  return cursor!
}

/** Queues the next mails about one change; `id` is where to go on, or null when everybody has been told. */
async function mailBatch(
  ctx: Ctx,
  told: Told,
  after: string | null,
  most: number,
  deps: SubscriberDeps,
): Promise<{ id: string | null; count: number }> {
  const keys = told.components.map(({ key }) => key)
  const batch = await ctx.tx
    .select()
    .from(subscriber)
    .where(
      and(
        isNull(subscriber.suspendedAt),
        after === null ? undefined : gt(subscriber.id, after),
        or(
          sql`${subscriber.components} = '[]'::jsonb`,
          keys.length === 0 ? sql`true` : sql`${subscriber.components} ?| ${sql.param(keys)}::text[]`,
        ),
      ),
    )
    .orderBy(asc(subscriber.id))
    .limit(most)
  const bounced = await bouncesOf(
    ctx,
    batch.map(({ email }) => email),
  )
  for (const one of batch) {
    if (told.mailedAlready?.has(one.email.toLowerCase())) continue
    const bounce = bounced.get(one.email)
    if (bounce !== undefined) {
      await suspendSubscriber(ctx, { email: one.email, because: bounce.reason })
      continue
    }
    const key = `subscription/${told.type.split('.')[0]}/${told.seq}/${one.id}`
    const firstKey = await firstOf(ctx, one.id, told.ref, key)
    await queueMail(ctx, deps.queue, {
      ...changeMail(told, one, firstKey === key ? null : firstKey, deps),
      idempotencyKey: key,
    })
  }
  return { id: batch.length === most ? batch.at(-1)!.id : null, count: batch.length }
}

/** The key of the first mail that this subscriber was sent about it, which is this one when there was none. */
async function firstOf(ctx: Ctx, subscriberId: string, ref: string, key: string): Promise<string> {
  await ctx.tx.insert(subscriberThread).values({ subscriberId, ref, firstKey: key }).onConflictDoNothing()
  const [thread] = await ctx.tx
    .select()
    .from(subscriberThread)
    .where(and(eq(subscriberThread.subscriberId, subscriberId), eq(subscriberThread.ref, ref)))
  return thread!.firstKey
}
