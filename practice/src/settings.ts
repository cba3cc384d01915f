import { parseArgs } from 'node:util'
import type { PracticeOptions } from './start-practice.ts'

/**
 * Reads the environment (`HOST`, `PRACTICE_PORT`, `PRACTICE_TLS_PORT`, `DATA_DIR`) and the command line: `--port N`
 * stands over `PRACTICE_PORT`, and `--port 0` takes two free ports. Null where `PRACTICE_PORT=0` says: none.
 * Throws a sentence that names the setting.
 */
export function readSettings(env: NodeJS.ProcessEnv, args: string[]): PracticeOptions | null {
  const { values } = parseArgs({ args, options: { port: { type: 'string' } } })
  const port = portOf(values.port ?? env.PRACTICE_PORT ?? '3100', values.port ? '--port' : 'PRACTICE_PORT')
  if (values.port === undefined && port === 0) return null
  const tlsPort = portOf(env.PRACTICE_TLS_PORT ?? String(port && port + 1), 'PRACTICE_TLS_PORT')
  return { host: env.HOST || '127.0.0.1', port, tlsPort, dataDir: env.DATA_DIR || './data' }
}

function portOf(text: string, name: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN
  if (!(port <= 65_535)) throw new Error(`${name} is "${text}". A port is a whole number from 0 to 65535.`)
  return port
}
