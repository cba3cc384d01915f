import { lastTicketChange, ticketChangesSince, ticketTold } from '../../desk/index.ts'
import type { ChangeSource } from './changes.ts'
import { receiversOf } from './webhooks/queue-events.ts'

/**
 * Everything that happens to tickets, for webhooks alone: their words are no public matter. While no webhook hears of tickets their
 * changes are passed over, so that one that is added hears of what comes then, and not of years before.
 */
export const ticketSource: ChangeSource = {
  name: 'tickets',
  async since(ctx, seq) {
    if ((await receiversOf(ctx, 'tickets')).length === 0) {
      const last = await lastTicketChange(ctx)
      return last > seq ? [{ seq: last, read: async () => null }] : []
    }
    const changes = await ticketChangesSince(ctx, seq)
    return changes.map((change) => ({
      seq: change.seq,
      async read() {
        const told = await ticketTold(ctx, change)
        if (told === null) return null
        return {
          ...{ seq: change.seq, type: told.type, at: told.at, ref: told.ticket.id, components: [] },
          ...{ about: { ticket: told.ticket }, mailed: false },
        }
      },
    }))
  },
}
