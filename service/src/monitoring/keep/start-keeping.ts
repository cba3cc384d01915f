import { inTransaction, type Platform } from '@tractops/platform'
import { rollUpLatencies } from '../latency/roll-up.ts'
import { MONITORING } from '../record/recorder.ts'
import { keepRaw } from './keep-raw.ts'

const JOB = 'monitoring.keep'
const HOURLY = '11 * * * *'

/**
 * Keeps what is measured for as long as it must be and no longer, every hour and at the start, once over all processes. A
 * run that fails is tried again; results do not depend on it, since a day that has no partition gets one with its first row.
 */
export async function startKeeping(p: Pick<Platform, 'db' | 'clock' | 'queue' | 'log'>): Promise<void> {
  await p.queue.work(JOB, async () => {
    const raw = await inTransaction(p, MONITORING, keepRaw)
    if (raw.dropped > 0) p.log.info(raw, 'raw results past their 90 days were dropped')
    while ((await inTransaction(p, MONITORING, rollUpLatencies)) > 0);
  })
  await p.queue.schedule(JOB, HOURLY)
  await p.queue.send(null, JOB, {}, { singletonKey: 'start', singletonSeconds: 60 })
}
