import { type Ctx, failedMail } from '@tractops/platform'

const RECENT = { hours: 7 * 24 }

/** Mail that failed for good in the last 7 days and that nobody has sent again. */
export async function troubles(ctx: Pick<Ctx, 'tx' | 'now'>) {
  const { count, last } = await failedMail(ctx, { since: ctx.now.subtract(RECENT) })
  if (last === null) return []
  const title = `${count} ${count === 1 ? 'mail' : 'mails'}`
  const text = `Failed for good in the last 7 days, the last as it was told: ${last.lastError ?? 'nothing'}`
  return [{ kind: 'mail.failed', since: last.failedAt, title, text, href: '/console/outbox?state=failed' }]
}
