import { lt } from 'drizzle-orm'
import type { Platform } from '../../platform.ts'
import { startTick } from '../../tick/ticks.ts'
import { keptAnswer } from './tables.ts'

const KEPT_HOURS = 24

/** Forgets, within the hour, answers older than a day. */
export function startAnswerExpiry(p: Pick<Platform, 'clock' | 'db' | 'log' | 'metrics' | 'ticks'>) {
  return startTick(p, {
    name: 'kept answers',
    everyMs: 3_600_000,
    run: async (now) => {
      await p.db.delete(keptAnswer).where(lt(keptAnswer.startedAt, now.subtract({ hours: KEPT_HOURS })))
    },
  })
}
