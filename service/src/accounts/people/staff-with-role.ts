import { type Ctx, type Role, roleAllows, roles } from '@tractops/platform'
import { asc, inArray } from 'drizzle-orm'
import { person } from '../tables.ts'

/** Everybody on staff whose role includes `role`, by name: whom to write to. */
export function staffWithRole(
  { tx }: Pick<Ctx, 'tx'>,
  role: Role,
): Promise<{ id: string; name: string; email: string; role: Role }[]> {
  const { id, name, email, role: held } = person
  const included = roles.filter((one) => roleAllows(one, role))
  return tx
    .select({ id, name, email, role: held })
    .from(person)
    .where(inArray(person.role, included))
    .orderBy(asc(name), asc(id))
}
