import { AppError, announce, audit, type Ctx } from '@tractops/platform'
import { eq } from 'drizzle-orm'
import { secret } from './tables.ts'

/** Forgets a secret, unless monitors use it: `usedBy` names them. */
export async function deleteSecret(
  ctx: Ctx,
  { name, usedBy }: { name: string; usedBy: readonly string[] },
): Promise<void> {
  if (usedBy.length > 0) {
    const message = `${name} is used by ${usedBy.slice(0, 10).join(', ')}: change or retire that first.`
    throw new AppError('secret_in_use', 409, message, { path: 'param.name' })
  }
  const gone = await ctx.tx.delete(secret).where(eq(secret.name, name)).returning({ name: secret.name })
  if (gone.length === 0) {
    const message = `There is no secret "${name}"; /api/v1/secrets lists them.`
    throw new AppError('secret_unknown', 404, message, { path: 'param.name' })
  }
  await announce(ctx, 'monitoring')
  await audit(ctx, { action: 'secret.deleted', subject: `secret ${name}` })
}
