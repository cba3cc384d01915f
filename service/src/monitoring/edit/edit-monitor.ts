import { randomBytes } from 'node:crypto'
import { AppError, audit, type Ctx, type JsonValue } from '@tractops/platform'
import { eq } from 'drizzle-orm'
import { hashOfToken } from '../config/kinds/heartbeat.ts'
import { secretsOf } from '../config/with-secrets.ts'
import { applyChange, type Watching } from './apply-watched.ts'
import { definitionOf, holdDefinitions, refuseTaken } from './hold.ts'
import { readWatched } from './read-watched.ts'
import { readMonitor } from './read-written.ts'
import { shown } from './shown.ts'
import { definition, type Written } from './tables.ts'

/** `mayAllowPrivate`: whether whoever asks may let a monitor reach private addresses. */
type By = Watching & { mayAllowPrivate: boolean }

/**
 * Makes a monitor, written as in the file. A heartbeat that brings no token gets one: this is the only time it can be seen.
 *
 * @throws AppError with the path of what does not hold.
 */
export async function createMonitor(
  ctx: Ctx,
  input: By & { written: Written },
): Promise<{ key: string; token: string | null }> {
  await holdDefinitions(ctx)
  const { written, token } = withToken(input.written)
  const { key } = readMonitor(written)
  await refuseTaken(ctx, 'monitor', key, input.file)
  await refuseUnfit(ctx, written, {}, input)
  const { now, actor } = ctx
  await ctx.tx.insert(definition).values({
    ...{ what: 'monitor', key, written, position: 0 },
    ...{ createdAt: now, createdBy: actor, changedAt: now, changedBy: actor },
  })
  await applyChange(ctx, input)
  await audit(ctx, { action: 'monitor.created', subject: `monitor ${key}`, detail: shown(written) })
  return { key, token }
}

/** Changes the given fields of a monitor; null takes one away. Its key stays; with another component it begins anew there. */
export async function changeMonitor(
  ctx: Ctx,
  input: By & { key: string; changes: Written },
): Promise<{ token: string | null }> {
  await holdDefinitions(ctx)
  const row = await definitionOf(ctx, 'monitor', input.key, input.file)
  const { written, token } = withToken(withHeldToken(merged(row.written, input.changes), row.written))
  refuseRenaming(input.key, written)
  readMonitor(written)
  await refuseUnfit(ctx, written, row.written, input)
  await ctx.tx
    .update(definition)
    .set({ written, changedAt: ctx.now, changedBy: ctx.actor })
    .where(eq(definition.id, row.id))
  await applyChange(ctx, input)
  const detail = { from: shown(row.written), to: shown(written) }
  await audit(ctx, { action: 'monitor.changed', subject: `monitor ${input.key}`, detail })
  return { token }
}

/** Ends a monitor; what it measured is kept. */
export async function retireMonitor(ctx: Ctx, input: Watching & { key: string }): Promise<void> {
  await holdDefinitions(ctx)
  const row = await definitionOf(ctx, 'monitor', input.key, input.file)
  await ctx.tx.delete(definition).where(eq(definition.id, row.id))
  await applyChange(ctx, input)
  await audit(ctx, { action: 'monitor.retired', subject: `monitor ${input.key}`, detail: shown(row.written) })
}

/** The fields of `before` with those of `changes`; null takes one away. */
export function merged(before: Written, changes: Written): Written {
  return Object.fromEntries(Object.entries({ ...before, ...changes }).filter(([, value]) => value !== null))
}

export function refuseRenaming(key: string, written: Written): void {
  if (written.key === key) return
  throw new AppError(
    'key_fixed',
    400,
    'A key stays, as its history goes by it; make a new one and retire this.',
    {
      path: 'body.key',
    },
  )
}

/** A heartbeat that is changed keeps its token, unless it is given another one. */
function withHeldToken(written: Written, before: Written): Written {
  const [beat, held] = [written.heartbeat, before.heartbeat].map((value) => value as Written | undefined)
  if (held?.tokenHash === undefined || typeof beat !== 'object' || beat === null || beat.token !== undefined)
    return written
  return { ...written, heartbeat: { ...beat, tokenHash: held.tokenHash } }
}

/** Of a heartbeat only the hash of its token is kept; one without gets a token. */
function withToken(written: Written): { written: Written; token: string | null } {
  const beat = written.heartbeat
  if (typeof beat !== 'object' || beat === null || Array.isArray(beat)) return { written, token: null }
  const { token, ...rest } = beat
  if (token === undefined && rest.tokenHash !== undefined) return { written, token: null }
  const made = token === undefined ? randomBytes(24).toString('base64url') : token
  if (typeof made !== 'string' || !/^[\w-]{20,200}$/.test(made)) return { written, token: null }
  return {
    written: { ...written, heartbeat: { ...rest, tokenHash: hashOfToken(made) } },
    token: token === undefined ? made : null,
  }
}

/** What the rest of what is watched makes of a monitor: its component, its secrets, its token, its private addresses. */
async function refuseUnfit(ctx: Ctx, written: Written, before: Written, by: By): Promise<void> {
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
