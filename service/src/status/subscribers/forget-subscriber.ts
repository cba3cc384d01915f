import type { Ctx } from '@tractops/platform'
import { eq, inArray, or, sql } from 'drizzle-orm'
import { subscriber, webhookDelivery } from './tables.ts'

/** When somebody subscribed to what, by the address in lower case; empty where they have not. */
export function subscriptionsOf({ tx }: Pick<Ctx, 'tx'>, email: string) {
  const { confirmedAt, components } = subscriber
  return tx.select({ confirmedAt, components }).from(subscriber).where(eq(subscriber.email, email))
}

/** Forgets whoever subscribed with this address, in lower case, and what webhooks were told of these tickets. */
export async function forgetSubscriber(
  { tx }: Pick<Ctx, 'tx'>,
  { email, ticketIds }: { email: string; ticketIds: readonly string[] },
): Promise<void> {
  await tx.delete(subscriber).where(eq(subscriber.email, email))
  await tx
    .delete(webhookDelivery)
    .where(
      or(
        inArray(webhookDelivery.ref, [...ticketIds]),
        sql`position(${email} in lower(${webhookDelivery.body})) > 0`,
      ),
    )
}
