import { inTransaction, type Platform, startTick } from '@tractops/platform'
import type { Policy } from '@tractops/sla'
import { DESK } from '../hold.ts'
import type { ForgetMail } from './delete-tickets.ts'
import { purgeTickets } from './purge-tickets.ts'

const EVERY_MS = 10 * 60_000

/** Purges what has been kept for long enough, every ten minutes, in small transactions. */
export function startKeepingTickets(
  p: Platform,
  deps: { policies: readonly Policy[]; forgetMail: ForgetMail },
): { stop(): Promise<void> } {
  let stopping = false
  const tick = startTick(p, {
    name: 'ticket-retention',
    everyMs: EVERY_MS,
    run: async () => {
      while (!stopping && (await inTransaction(p, DESK, (ctx) => purgeTickets(ctx, deps))));
    },
  })
  return {
    async stop() {
      stopping = true
      await tick.stop()
    },
  }
}
