import type { Ctx } from '@tractops/platform'
import { eq } from 'drizzle-orm'
import { person } from '../tables.ts'

/** Who on staff has this address; null: nobody. That somebody writes from it proves nothing yet. */
export async function staffAt(
  { tx }: { tx: Pick<Ctx['tx'], 'select'> },
  email: string,
): Promise<{ id: string; name: string } | null> {
  const [found = null] = await tx
    .select({ id: person.id, name: person.name })
    .from(person)
    .where(eq(person.email, email.toLowerCase()))
  return found
}
