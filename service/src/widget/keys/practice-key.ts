import { type Ctx, unseal } from '@tractops/platform'
import { and, desc, eq, isNull } from 'drizzle-orm'
import { widgetKey } from '../tables.ts'
import { createWidgetKey, SECRET_PURPOSE } from './create-widget-key.ts'
import { revokeWidgetKey } from './revoke-widget-key.ts'

const NAME = 'The practice application'

/** The key that the practice application signs with, `KID.SECRET`: the one it had, or a new one where that cannot be opened. */
export async function practiceWidgetKey(ctx: Ctx, secretKey: string): Promise<string> {
  const known = await ctx.tx
    .select()
    .from(widgetKey)
    .where(and(eq(widgetKey.name, NAME), isNull(widgetKey.revokedAt)))
    .orderBy(desc(widgetKey.createdAt))
    .for('update')
  for (const { id, sealedSecret } of known) {
    const secret = sealedSecret && unseal(secretKey, SECRET_PURPOSE, sealedSecret)
    if (secret) return `${id}.${secret}`
    await revokeWidgetKey(ctx, { id })
  }
  const { id, secret } = await createWidgetKey(ctx, secretKey, { name: NAME, algorithm: 'HS256' })
  return `${id}.${secret}`
}
