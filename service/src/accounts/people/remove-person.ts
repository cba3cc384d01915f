import { announce, audit, type Ctx } from '@tractops/platform'
import { eq } from 'drizzle-orm'
import { person } from '../tables.ts'
import { holdPerson, refuseLastAdmin } from './hold-person.ts'

/** Removes a person with sessions, password and second factors; what they did keeps their name. Keys they made stay. */
export async function removePerson(ctx: Ctx, input: { id: string }): Promise<void> {
  const before = await holdPerson(ctx, input.id)
  if (before.role === 'admin') await refuseLastAdmin(ctx, before.name)
  await ctx.tx.delete(person).where(eq(person.id, input.id))
  await announce(ctx, 'accounts')
  const detail = { name: before.name, email: before.email, role: before.role }
  await audit(ctx, { action: 'person.removed', subject: input.id, detail })
}
