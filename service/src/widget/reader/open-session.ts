import { randomUUID } from 'node:crypto'
import { audit, type Ctx } from '@tractops/platform'
import { hashOfToken, newToken } from '../../accounts/index.ts'
import { widgetSession } from '../tables.ts'
import { SESSION_PREFIX } from './reader.ts'

const GOOD_FOR = { hours: 30 * 24 }

/** Remembers a browser whose reader has confirmed an address, for 30 days. The token is returned, this once. */
export async function openWidgetSession(
  ctx: Ctx,
  { email, name }: { email: string; name: string },
): Promise<{ token: string; email: string; name: string }> {
  const token = `${SESSION_PREFIX}${newToken()}`
  const id = `wse_${randomUUID()}`
  await ctx.tx.insert(widgetSession).values({
    ...{ id, tokenHash: hashOfToken(token), email, name },
    ...{ createdAt: ctx.now, expiresAt: ctx.now.add(GOOD_FOR) },
  })
  await audit(ctx, { action: 'widget.address_confirmed', subject: id })
  return { token, email, name }
}
