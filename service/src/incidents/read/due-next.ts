import type { Ctx } from '@tractops/platform'
import { isNotNull, or } from 'drizzle-orm'
import { incident } from '../tables.ts'

/** Something that comes due, when, and where in the console it is dealt with. */
export type DueNext = { kind: string; at: Temporal.Instant; title: string; href: string }

/** What comes due in the incidents, the soonest first: those that the machine will resolve, and postmortems. */
export async function dueNext({ tx }: Pick<Ctx, 'tx'>): Promise<DueNext[]> {
  const rows = await tx
    .select()
    .from(incident)
    .where(or(isNotNull(incident.resolveDueAt), isNotNull(incident.postmortemDueAt)))
  const due = rows.flatMap(({ id, title, resolveDueAt, postmortemDueAt }) => {
    const href = `/console/incidents/${id}`
    return [
      ...(resolveDueAt === null ? [] : [{ kind: 'incident.resolve', at: resolveDueAt, title, href }]),
      ...(postmortemDueAt === null
        ? []
        : [{ kind: 'incident.postmortem', at: postmortemDueAt, title, href }]),
    ]
  })
  return due.sort((a, b) => Temporal.Instant.compare(a.at, b.at))
}
