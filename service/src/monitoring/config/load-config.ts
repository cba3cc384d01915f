import { X509Certificate } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { basename, dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Configuration } from './config.ts'
import type { Trust } from './kinds/check.ts'
import { ConfigError, type ConfigProblem, problemAt, problemsOf } from './problems.ts'
import { checkReferences } from './references.ts'
import { type ConfigFile, fileSchema, monitorOf } from './schema.ts'
import { substitute, type Variables } from './substitute.ts'
import { vendorsConfig } from './vendors.ts'
import { readYaml, type YamlSource } from './yaml-source.ts'

/** Where the practice application answers; `ca` is the PEM file of the authority behind its certificate. */
export type Practice = { url: string; tlsUrl?: string | undefined; ca?: string | undefined }

const MAX_BYTES = 4 * 1024 * 1024
/** Where nothing is watched, nobody's outage excuses anything. */
const NO_VENDORS = { poll: false, pages: [] }
const BUILT_IN = fileURLToPath(new URL('../../../practice.yaml', import.meta.url))

/**
 * Reads what is to be watched. The whole file holds, or all of it is refused with every problem and its line.
 *
 * Where the file is missing and was not asked for by name (`explicit` false), the practice application is watched; and
 * nothing at all where that does not run either (`practice` null).
 *
 * @throws ConfigError
 */
export async function loadConfig(from: {
  path: string
  explicit: boolean
  env: Variables
  practice: Practice | null
}): Promise<Configuration> {
  const text = await readText(from.path, from.explicit)
  if (text !== null) return parseConfig(text, from.path, from)
  if (from.practice === null)
    return { source: null, usesPractice: false, components: [], monitors: [], vendors: NO_VENDORS }
  return parseConfig((await readText(BUILT_IN, true))!, BUILT_IN, from)
}

async function readText(path: string, explicit: boolean): Promise<string | null> {
  const refuse = (message: string) =>
    new ConfigError(basename(path), [{ line: 1, column: 1, path: '', message }])
  try {
    const { size } = await stat(path)
    if (size > MAX_BYTES)
      throw refuse(`The file has ${Math.ceil(size / 1024 / 1024)} MB; a configuration has 4 at most.`)
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path))
  } catch (error) {
    if (error instanceof ConfigError) throw error
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'ENOENT' && !explicit) return null
    if (code === 'ENOENT') throw refuse(`There is no file at ${path}; write it, or leave CONFIG unset.`)
    if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') throw refuse('The file is not UTF-8; save it as UTF-8.')
    throw refuse(`The file at ${path} cannot be read (${code ?? 'unknown reason'}).`)
  }
}

async function parseConfig(
  text: string,
  path: string,
  from: { env: Variables; practice: Practice | null },
): Promise<Configuration> {
  const file = basename(path)
  const source = readYaml(text)
  if ('problems' in source)
    throw new ConfigError(
      file,
      source.problems.map((p) => ({ ...p, path: '' })),
    )
  const { practice } = from
  const variables = {
    PRACTICE_URL: practice?.url,
    PRACTICE_TLS_URL: practice?.tlsUrl,
    PRACTICE_CA: practice?.ca,
  }
  const filled = substitute(source.data, variables, from.env)
  const problems = filled.problems.map((p) => problemAt(p.path, p.message, source))
  const unset = new Set(problems.map((p) => p.path))
  const parsed = fileSchema.safeParse(filled.data)
  if (!parsed.success)
    problems.push(...problemsOf(parsed.error.issues, source).filter((p) => !unset.has(p.path)))
  problems.push(...checkReferences(filled.data).map((p) => problemAt(p.path, p.message, source)))
  if (parsed.success && problems.length === 0) {
    const all = await Promise.all(
      parsed.data.monitors.map(async (m, i) => monitorOf(m, await trustOf(m, i, path, source, problems))),
    )
    if (problems.length === 0) {
      const components = parsed.data.components.map((c) => ({ ...c, description: c.description ?? null }))
      const usesPractice = [...filled.used].some((name) => name.startsWith('PRACTICE_'))
      const monitors = all.filter((m) => m.kind !== 'heartbeat')
      const heartbeats = all.filter((m) => m.kind === 'heartbeat')
      const vendors = vendorsConfig(parsed.data.vendors)
      const written = writtenOf(source.data)
      return { source: path, usesPractice, components, monitors, heartbeats, vendors, written }
    }
  }
  throw new ConfigError(
    file,
    problems.sort((a, b) => a.line - b.line || a.column - b.column),
  )
}

/** The parts of the file by their keys, as they stand in it. */
function writtenOf(data: unknown): NonNullable<Configuration['written']> {
  const { components, monitors } = data as Record<'components' | 'monitors', { key: string }[]>
  const byKey = (list: { key: string }[]) => Object.fromEntries(list.map((one) => [one.key, one]))
  return { components: byKey(components), monitors: byKey(monitors) }
}

async function trustOf(
  m: ConfigFile['monitors'][number],
  index: number,
  path: string,
  source: YamlSource,
  problems: ConfigProblem[],
): Promise<Trust> {
  const named = 'tls' in m ? m.tls?.ca : undefined
  if (named === undefined) return { ca: null }
  try {
    const ca = named.startsWith('-----BEGIN') ? named : await readFile(resolve(dirname(path), named), 'utf8')
    new X509Certificate(ca)
    return { ca }
  } catch {
    const message =
      'names no file with a PEM certificate; write the path, from this file on, of the authority to trust.'
    problems.push(problemAt(['monitors', index, 'tls', 'ca'], message, source))
    return { ca: null }
  }
}
