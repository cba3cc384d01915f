import { inTransaction, onMailSettled, type Platform, startTick } from '@tractops/platform'
import type { SubscriberDeps } from './ask-to-subscribe.ts'
import { CHANGE_MAIL } from './change-mail.ts'
import { incidentSource, maintenanceSource } from './changes.ts'
import { noteBounce } from './subscription.ts'
import { tellChanges, untold } from './tell.ts'
import { ticketSource } from './ticket-source.ts'
import { deliver } from './webhooks/deliver.ts'
import { dropOldDeliveries } from './webhooks/drop-old-deliveries.ts'
import { WEBHOOK_QUEUE } from './webhooks/queue-events.ts'

const SOURCES = [incidentSource, maintenanceSource, ticketSource]

const PRUNE_QUEUE = 'status.webhook.prune'
const SYSTEM = { kind: 'system', name: 'status' } as const
const EVERY_MS = 1_000
/** So many receivers may hang at the same time before others wait for them. */
const DELIVERIES_AT_ONCE = 4

export type SubscribersDeps = Omit<SubscriberDeps, 'queue'> & {
  /** Hosts that webhooks may reach though their addresses are private. */
  allowPrivate: readonly string[]
  /** How long what was delivered is listed. */
  keepMs: number
}

/** Tells subscribers and webhooks what the rooms have changed, within a second or two, and delivers events. */
export async function startSubscribers(
  p: Platform,
  deps: SubscribersDeps,
): Promise<{ stop(): Promise<void> }> {
  const forget = onMailSettled(CHANGE_MAIL, noteBounce)
  for (let i = 0; i < DELIVERIES_AT_ONCE; i += 1)
    await p.queue.work<{ id: string }>(WEBHOOK_QUEUE, ({ id }) => deliver(p, id, deps))
  await p.queue.work(PRUNE_QUEUE, () =>
    inTransaction(p, SYSTEM, (ctx) => dropOldDeliveries(ctx, deps.keepMs)),
  )
  await p.queue.schedule(PRUNE_QUEUE, '23 4 * * *')
  const tick = startTick(p, {
    name: 'subscribers',
    everyMs: EVERY_MS,
    run: async () => {
      for (const source of await inTransaction(p, SYSTEM, (ctx) => untold(ctx, SOURCES)))
        while (
          await inTransaction(p, SYSTEM, (ctx) => tellChanges(ctx, source, { ...deps, queue: p.queue }))
        );
    },
  })
  return {
    async stop() {
      forget()
      await tick.stop()
    },
  }
}
