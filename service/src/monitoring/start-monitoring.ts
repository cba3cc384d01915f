import { join } from 'node:path'
import { inTransaction, type Platform, startTick } from '@tractops/platform'
import { runCheck } from './check/run-check.ts'
import type { MonitoringConfig } from './config/config.ts'
import { tellMeasured } from './listeners.ts'
import { createMeasurements } from './measurements.ts'
import { applyConfig } from './record/apply-config.ts'
import { Journal } from './record/journal.ts'
import { MONITORING, Recorder } from './record/recorder.ts'
import { dropRawResults } from './retention.ts'
import { watch } from './schedule/watch.ts'

const KEEP_RAW_HOURS = 90 * 24
const RETENTION_EVERY_MS = 60 * 60 * 1_000
const DROP_AT_ONCE = 50_000

/**
 * Starts to watch everything that the configuration names: results that an earlier process left behind are recorded first,
 * then the tables follow the configuration, then the checks begin, each at its own due instant.
 */
export async function startMonitoring(
  p: Pick<Platform, 'clock' | 'db' | 'log' | 'metrics' | 'ticks' | 'config'>,
  config: MonitoringConfig,
): Promise<{ stop(): Promise<void> }> {
  const journal = await Journal.open(join(p.config.dataDir, 'monitoring', 'results.jsonl'))
  const recorder = new Recorder(p, journal, (measured) =>
    tellMeasured(measured, (err) => p.log.error({ err }, 'a listener to measurements failed')),
  )
  await recorder.flush()
  const memories = await inTransaction(p, MONITORING, (ctx) => applyConfig(ctx, config))
  const measurements = createMeasurements(p.metrics, () => recorder.unflushed)
  const watches = config.monitors.map((monitor) =>
    watch(monitor, memories.get(`${monitor.component}/${monitor.key}`)!, {
      clock: p.clock,
      check: (m) => runCheck(m, { now: () => p.clock.now() }),
      record: (result) => recorder.add(result),
      onStarted: (lagMs) => measurements.lagSeconds.observe(lagMs / 1_000),
      onChecked: (result) => {
        measurements.checks.inc({ state: result.state })
        measurements.checkSeconds.observe(result.latencyMs / 1_000)
      },
    }),
  )
  const retention = startTick(p, {
    name: 'monitoring-retention',
    everyMs: RETENTION_EVERY_MS,
    run: async (now) => {
      const before = now.subtract({ hours: KEEP_RAW_HOURS })
      const drop = () =>
        inTransaction(p, MONITORING, (ctx) => dropRawResults(ctx, { before, limit: DROP_AT_ONCE }))
      while ((await drop()) === DROP_AT_ONCE);
    },
  })
  p.log.info({ monitors: config.monitors.length, configuration: config.source }, 'monitoring started')
  return {
    async stop() {
      for (const one of watches) one.stop()
      await retention.stop()
      await recorder.stop()
      measurements.remove()
    },
  }
}
