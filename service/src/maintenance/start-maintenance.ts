import { onMailSettled, type Platform, startTick } from '@tractops/platform'
import { recordMail } from './announce/record-mail.ts'
import { doWhatIsDue } from './run/due.ts'

const EVERY_MS = 2_000

/** Keeps maintenances going until `stop`: what comes due is done, and each notice's mail is recorded as evidence. */
export function startMaintenance(
  p: Pick<Platform, 'db' | 'clock' | 'log' | 'metrics' | 'ticks' | 'queue' | 'config'>,
): { stop(): Promise<void> } {
  const forget = onMailSettled('maintenance.notice', recordMail)
  const out = { queue: p.queue, publicUrl: p.config.publicUrl }
  const tick = startTick(p, { name: 'maintenance', everyMs: EVERY_MS, run: () => doWhatIsDue(p, out) })
  return {
    async stop() {
      await tick.stop()
      forget()
    },
  }
}
