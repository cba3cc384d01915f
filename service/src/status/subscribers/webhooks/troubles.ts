import type { Ctx } from '@tractops/platform'
import { and, asc, desc, eq, gte, isNotNull, isNull } from 'drizzle-orm'
import { webhook, webhookDelivery } from '../tables.ts'

const RECENT = { hours: 7 * 24 }

/** Webhooks that are sent nothing any more, and those that did not take an event of the last 7 days. */
export async function webhookTroubles({ tx, now }: Pick<Ctx, 'tx' | 'now'>) {
  const disabled = await tx
    .select()
    .from(webhook)
    .where(isNotNull(webhook.disabledAt))
    .orderBy(asc(webhook.createdAt))
  const refused = await tx
    .selectDistinctOn([webhook.id])
    .from(webhookDelivery)
    .innerJoin(webhook, eq(webhook.id, webhookDelivery.webhookId))
    .where(
      and(
        gte(webhookDelivery.createdAt, now.subtract(RECENT)),
        isNull(webhookDelivery.deliveredAt),
        isNotNull(webhookDelivery.lastError),
        isNull(webhook.disabledAt),
      ),
    )
    .orderBy(webhook.id, desc(webhookDelivery.createdAt))
  const about = (id: string, url: string) => ({ title: new URL(url).host, href: `/console/webhooks/${id}` })
  return [
    ...disabled.map(({ id, url, disabledAt, disabledBecause }) => ({
      kind: 'webhook.disabled',
      since: disabledAt,
      text: `This webhook is sent nothing any more. ${disabledBecause}`,
      ...about(id, url),
    })),
    ...refused.map(({ webhook: { id, url }, webhook_delivery: { lastAttemptAt, lastError } }) => ({
      kind: 'webhook.failing',
      since: lastAttemptAt,
      text: `This webhook has not taken an event. ${lastError}`,
      ...about(id, url),
    })),
  ]
}
