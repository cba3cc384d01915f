import { join } from 'node:path'
import { inTransaction, type Platform } from '@tractops/platform'
import { startChecking } from './agents/built-in/start-checking.ts'
import { workOf } from './agents/serve/assign.ts'
import { Hub } from './agents/serve/hub.ts'
import { probeRoutes } from './agents/serve/probe-routes.ts'
import type { MonitoringConfig } from './config/config.ts'
import { applyWatched } from './edit/apply-watched.ts'
import { followChanges, tellOddities } from './edit/follow-changes.ts'
import { startHeartbeats } from './heartbeat/start-heartbeats.ts'
import { tellMeasured } from './listeners.ts'
import { createMeasurements } from './measurements.ts'
import { Journal } from './record/journal.ts'
import { MONITORING, Recorder } from './record/recorder.ts'

/** `probeRoutes` is what remote agents ask and deliver; `releaseAgents` lets those go that wait, before the doors close. */
export type Monitoring = {
  probeRoutes: ReturnType<typeof probeRoutes>
  releaseAgents(): void
  stop(): Promise<void>
}

/**
 * Starts to watch everything that the configuration and the console name, and follows what is changed there: results that an earlier process left behind are recorded first,
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
  const watching = { file: config, secretKey: p.config.secretKey }
  const { watched, checked } = await inTransaction(p, MONITORING, (ctx) => applyWatched(ctx, watching))
  tellOddities(p.log, watched, config.source)
  const heartbeats = startHeartbeats(p)
  const measurements = createMeasurements(p.metrics, () => recorder.unflushed)
  const checking = await startChecking(p, { monitors: checked, recorder, measurements })
  const hub = new Hub(p)
  let work = workOf(checked, probeControl)
  const following = followChanges(p, watching, async (monitors) => {
    work = workOf(monitors, probeControl)
    hub.wake()
    await checking.change(monitors)
  })
  p.log.info({ monitors: checked.length, configuration: config.source }, 'monitoring started')
  return {
    probeRoutes: probeRoutes(p, { hub, work: () => work }),
    releaseAgents: () => hub.close(),
    async stop() {
      hub.close()
      await following.stop()
      await checking.stop()
      await heartbeats.stop()
      await recorder.stop()
      measurements.remove()
    },
  }
}
