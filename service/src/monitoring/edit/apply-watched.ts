import { announce, type Ctx } from '@tractops/platform'
import type { MonitorConfig, MonitoringConfig } from '../config/config.ts'
import { applyHeartbeats } from '../heartbeat/apply-heartbeats.ts'
import { applyConfig } from '../record/apply-config.ts'
import { configOf, readWatched, type Watched } from './read-watched.ts'

export type Watching = { file: MonitoringConfig; secretKey: string }

/** Brings what is measured in line with what is to be watched; answers with that, and with the checks to carry out. */
export async function applyWatched(
  ctx: Ctx,
  { file, secretKey }: Watching,
): Promise<{ watched: Watched; checked: MonitorConfig[] }> {
  const { secrets, ...watched } = await readWatched(ctx, { file, secretKey })
  const config = configOf(watched, file, secrets)
  await applyConfig(ctx, config)
  await applyHeartbeats(ctx, config.heartbeats ?? [])
  return { watched, checked: config.checked }
}

/** The checks to carry out, as they stand. */
export async function checkedNow(ctx: Ctx, { file, secretKey }: Watching): Promise<MonitorConfig[]> {
  const { secrets, ...watched } = await readWatched(ctx, { file, secretKey })
  return configOf(watched, file, secrets).checked
}

/** After a change of a definition: what is measured follows, and every process that checks is told. */
export async function applyChange(ctx: Ctx, watching: Watching): Promise<void> {
  await applyWatched(ctx, watching)
  await announce(ctx, 'monitoring')
}
