import { announce, audit, type Ctx, type Role } from '@tractops/platform'
import { eq } from 'drizzle-orm'
import { person, personSession } from '../tables.ts'
import { holdPerson, refuseLastAdmin } from './hold-person.ts'

/** Gives a person another role and ends their sessions, so that what they may do is proven anew. */
export async function changeRole(ctx: Ctx, input: { id: string; role: Role }): Promise<{ changed: boolean }> {
  const before = await holdPerson(ctx, input.id)
  if (before.role === input.role) return { changed: false }
  if (before.role === 'admin') await refuseLastAdmin(ctx, before.name)
  await ctx.tx.update(person).set({ role: input.role }).where(eq(person.id, input.id))
  await ctx.tx.delete(personSession).where(eq(personSession.userId, input.id))
  await announce(ctx, 'accounts')
  const detail = { name: before.name, from: before.role, to: input.role }
  await audit(ctx, { action: 'person.role_changed', subject: input.id, detail })
  return { changed: true }
}
