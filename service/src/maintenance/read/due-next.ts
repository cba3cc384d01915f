import type { Ctx } from '@tractops/platform'
import { announceBy } from '@tractops/sla'
import { and, isNull } from 'drizzle-orm'
import { policyFor } from '../hold.ts'
import { maintenance } from '../tables.ts'

/** Something that comes due, when, and where in the console it is dealt with. */
type DueNext = { kind: string; at: Temporal.Instant; title: string; href: string }

/** What comes due in the maintenances, the soonest first: reminders, starts, ends, and the last moment to publish a plan in time. */
export async function dueNext({ tx, now }: Pick<Ctx, 'tx' | 'now'>): Promise<DueNext[]> {
  const rows = await tx
    .select()
    .from(maintenance)
    .where(and(isNull(maintenance.completedAt), isNull(maintenance.cancelledAt)))
  const due = rows.flatMap((row) => {
    const { id, title } = row
    const href = `/console/maintenance/${id}`
    return instantsOf(row, now).map(([kind, at]) => ({ kind: `maintenance.${kind}`, at, title, href }))
  })
  return due.sort((a, b) => Temporal.Instant.compare(a.at, b.at))
}

function instantsOf(
  row: typeof maintenance.$inferSelect,
  now: Temporal.Instant,
): [kind: string, at: Temporal.Instant][] {
  if (row.publishedAt === null) {
    const by = announceBy(policyFor(row.start), row.start)
    return Temporal.Instant.compare(by, now) > 0 ? [['publish', by]] : []
  }
  const due: [string, Temporal.Instant | null][] = [
    ['reminder', row.remindDueAt],
    ['start', row.startDueAt],
    ['end', row.overrunDueAt],
    ['overrun', row.overrunAt],
  ]
  return due.flatMap(([kind, at]) => (at === null ? [] : [[kind, at]]))
}
