import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'
import { Problem } from './problem.ts'

/**
 * Refuses a change that another site's page makes a reader's browser send. Browsers say where a request comes from;
 * programs do not, and may use the API, but a form always comes from a browser and must say that it is ours.
 */
export function requireOwnOrigin(request: IncomingMessage, options: { form: boolean; host: string }): void {
  const { origin, host, 'sec-fetch-site': site } = request.headers
  const foreign =
    (origin !== undefined && origin !== `${'encrypted' in request.socket ? 'https' : 'http'}://${host}`) ||
    (site !== undefined && site !== 'same-origin' && site !== 'none') ||
    (options.form && origin === undefined && site === undefined) ||
    (isLoopback(options.host) && !isLoopback(nameOf(host)))
  if (foreign) {
    throw new Problem(
      403,
      'foreign_origin',
      'Only this application’s own page at /practice, or a program that is no browser, can break or mend a part.',
    )
  }
}

/** The host name of a Host header, without its port and brackets. */
function nameOf(host: string | undefined): string {
  return (host ?? '').replace(/:\d+$/, '').replace(/^\[|\]$/g, '')
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))
}
