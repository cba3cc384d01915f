import type { Ctx } from '@tractops/platform'
import type { TicketTold } from '../../desk/index.ts'
import { incidentChangesSince, publicIncident } from '../../incidents/index.ts'
import { mailedContacts, maintenanceChangesSince, publicMaintenance } from '../../maintenance/index.ts'
import type { PublicIncident, PublicMaintenance } from '../view/source.ts'

/** A change as it is told: what it is about, and the update that says it, where one does. */
export type Told = {
  seq: number
  /** Such as "incident.updated". */
  type: string
  at: Temporal.Instant
  ref: string
  components: readonly { key: string; name: string }[]
  about:
    | { incident: PublicIncident; update: PublicIncident['updates'][number] | null }
    | { maintenance: PublicMaintenance; update: PublicMaintenance['updates'][number] | null }
    | { ticket: TicketTold }
  /** Whether it is worth a mail; a program hears of everything. */
  mailed: boolean
  /** Who is mailed of it anyway, in lower case: customer contacts hear of maintenance (SLA §5). */
  mailedAlready?: ReadonlySet<string>
}

/** A room's public changes after `seq`, in their order; null where what changed is gone. */
export type ChangeSource = {
  name: string
  since(ctx: Ctx, seq: number): Promise<{ seq: number; read(): Promise<Told | null> }[]>
}

/** A corrected word is not worth a mail: the page shows what was changed. */
const NOT_MAILED = ['edited']

export const incidentSource: ChangeSource = {
  name: 'incidents',
  async since(ctx, seq) {
    const changes = await incidentChangesSince(ctx, seq)
    return changes.map((change) => ({
      seq: change.seq,
      async read() {
        const incident = await publicIncident(ctx, change.incidentId)
        if (incident === null) return null
        return {
          seq: change.seq,
          type: `incident.${change.kind}`,
          at: change.at,
          ref: incident.id,
          components: incident.components,
          about: { incident, update: incident.updates.find(({ id }) => id === change.updateId) ?? null },
          mailed: !NOT_MAILED.includes(change.kind),
        }
      },
    }))
  },
}

/** What was written at the instant of a change is what says it. */
export const maintenanceSource: ChangeSource = {
  name: 'maintenance',
  async since(ctx, seq) {
    const changes = await maintenanceChangesSince(ctx, seq)
    return changes.map((change) => ({
      seq: change.seq,
      async read() {
        const maintenance = await publicMaintenance(ctx, change.maintenanceId)
        if (maintenance === null) return null
        return {
          seq: change.seq,
          type: `maintenance.${change.kind}`,
          at: change.at,
          ref: maintenance.id,
          components: maintenance.components,
          about: {
            maintenance,
            update: maintenance.updates.findLast(({ at }) => at.equals(change.at)) ?? null,
          },
          mailed: true,
          mailedAlready: await mailedContacts(ctx, change),
        }
      },
    }))
  },
}
