import { hkdfSync } from 'node:crypto'
import { type Ctx, seal, unseal } from '@tractops/platform'
import { asc } from 'drizzle-orm'
import { secret } from './tables.ts'

/** Which SECRET_KEY something was sealed with, without telling anything of it. */
export const keyIdOf = (secretKey: string): string =>
  Buffer.from(hkdfSync('sha256', secretKey, '', 'tractops key id', 8)).toString('hex')

/** A sealed value is bound to its name: moved to another row it cannot be opened. */
const purposeOf = (name: string) => `monitoring secret ${name}`

export const sealValue = (secretKey: string, name: string, value: string): Buffer =>
  seal(secretKey, purposeOf(name), Buffer.from(value))

/** Every stored secret by name, and the names of those that this SECRET_KEY cannot open. */
export async function openSecrets(
  ctx: Ctx,
  secretKey: string,
): Promise<{ values: Map<string, string>; unreadable: string[] }> {
  const values = new Map<string, string>()
  const unreadable: string[] = []
  for (const { name, sealed } of await ctx.tx.select().from(secret).orderBy(asc(secret.name))) {
    const value = unseal(secretKey, purposeOf(name), sealed)
    if (value === null) unreadable.push(name)
    else values.set(name, value.toString())
  }
  return { values, unreadable }
}

/** What to do about secrets that cannot be opened, in one sentence. */
export function unreadableSentence(names: readonly string[]): string {
  return `SECRET_KEY is not the one that ${names.join(', ')} ${names.length === 1 ? 'was' : 'were'} stored with: start with that key again, or store ${names.length === 1 ? 'it' : 'them'} anew (PUT /api/v1/secrets/NAME); until then what uses ${names.length === 1 ? 'it' : 'them'} is not checked.`
}
