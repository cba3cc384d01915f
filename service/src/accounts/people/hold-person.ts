import { AppError, type Ctx } from '@tractops/platform'
import { eq } from 'drizzle-orm'
import { person } from '../tables.ts'

/** A person, held until the transaction ends. */
export async function holdPerson(ctx: Ctx, id: string) {
  const [found] = await ctx.tx.select().from(person).where(eq(person.id, id)).for('update')
  if (!found)
    throw new AppError('person_not_found', 404, 'There is nobody with this id: see /api/v1/people.', {
      path: 'id',
    })
  return found
}

/** Refuses to go on where `name` is the only admin; holds the admins, so that two cannot leave at once. */
export async function refuseLastAdmin(ctx: Ctx, name: string): Promise<void> {
  const admins = await ctx.tx
    .select({ id: person.id })
    .from(person)
    .where(eq(person.role, 'admin'))
    .orderBy(person.id)
    .for('update')
  if (admins.length < 2)
    throw new AppError('last_admin', 409, `${name} is the only admin: make somebody else one first.`)
}
