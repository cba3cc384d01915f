import { onMailSettled, type Platform, startTick } from '@tractops/platform'
import type { Policy } from '@tractops/sla'
import { doWhatIsDue } from './clock/do-what-is-due.ts'
import type { Desk } from './desk.ts'
import { noteSettled, TOLD_KINDS } from './messages/note-delivery.ts'
import type { AttachmentStore } from './store/attachment-store.ts'
import { REPLY_KIND } from './tell/send-reply.ts'

const EVERY_MS = 1_000

/** Keeps the desk going until `stop`: people are told of what comes due, and answers count when their mail has been accepted. */
export function startDesk(
  p: Pick<Platform, 'db' | 'clock' | 'log' | 'metrics' | 'ticks' | 'queue'>,
  given: {
    policies: readonly Policy[]
    secretKey: string
    url: string
    from: string
    zone: string
    store: AttachmentStore
  },
): { desk: Desk; stop(): Promise<void> } {
  const desk: Desk = { ...given, queue: p.queue }
  const forget = [REPLY_KIND, ...TOLD_KINDS].map((kind) =>
    onMailSettled(kind, (ctx, mail) => noteSettled(ctx, desk, mail)),
  )
  const tick = startTick(p, { name: 'desk', everyMs: EVERY_MS, run: () => doWhatIsDue(p, desk) })
  return {
    desk,
    async stop() {
      await tick.stop()
      for (const one of forget) one()
    },
  }
}
