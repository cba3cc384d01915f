import { inTransaction, type Platform } from '@tractops/platform'
import type { Policy } from '@tractops/sla'
import { componentHistory } from '../../monitoring/index.ts'
import { monthToDate } from '../../uptime/index.ts'
import type { StatusSource } from './read.ts'

/** Reads what monitoring has measured: one transaction, one instant. */
export function monitoringSource(
  p: Pick<Platform, 'db' | 'clock'>,
  policies: readonly Policy[],
): StatusSource {
  return (work) =>
    inTransaction(p, { kind: 'system', name: 'status' }, (ctx) =>
      work({
        now: ctx.now,
        history: (range) => componentHistory(ctx, range),
        month: (month) => monthToDate(ctx, { month, policies }),
      }),
    )
}
