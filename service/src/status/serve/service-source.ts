import { inTransaction, type Platform } from '@tractops/platform'
import type { Policy } from '@tractops/sla'
import { publicIncident, publicIncidents } from '../../incidents/index.ts'
import { componentHistory } from '../../monitoring/index.ts'
import { monthToDate } from '../../uptime/index.ts'
import { vendorStates } from '../../vendors/index.ts'
import type { StatusSource } from './read.ts'

/** Reads what the other rooms have measured and told: one transaction, one instant. */
export function serviceSource(p: Pick<Platform, 'db' | 'clock'>, policies: readonly Policy[]): StatusSource {
  return (work) =>
    inTransaction(p, { kind: 'system', name: 'status' }, (ctx) =>
      work({
        now: ctx.now,
        history: (range) => componentHistory(ctx, range),
        month: (month) => monthToDate(ctx, { month, policies }),
        incidents: (range) => publicIncidents(ctx, range),
        incident: (id) => publicIncident(ctx, id),
        maintenances: async () => [],
        maintenance: async () => null,
        vendors: () => vendorStates(ctx),
        calendar: async () => '',
      }),
    )
}
