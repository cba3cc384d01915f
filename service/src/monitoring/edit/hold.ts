import { AppError, type Ctx } from '@tractops/platform'
import { and, eq, sql } from 'drizzle-orm'
import type { MonitoringConfig } from '../config/config.ts'
import { definition } from './tables.ts'

type What = 'monitor' | 'component'

/** Any number will do; it never changes. */
const EDITING = 7_263_541_003

/** Changes of definitions wait for each other, until the transaction ends. */
export async function holdDefinitions(ctx: Ctx): Promise<void> {
  await ctx.tx.execute(sql`select pg_advisory_xact_lock(${EDITING})`)
}

/** The definition of the console under a key. @throws AppError 409 `comes_from_file`, 404 `…_unknown` */
export async function definitionOf(ctx: Ctx, what: What, key: string, file: MonitoringConfig) {
  refuseFile(what, key, file)
  const [row] = await ctx.tx
    .select()
    .from(definition)
    .where(and(eq(definition.what, what), eq(definition.key, key)))
  if (row !== undefined) return row
  const message = `No ${what} is called "${key}"; /api/v1/${what}s lists them.`
  throw new AppError(`${what}_unknown`, 404, message, { path: 'param.key' })
}

/** @throws AppError 409 where a key is the file's, or taken by the console already. */
export async function refuseTaken(ctx: Ctx, what: What, key: string, file: MonitoringConfig): Promise<void> {
  refuseFile(what, key, file)
  const [row] = await ctx.tx
    .select({ id: definition.id })
    .from(definition)
    .where(and(eq(definition.what, what), eq(definition.key, key)))
  if (row === undefined) return
  const message = `A ${what} is called "${key}" already; choose another key, or change that one.`
  throw new AppError('key_taken', 409, message, { path: 'body.key' })
}

function refuseFile(what: What, key: string, file: MonitoringConfig): void {
  const list = what === 'component' ? file.components : [...file.monitors, ...(file.heartbeats ?? [])]
  if (!list.some((one) => one.key === key)) return
  const name = file.source?.split(/[\\/]/).at(-1) ?? 'the file'
  const message = `The ${what} "${key}" comes from ${name}: change it there and start again.`
  throw new AppError('comes_from_file', 409, message, { path: 'key' })
}
