import { AppError, type Ctx } from '@tractops/platform'
import { asc } from 'drizzle-orm'
import type { ComponentConfig, MonitorConfig, MonitoringConfig } from '../config/config.ts'
import type { HeartbeatMonitor } from '../config/kinds/heartbeat.ts'
import { secretsOf, withSecrets } from '../config/with-secrets.ts'
import { openSecrets } from '../secrets/vault.ts'
import { readComponent, readMonitor } from './read-written.ts'
import { definition, type Written } from './tables.ts'

type Source = 'file' | 'console'

/** A monitor and where it comes from; `problem` says why it is not checked. */
export type WatchedMonitor = {
  config: MonitorConfig | HeartbeatMonitor
  source: Source
  written: Written
  problem: string | null
}
type WatchedComponent = {
  config: ComponentConfig
  source: Source
  written: Written
  position: number | null
}

/** All that is to be watched, from the file and from the console side by side. */
export type Watched = {
  components: WatchedComponent[]
  monitors: WatchedMonitor[]
  /** What is in both; the file's is the one that is watched. */
  clashes: { what: 'monitor' | 'component'; key: string }[]
  unreadable: string[]
  /** What an earlier version took and this one cannot read; it is left out. */
  broken: { what: 'monitor' | 'component'; key: string; message: string }[]
}

/**
 * Reads everything that is to be watched. A key that is in the file and in the console is the file's. A monitor whose component
 * or secret is not there is kept and not checked: nothing is held against the target that is our own affair.
 */
export async function readWatched(
  ctx: Ctx,
  { file, secretKey }: { file: MonitoringConfig; secretKey: string },
): Promise<Watched & { secrets: Map<string, string> }> {
  const { values: secrets, unreadable } = await openSecrets(ctx, secretKey)
  const rows = await ctx.tx.select().from(definition).orderBy(asc(definition.position), asc(definition.id))
  const clashes: Watched['clashes'] = []
  const broken: Watched['broken'] = []
  const components: WatchedComponent[] = file.components.map((config) => ({
    config,
    source: 'file',
    written: file.written?.components[config.key] ?? {},
    position: null,
  }))
  const fileMonitors = [...file.monitors, ...(file.heartbeats ?? [])]
  const monitors: Omit<WatchedMonitor, 'problem'>[] = fileMonitors.map((config) => ({
    config,
    source: 'file',
    written: file.written?.monitors[config.key] ?? {},
  }))
  for (const { what, key, written, position } of rows) {
    const taken = what === 'component' ? components : monitors
    if (taken.some((one) => one.config.key === key && one.source === 'file')) {
      clashes.push({ what, key })
      continue
    }
    try {
      if (what === 'monitor') monitors.push({ config: readMonitor(written), source: 'console', written })
      else components.push({ config: readComponent(written), source: 'console', written, position })
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      broken.push({ what, key, message: error.message })
    }
  }
  const keys = new Set(components.map(({ config }) => config.key))
  const problemOf = ({ config }: (typeof monitors)[number]): string | null => {
    if (!keys.has(config.component)) return `Its component "${config.component}" is no longer there.`
    if (config.kind === 'heartbeat') return null
    const closed = secretsOf(config).find((name) => !secrets.has(name))
    if (closed === undefined) return null
    return unreadable.includes(closed)
      ? `The secret ${closed} was stored with another SECRET_KEY: store it anew.`
      : `There is no secret ${closed}: store it, by PUT /api/v1/secrets/${closed}.`
  }
  const judged = monitors.map((monitor) => ({ ...monitor, problem: problemOf(monitor) }))
  return { components, monitors: judged, clashes, unreadable, broken, secrets }
}

/**
 * What is watched, as one configuration with nothing left to fill in. A component of the console is part of it once something
 * watches it. Monitors with a problem are in `monitors` too, so that they keep their history; `checked` are those to carry out.
 */
export function configOf(
  watched: Watched,
  file: MonitoringConfig,
  secrets: ReadonlyMap<string, string>,
): MonitoringConfig & { checked: MonitorConfig[] } {
  const here = watched.monitors.filter(({ config }) =>
    watched.components.some((c) => c.config.key === config.component),
  )
  const used = new Set(here.map(({ config }) => config.component))
  const probes = here.flatMap(({ config, problem }) =>
    config.kind === 'heartbeat' ? [] : [{ config, problem }],
  )
  return {
    ...file,
    components: watched.components
      .filter(({ config, source }) => source === 'file' || used.has(config.key))
      .map(({ config }) => config),
    monitors: probes.map(({ config }) => config),
    heartbeats: here.flatMap(({ config }) => (config.kind === 'heartbeat' ? [config] : [])),
    checked: probes.flatMap(({ config, problem }) =>
      problem === null ? [withSecrets(config, secrets)] : [],
    ),
  }
}
