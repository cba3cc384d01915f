import { X509Certificate } from 'node:crypto'
import { AppError } from '@tractops/platform'
import type { ComponentConfig, MonitorConfig } from '../config/config.ts'
import type { HeartbeatMonitor } from '../config/kinds/heartbeat.ts'
import { type ConfigProblem, problemsOf } from '../config/problems.ts'
import { componentSchema, monitorOf, monitorSchema } from '../config/schema.ts'
import { substitute } from '../config/substitute.ts'
import type { Written } from './tables.ts'

/** A monitor from what was written in the console, by the rules of the file. @throws AppError `invalid_monitor` */
export function readMonitor(written: Written): MonitorConfig | HeartbeatMonitor {
  refuseDepth('invalid_monitor', written)
  const data = { monitors: [written] }
  const filled = substitute(data, {}, null)
  const told = filled.problems.map(({ path, message }) => ({ path: path.slice(2), message }))
  const read = monitorSchema.safeParse((filled.data as typeof data).monitors[0])
  const problems = [...told, ...bareSecrets(written).map((path) => ({ path, message: BARE }))].map(
    ({ path, message }) => ({
      path: path.join('.'),
      message,
    }),
  )
  if (!read.success) problems.push(...problemsOf(read.error.issues, unplaced(written)))
  else if ('tls' in read.data && read.data.tls?.ca !== undefined && !isCertificate(read.data.tls.ca)) {
    problems.push({
      path: 'tls.ca',
      message: 'is not a certificate; write the PEM text of the authority to trust.',
    })
  }
  if (!read.success || problems.length > 0) throw refusal('invalid_monitor', problems)
  const m = read.data
  return monitorOf(m, { ca: ('tls' in m ? m.tls?.ca : undefined) ?? null })
}

/** A component from what was written in the console. @throws AppError `invalid_component` */
export function readComponent(written: Written): ComponentConfig {
  refuseDepth('invalid_component', written)
  const read = componentSchema.safeParse(written)
  if (!read.success) throw refusal('invalid_component', problemsOf(read.error.issues, unplaced(written)))
  return { ...read.data, description: read.data.description ?? null }
}

const MOST_LEVELS = 12

function refuseDepth(code: string, written: Written): void {
  let level: unknown[] = [written]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MOST_LEVELS)
      throw refusal(code, [{ path: '', message: 'is nested too deep to be a definition.' }])
    level = level.flatMap((value) =>
      typeof value === 'object' && value !== null ? Object.values(value) : [],
    )
  }
}

function refusal(code: string, problems: readonly Pick<ConfigProblem, 'path' | 'message'>[]): AppError {
  const { path, message } = problems[0]!
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : ''
  return new AppError(code, 400, `${path === '' ? 'The input' : path}: ${message}${more}`, {
    path: path === '' ? 'body' : `body.${path}`,
  })
}

const nowhere = () => ({ line: 1, column: 1 })
const unplaced = (data: unknown) => ({ data, positionOf: nowhere, keyPositionOf: nowhere })

function isCertificate(text: string): boolean {
  try {
    return text.startsWith('-----BEGIN') && new X509Certificate(text) !== null
  } catch {
    return false
  }
}

const BARE = 'would be read by everybody on staff; store it as a secret and write ${secret:NAME} here.'
const SENSITIVE = /^(proxy-)?authorization$|^cookie$|token|secret|password|api-?key/i

/** The headers that hold a key as it is, by their paths. */
export function bareSecrets(written: Written): (string | number)[][] {
  const requests: { at: (string | number)[]; http: unknown }[] = [{ at: ['http'], http: written.http }]
  const steps = (written.journey as { steps?: unknown } | undefined)?.steps
  if (Array.isArray(steps)) {
    for (const [i, step] of steps.entries()) {
      requests.push({ at: ['journey', 'steps', i, 'http'], http: (step as { http?: unknown } | null)?.http })
    }
  }
  return requests.flatMap(({ at, http }) =>
    Object.entries((http as { headers?: object } | undefined)?.headers ?? {})
      .filter(([name, value]) => SENSITIVE.test(name) && !(typeof value === 'string' && value.includes('${')))
      .map(([name]) => [...at, 'headers', name]),
  )
}
