import { type Ctx, inTransaction, type Platform } from '@tractops/platform'
import type { Policy } from '@tractops/sla'
import { monthAttainment } from '../../desk/index.ts'
import {
  listDeclarations,
  type PublicIncident,
  publicIncident,
  publicIncidents,
} from '../../incidents/index.ts'
import { calendarFeed, publicMaintenance, publicMaintenances } from '../../maintenance/index.ts'
import { componentHistory, rememberMeasured } from '../../monitoring/index.ts'
import { monthToDate } from '../../uptime/index.ts'
import { vendorStates } from '../../vendors/index.ts'
import type { StatusSource } from './read.ts'

/** Reads what the other rooms have measured and told: one transaction, one instant. */
export function serviceSource(
  p: Pick<Platform, 'db' | 'clock' | 'config'>,
  policies: readonly Policy[],
): StatusSource {
  const remembering = rememberMeasured()
  return (work) =>
    inTransaction(p, { kind: 'system', name: 'status' }, (own) => {
      const ctx = remembering(own)
      return work({
        now: ctx.now,
        history: (range) => componentHistory(ctx, range),
        month: (month) => monthToDate(ctx, { month, policies }),
        responses: (month) => monthAttainment(ctx, { policies }, month),
        incidents: (range, most) => incidentsOf(ctx, range, most),
        incident: (id) => publicIncident(ctx, id),
        maintenances: (range) => publicMaintenances(ctx, range),
        maintenance: (id) => publicMaintenance(ctx, id),
        declarations: () => listDeclarations(ctx),
        vendors: () => vendorStates(ctx),
        calendar: () => calendarFeed(ctx, { publicUrl: p.config.publicUrl }),
      })
    })
}

/** Those that are not resolved are always among them, however long ago they began. */
async function incidentsOf(
  ctx: Ctx,
  range: { from: Temporal.Instant; to: Temporal.Instant },
  most: number | undefined,
): Promise<PublicIncident[]> {
  if (most === undefined) return publicIncidents(ctx, range)
  const latest = await publicIncidents(ctx, { ...range, limit: most })
  const open = await publicIncidents(ctx, { unresolved: true, limit: most })
  const known = new Set(latest.map(({ id }) => id))
  return [...latest, ...open.filter(({ id }) => !known.has(id))]
}
