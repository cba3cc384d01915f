import { elapsedMs, inTransaction, type Platform, startTick } from '@tractops/platform'
import { tellMeasured } from '../listeners.ts'
import { MONITORING } from '../record/recorder.ts'
import { type Look, missBeats } from './miss-beats.ts'

const LOOK_EVERY_MS = 1_000

/** Looks every second for heartbeats that are overdue; any number of processes may. */
export function startHeartbeats(p: Pick<Platform, 'clock' | 'db' | 'log' | 'metrics' | 'ticks'>): {
  stop(): Promise<void>
} {
  let own: Look | null = null
  return startTick(p, {
    name: 'heartbeats',
    everyMs: LOOK_EVERY_MS,
    run: async (now) => {
      const look = { wallMs: now.epochMilliseconds, monotonicMs: elapsedMs() }
      const changes = await inTransaction(p, MONITORING, (ctx) => missBeats(ctx, look, own))
      own = look
      if (changes.length === 0) return
      const measured = { at: now, results: changes.length, changes }
      tellMeasured(measured, (err) => p.log.error({ err }, 'a listener to measurements failed'))
    },
  })
}
