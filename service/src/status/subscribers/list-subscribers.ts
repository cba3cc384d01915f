import type { Ctx } from '@tractops/platform'
import { and, asc, eq, gt, or } from 'drizzle-orm'
import type { Subscriber } from './subscription.ts'
import { subscriber } from './tables.ts'

/** Subscribers in the order in which they confirmed, after a given one. */
export function listSubscribers(
  ctx: Pick<Ctx, 'tx'>,
  { after, limit }: { after: { confirmedAt: Temporal.Instant; id: string } | null; limit: number },
): Promise<Subscriber[]> {
  const { confirmedAt, id } = subscriber
  const later =
    after === null
      ? undefined
      : or(gt(confirmedAt, after.confirmedAt), and(eq(confirmedAt, after.confirmedAt), gt(id, after.id)))
  return ctx.tx.select().from(subscriber).where(later).orderBy(asc(confirmedAt), asc(id)).limit(limit)
}
