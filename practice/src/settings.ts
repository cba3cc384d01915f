import { parseArgs } from 'node:util'
import type { PracticeOptions } from './start-practice.ts'
import type { Widget } from './widget.ts'

/**
 * Reads the environment (`HOST`, `PRACTICE_PORT`, `PRACTICE_TLS_PORT`, `DATA_DIR`; `TRACTOPS_URL` and `TRACTOPS_WIDGET_KEY` for the help widget) and the command line: `--port N`
 * stands over `PRACTICE_PORT`, and `--port 0` takes two free ports. Null where `PRACTICE_PORT=0` says: none.
 * Throws a sentence that names the setting.
 */
export function readSettings(env: NodeJS.ProcessEnv, args: string[]): PracticeOptions | null {
  const { values } = parseArgs({ args, options: { port: { type: 'string' } } })
  const port = portOf(values.port ?? env.PRACTICE_PORT ?? '3100', values.port ? '--port' : 'PRACTICE_PORT')
  if (values.port === undefined && port === 0) return null
  const tlsPort = portOf(env.PRACTICE_TLS_PORT ?? String(port && port + 1), 'PRACTICE_TLS_PORT')
  return {
    host: env.HOST || '127.0.0.1',
    port,
    tlsPort,
    dataDir: env.DATA_DIR || './data',
    widget: widgetOf(env),
  }
}

/** A key is written `KID.SECRET`. Without an address or a key, the pages carry no help widget. */
function widgetOf({ TRACTOPS_URL: url, TRACTOPS_WIDGET_KEY: key }: NodeJS.ProcessEnv): Widget | null {
  const [kid, secret] = (key ?? '').split('.')
  return url && kid && secret ? { url: new URL(url).origin, kid, secret } : null
}

function portOf(text: string, name: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN
  if (!(port <= 65_535)) throw new Error(`${name} is "${text}". A port is a whole number from 0 to 65535.`)
  return port
}
