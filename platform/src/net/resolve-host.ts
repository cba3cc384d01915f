import { Resolver } from 'node:dns/promises'
import { readFileSync } from 'node:fs'
import { isIP } from 'node:net'

/** Finds the addresses of a host name; ends early when the signal is aborted. */
export type ResolveHost = (hostname: string, signal: AbortSignal) => Promise<string[]>

/**
 * Addresses from the hosts file, else from the name servers (A and AAAA). The system's own resolver is not asked: it works
 * on four threads, and a few names that hang would hold up every other check.
 *
 * @throws the resolver's error (ENOTFOUND, ENODATA, ESERVFAIL...) when the name has no address.
 */
export const resolveHost: ResolveHost = async (hostname, signal) => {
  if (isIP(hostname) !== 0) return [hostname]
  const local = hostsFile().get(hostname.toLowerCase())
  if (local !== undefined) return local
  const resolver = new Resolver({ timeout: 2_000, tries: 3 })
  const cancel = () => resolver.cancel()
  signal.addEventListener('abort', cancel, { once: true })
  try {
    const answers = await Promise.allSettled([resolver.resolve4(hostname), resolver.resolve6(hostname)])
    const addresses = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []))
    if (addresses.length > 0) return addresses
    throw (answers[0] as PromiseRejectedResult).reason
  } finally {
    signal.removeEventListener('abort', cancel)
  }
}

let hosts: Map<string, string[]> | null = null

/** /etc/hosts as it was at the first look, with `localhost` in any case (RFC 6761). */
function hostsFile(): Map<string, string[]> {
  if (hosts !== null) return hosts
  hosts = new Map()
  let text = ''
  try {
    text = readFileSync('/etc/hosts', 'utf8')
  } catch {}
  for (const line of text.split('\n')) {
    const [address = '', ...names] = line.replace(/#.*/, '').trim().split(/\s+/)
    if (isIP(address) === 0) continue
    for (const name of names)
      hosts.set(name.toLowerCase(), [...(hosts.get(name.toLowerCase()) ?? []), address])
  }
  if (!hosts.has('localhost')) hosts.set('localhost', ['127.0.0.1', '::1'])
  return hosts
}
