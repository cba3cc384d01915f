import type { Ctx } from '@tractops/platform'
import { and, asc, gt, isNull, lt } from 'drizzle-orm'
import { forceMajeure } from '../tables.ts'

/** SLA §4(c): the declarations in force that touch [from, to), the earliest first; withdrawn ones are not among them (row 24). */
export function forceMajeureIn(
  { tx }: Pick<Ctx, 'tx'>,
  { from, to }: { from: Temporal.Instant; to: Temporal.Instant },
): Promise<
  {
    id: string
    start: Temporal.Instant
    end: Temporal.Instant
    declaredBy: string
    publishedAt: Temporal.Instant
  }[]
> {
  const { id, start, end, declaredBy, publishedAt, withdrawnAt } = forceMajeure
  return tx
    .select({ id, start, end, declaredBy, publishedAt })
    .from(forceMajeure)
    .where(and(lt(start, to), gt(end, from), isNull(withdrawnAt)))
    .orderBy(asc(start), asc(id))
}
