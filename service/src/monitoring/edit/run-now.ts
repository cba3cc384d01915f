import { type Actor, AppError, inTransaction, type Platform } from '@tractops/platform'
import type { CheckResult } from '../check/check-result.ts'
import { runCheck } from '../check/run-check.ts'
import { withSecrets } from '../config/with-secrets.ts'
import { tellMeasured } from '../listeners.ts'
import { recordResults } from '../record/record-results.ts'
import type { Watching } from './apply-watched.ts'
import { readWatched } from './read-watched.ts'

/**
 * Carries out one check of a monitor at once, and records what it found as any other result. No transaction is open while it
 * runs.
 */
export async function runNow(
  p: Pick<Platform, 'db' | 'clock' | 'log'>,
  actor: Actor,
  { key, ...watching }: Watching & { key: string },
): Promise<CheckResult> {
  const watched = await inTransaction(p, actor, (ctx) => readWatched(ctx, watching))
  const found = watched.monitors.find(({ config }) => config.key === key)
  const refuse = (code: string, status: number, message: string) =>
    new AppError(code, status, message, { path: 'param.key' })
  if (found === undefined) {
    throw refuse('monitor_unknown', 404, `No monitor is called "${key}"; /api/v1/monitors lists them.`)
  }
  const { config, problem } = found
  if (config.kind === 'heartbeat')
    throw refuse('not_run', 409, 'A heartbeat is not run from here: its target calls.')
  if (problem !== null) throw refuse('not_checked', 409, problem)
  const result = await runCheck(withSecrets(config, watched.secrets), { now: () => p.clock.now() })
  const { startedAt, state, reason, latencyMs, statusCode } = result
  const told = { state, reason, latencyMs, statusCode, atMs: startedAt.epochMilliseconds }
  const { component } = config
  const changes = await inTransaction(p, actor, (ctx) =>
    recordResults(ctx, [{ component, monitor: key, ...told }]),
  )
  const measured = { at: p.clock.now(), results: 1, changes }
  tellMeasured(measured, (err) => p.log.error({ err }, 'a listener to measurements failed'))
  return result
}
