import { AppError, type Ctx, type JsonValue } from '@tractops/platform'
import { secretsOf } from '../config/with-secrets.ts'
import type { Watching } from './apply-watched.ts'
import { readWatched } from './read-watched.ts'
import { readMonitor } from './read-written.ts'
import type { Written } from './tables.ts'

/** `mayAllowPrivate`: whether whoever asks may let a monitor reach private addresses. */
export type By = Watching & { mayAllowPrivate: boolean }

/** What the rest of what is watched makes of a monitor: its component, its secrets, its token, its private addresses. */
export async function refuseUnfit(ctx: Ctx, written: Written, before: Written, by: By): Promise<void> {
  const config = readMonitor(written)
  const watched = await readWatched(ctx, by)
  const refuse = (code: string, status: number, message: string, path: string) =>
    new AppError(code, status, message, { path })
  const components = watched.components.map((c) => c.config.key)
  if (!components.includes(config.component)) {
    const known =
      components.length === 0
        ? 'there is none yet.'
        : `the components are ${components.slice(0, 20).join(', ')}.`
    throw refuse(
      'component_unknown',
      400,
      `There is no component "${config.component}"; ${known}`,
      'body.component',
    )
  }
  if (config.kind === 'heartbeat') {
    const { tokenHash } = config.heartbeat
    const other = watched.monitors.find(
      (m) =>
        m.config.kind === 'heartbeat' &&
        m.config.key !== config.key &&
        m.config.heartbeat.tokenHash === tokenHash,
    )
    if (other !== undefined)
      throw refuse(
        'token_taken',
        409,
        'Another heartbeat has this token; leave it out to get a new one.',
        'body.heartbeat.token',
      )
    return
  }
  const closed = secretsOf(config).find((name) => !watched.secrets.has(name))
  if (closed !== undefined) {
    throw refuse(
      'secret_unknown',
      400,
      `There is no secret ${closed}; an admin stores it, by PUT /api/v1/secrets/${closed}.`,
      'body',
    )
  }
  const held = new Set(hosts(before.allowPrivate))
  if (!by.mayAllowPrivate && config.allowPrivate.some((host) => !held.has(host))) {
    throw refuse(
      'needs_admin',
      403,
      'Only an admin lets a monitor reach private addresses.',
      'body.allowPrivate',
    )
  }
}

const hosts = (list: JsonValue | undefined) =>
  Array.isArray(list) ? list.map((host) => String(host).toLowerCase()) : []
