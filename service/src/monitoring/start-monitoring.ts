import { join } from 'node:path'
import { inTransaction, type Platform } from '@tractops/platform'
import { startChecking } from './agents/built-in/start-checking.ts'
import { workOf } from './agents/serve/assign.ts'
import { Hub } from './agents/serve/hub.ts'
import { probeRoutes } from './agents/serve/probe-routes.ts'
import type { MonitoringConfig } from './config/config.ts'
import { withSecrets } from './config/with-secrets.ts'
import { applyHeartbeats } from './heartbeat/apply-heartbeats.ts'
import { startHeartbeats } from './heartbeat/start-heartbeats.ts'
import { tellMeasured } from './listeners.ts'
import { createMeasurements } from './measurements.ts'
import { applyConfig } from './record/apply-config.ts'
import { Journal } from './record/journal.ts'
import { MONITORING, Recorder } from './record/recorder.ts'

/** `probeRoutes` is what remote agents ask and deliver; `releaseAgents` lets those go that wait, before the doors close. */
export type Monitoring = {
  probeRoutes: ReturnType<typeof probeRoutes>
  releaseAgents(): void
  stop(): Promise<void>
}

/**
 * Starts to watch everything that the configuration names: results that an earlier process left behind are recorded first,
 * then the tables follow the configuration, then the checks begin, each at its own due instant.
 */
export async function startMonitoring(
  p: Pick<Platform, 'clock' | 'db' | 'pool' | 'events' | 'log' | 'metrics' | 'ticks' | 'config'>,
  config: MonitoringConfig,
  { probeControl = [] }: { probeControl?: readonly string[] } = {},
): Promise<Monitoring> {
  const journal = await Journal.open(join(p.config.dataDir, 'monitoring', 'results.jsonl'))
  const recorder = new Recorder(p, journal, (measured) =>
    tellMeasured(measured, (err) => p.log.error({ err }, 'a listener to measurements failed')),
  )
  await recorder.flush()
  await inTransaction(p, MONITORING, async (ctx) => {
    await applyConfig(ctx, config)
    await applyHeartbeats(ctx, config.heartbeats ?? [])
  })
  const heartbeats = startHeartbeats(p)
  const measurements = createMeasurements(p.metrics, () => recorder.unflushed)
  const monitors = config.monitors.map((monitor) => withSecrets(monitor, new Map()))
  const checking = await startChecking(p, { monitors, recorder, measurements })
  const hub = new Hub(p)
  const work = workOf(monitors, probeControl)
  p.log.info({ monitors: config.monitors.length, configuration: config.source }, 'monitoring started')
  return {
    probeRoutes: probeRoutes(p, { hub, work: () => work }),
    releaseAgents: () => hub.close(),
    async stop() {
      hub.close()
      await checking.stop()
      await heartbeats.stop()
      await recorder.stop()
      measurements.remove()
    },
  }
}
