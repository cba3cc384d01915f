import { inTransaction, type Platform } from '@tractops/platform'
import type { Policy } from '@tractops/sla'
import { publicIncident, publicIncidents } from '../../incidents/index.ts'
import { calendarFeed, publicMaintenance, publicMaintenances } from '../../maintenance/index.ts'
import { componentHistory, readOnce } from '../../monitoring/index.ts'
import { monthToDate } from '../../uptime/index.ts'
import { vendorStates } from '../../vendors/index.ts'
import type { StatusSource } from './read.ts'

/** Reads what the other rooms have measured and told: one transaction, one instant. */
export function serviceSource(
  p: Pick<Platform, 'db' | 'clock' | 'config'>,
  policies: readonly Policy[],
): StatusSource {
  return (work) =>
    inTransaction(p, { kind: 'system', name: 'status' }, (own) => {
      const ctx = readOnce(own)
      return work({
        now: ctx.now,
        history: (range) => componentHistory(ctx, range),
        month: (month) => monthToDate(ctx, { month, policies }),
        incidents: (range) => publicIncidents(ctx, range),
        incident: (id) => publicIncident(ctx, id),
        maintenances: (range) => publicMaintenances(ctx, range),
        maintenance: (id) => publicMaintenance(ctx, id),
        vendors: () => vendorStates(ctx),
        calendar: () => calendarFeed(ctx, { publicUrl: p.config.publicUrl }),
      })
    })
}
