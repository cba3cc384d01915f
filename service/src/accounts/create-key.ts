import { randomUUID } from 'node:crypto'
import { AppError, audit, type Ctx, type Role } from '@tractops/platform'
import { hashOfKey, newKey } from './key.ts'
import { apiKey } from './tables.ts'

const longestName = 100

/** Makes an API key and returns it; this is the only time that it can be seen. */
export async function createKey(
  ctx: Ctx,
  input: { name: string; role: Role },
): Promise<{ id: string; key: string }> {
  const name = input.name.trim()
  if (name === '' || name.length > longestName || /\p{Cc}/u.test(name))
    throw new AppError(
      'invalid_name',
      400,
      `Give the key a name of 1 to ${longestName} printable characters.`,
      { path: 'name' },
    )
  const id = `key_${randomUUID()}`
  const key = newKey()
  await ctx.tx
    .insert(apiKey)
    .values({ id, name, role: input.role, hash: hashOfKey(key), createdAt: ctx.now, createdBy: ctx.actor })
  await audit(ctx, { action: 'key.created', subject: id, detail: { name, role: input.role } })
  return { id, key }
}
