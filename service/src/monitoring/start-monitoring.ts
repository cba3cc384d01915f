import { join } from 'node:path'
import { inTransaction, type Platform } from '@tractops/platform'
import { runCheck } from './check/run-check.ts'
import type { MonitoringConfig } from './config/config.ts'
import { withSecrets } from './config/with-secrets.ts'
import { applyHeartbeats } from './heartbeat/apply-heartbeats.ts'
import { startHeartbeats } from './heartbeat/start-heartbeats.ts'
import { tellMeasured } from './listeners.ts'
import { createMeasurements } from './measurements.ts'
import { applyConfig } from './record/apply-config.ts'
import { Journal } from './record/journal.ts'
import { MONITORING, Recorder } from './record/recorder.ts'
import { watch } from './schedule/watch.ts'

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
  const memories = await inTransaction(p, MONITORING, async (ctx) => {
    const memories = await applyConfig(ctx, config)
    await applyHeartbeats(ctx, config.heartbeats ?? [])
    return memories
  })
  const heartbeats = startHeartbeats(p)
  const measurements = createMeasurements(p.metrics, () => recorder.unflushed)
  const watches = config.monitors.map((monitor) =>
    watch(withSecrets(monitor, new Map()), memories.get(`${monitor.component}/${monitor.key}`)!, {
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
  p.log.info({ monitors: config.monitors.length, configuration: config.source }, 'monitoring started')
  return {
    async stop() {
      for (const one of watches) one.stop()
      await heartbeats.stop()
      await recorder.stop()
      measurements.remove()
    },
  }
}
