import { AppError, announce, audit, type Ctx } from '@tractops/platform'
import { secret } from './tables.ts'
import { keyIdOf, sealValue } from './vault.ts'

const LONGEST = 10_000

/** Stores a secret, or another value under its name; the value is never shown again. Monitors that use it do so at once. */
export async function putSecret(
  ctx: Ctx,
  { name, value, secretKey }: { name: string; value: string; secretKey: string },
): Promise<void> {
  if (!/^[A-Za-z_][A-Za-z0-9_]{0,63}$/.test(name)) {
    const message = 'A name has 1 to 64 letters, digits and _, and begins with no digit, such as PROBE_TOKEN.'
    throw new AppError('invalid_name', 400, message, { path: 'param.name' })
  }
  if (value === '' || value.length > LONGEST || value.includes('\0')) {
    throw new AppError('invalid_value', 400, `A secret has 1 to ${LONGEST} characters.`, {
      path: 'body.value',
    })
  }
  const { now: changedAt, actor: changedBy } = ctx
  const changed = {
    sealed: sealValue(secretKey, name, value),
    keyId: keyIdOf(secretKey),
    changedAt,
    changedBy,
  }
  await ctx.tx
    .insert(secret)
    .values({ name, createdAt: ctx.now, ...changed })
    .onConflictDoUpdate({ target: secret.name, set: changed })
  await announce(ctx, 'monitoring')
  await audit(ctx, { action: 'secret.stored', subject: `secret ${name}` })
}
