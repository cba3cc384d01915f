import type pg from 'pg'
import type { Clock } from './clock.ts'
import type { PlatformConfig } from './config.ts'
import type { Db } from './database/database.ts'
import type { Events } from './events/events.ts'
import type { Logger } from './log.ts'
import type { Metrics } from './metrics.ts'
import type { Queue } from './queue/queue.ts'
import type { Ticks } from './tick/ticks.ts'

/** What every room stands on; made once by the composition root and handed down. */
export type Platform = {
  clock: Clock
  db: Db
  pool: pg.Pool
  queue: Queue
  events: Events
  log: Logger
  metrics: Metrics
  ticks: Ticks
  config: PlatformConfig
}
