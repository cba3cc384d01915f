import { type Actor, AppError, type Ctx } from '@tractops/platform'
import { and, eq, gt } from 'drizzle-orm'
import { hashOfToken } from '../../accounts/index.ts'
import { customerOfApplication } from '../../billing/index.ts'
import { widgetSession } from '../tables.ts'
import { verifyToken } from '../token/verify-token.ts'

/** Somebody whom the host application vouches for, or who has confirmed an address. */
export type WidgetReader = {
  /** In lower case. */
  email: string
  name: string
  customerId: string | null
}

/** Sessions of the widget begin so; anything else that is shown is the token of a host application. */
export const SESSION_PREFIX = 'tws_'

/**
 * Who shows `token`. @throws AppError 401: `widget_session_ended`, or `widget_token_…` with what is wrong, for the developer of the
 * page that carries the widget.
 */
export async function readerOf(
  ctx: Pick<Ctx, 'tx' | 'now'>,
  secretKey: string,
  token: string,
): Promise<WidgetReader> {
  if (token.startsWith(SESSION_PREFIX)) return readerOfSession(ctx, token)
  const claims = await verifyToken(ctx, secretKey, token)
  if ('because' in claims)
    throw new AppError(claims.code, 401, claims.because, { ...(claims.path ? { path: claims.path } : {}) })
  const { email, name, customer } = claims
  const known = customer === null ? null : await customerOfApplication(ctx, customer)
  return { email, name, customerId: known?.customerId ?? null }
}

async function readerOfSession(ctx: Pick<Ctx, 'tx' | 'now'>, token: string): Promise<WidgetReader> {
  const [found] = await ctx.tx
    .select()
    .from(widgetSession)
    .where(and(eq(widgetSession.tokenHash, hashOfToken(token)), gt(widgetSession.expiresAt, ctx.now)))
  if (found === undefined)
    throw new AppError(
      'widget_session_ended',
      401,
      'This browser is not remembered any more. Write again: your address is confirmed by a code.',
    )
  return { email: found.email, name: found.name, customerId: null }
}

export const actorOf = ({ email, name }: WidgetReader): Actor & { kind: 'reader' } => ({
  kind: 'reader',
  id: email,
  name,
})
