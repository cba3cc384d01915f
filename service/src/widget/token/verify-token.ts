import { type Ctx, unseal } from '@tractops/platform'
import { and, eq, isNull, lt, or } from 'drizzle-orm'
import { SECRET_PURPOSE } from '../keys/create-widget-key.ts'
import { widgetKey } from '../tables.ts'
import { keyIdOf, type Refusal, readToken, type TokenClaims, type VerifyingKey } from './read-token.ts'

const HOUR = { hours: 1 }

/** Who a host application says that its reader is, by a token signed with a widget key in force; or why it is refused. */
export async function verifyToken(
  ctx: Pick<Ctx, 'tx' | 'now'>,
  secretKey: string,
  token: string,
): Promise<TokenClaims | Refusal> {
  const named = keyIdOf(token)
  if ('because' in named) return named
  const [row] = await ctx.tx.select().from(widgetKey).where(eq(widgetKey.id, named.kid))
  const claims = await readToken(token, row === undefined ? null : verifying(row, secretKey), ctx.now)
  if ('because' in claims) return claims
  const used = widgetKey.usedAt
  if (row!.usedAt === null || row!.usedAt.epochMilliseconds <= ctx.now.subtract(HOUR).epochMilliseconds)
    await ctx.tx
      .update(widgetKey)
      .set({ usedAt: ctx.now })
      .where(and(eq(widgetKey.id, named.kid), or(isNull(used), lt(used, ctx.now))))
  return claims
}

function verifying(row: typeof widgetKey.$inferSelect, secretKey: string): VerifyingKey {
  const { algorithm, publicKey, sealedSecret, revokedAt } = row
  const secret = sealedSecret && unseal(secretKey, SECRET_PURPOSE, sealedSecret)
  const material = publicKey !== null ? { publicKey } : secret !== null ? { secret } : null
  return { algorithm, material, revoked: revokedAt !== null }
}
