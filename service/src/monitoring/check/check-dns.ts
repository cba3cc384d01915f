import { Resolver } from 'node:dns/promises'
import { isPublicAddress, reasonOf } from '@tractops/platform'
import type { DnsMonitor, RecordType } from '../config/kinds/dns.ts'
import { type Attempt, bounded, type CheckDeps } from './bounded.ts'
import type { CheckResult } from './check-result.ts'
import { Failure } from './failure.ts'
import { withinLimits } from './limits.ts'

/** Carries out one DNS check: the name has records of the type, and their values are the expected ones. */
export function checkDns(monitor: DnsMonitor, deps: CheckDeps): Promise<CheckResult> {
  return bounded(monitor.timeoutMs, deps, async (attempt) => {
    const { dns, expect } = monitor
    const found = await lookUp(monitor, attempt)
    const latencyMs = attempt.latencyMs()
    const same = (a: string, b: string) => comparable(dns.type, a) === comparable(dns.type, b)
    const missing = [...expect.contains, ...(expect.equals ?? [])].find(
      (value) => !found.some((one) => same(one, value)),
    )
    const none = (reason: string) => ({ state: 'down' as const, reason, latencyMs })
    if (missing !== undefined) return none(`no ${dns.type} record is “${missing}”`)
    if (expect.equals !== null && !found.every((one) => expect.equals!.some((value) => same(one, value)))) {
      return none(`there are other ${dns.type} records than expected`)
    }
    return { ...withinLimits(expect, { latencyMs, tlsDaysLeft: null }), latencyMs }
  })
}

async function lookUp({ dns, timeoutMs, allowPrivate }: DnsMonitor, { signal }: Attempt): Promise<string[]> {
  const resolver = new Resolver({ timeout: Math.max(100, Math.min(2_000, timeoutMs / 3)), tries: 3 })
  if (dns.resolver !== null) {
    const address =
      /^\[(.+)\](?::\d+)?$/.exec(dns.resolver)?.[1] ?? dns.resolver.replace(/^([^:]+):\d+$/, '$1')
    if (
      !isPublicAddress(address) &&
      !allowPrivate.includes(address) &&
      !allowPrivate.includes(dns.resolver)
    ) {
      throw new Failure('the address of the name server is private and is not allowed by name')
    }
    resolver.setServers([dns.resolver])
  }
  const cancel = () => resolver.cancel()
  signal.addEventListener('abort', cancel, { once: true })
  try {
    return await valuesOf(resolver, dns.name, dns.type)
  } catch (error) {
    throw new Failure(WORDS[(error as NodeJS.ErrnoException).code ?? '']?.(dns.type) ?? reasonOf(error))
  } finally {
    signal.removeEventListener('abort', cancel)
  }
}

const WORDS: Record<string, (type: RecordType) => string> = {
  ENOTFOUND: () => 'the name does not exist',
  ENODATA: (type) => `the name has no ${type} record`,
  ETIMEOUT: () => 'the name server did not answer',
  ECONNREFUSED: () => 'the name server could not be reached',
  EBADRESP: () => 'the name server answered with something that is not DNS',
  EFORMERR: () => 'the name server did not understand the question',
  ENOTIMP: () => 'the name server does not know such questions',
}

/** The values of the records, as they stand in a zone file. */
async function valuesOf(resolver: Resolver, name: string, type: RecordType): Promise<string[]> {
  switch (type) {
    case 'A':
      return resolver.resolve4(name)
    case 'AAAA':
      return resolver.resolve6(name)
    case 'CNAME':
      return resolver.resolveCname(name)
    case 'NS':
      return resolver.resolveNs(name)
    case 'TXT':
      return (await resolver.resolveTxt(name)).map((parts) => parts.join(''))
    case 'MX':
      return (await resolver.resolveMx(name)).map((mx) => `${mx.priority} ${mx.exchange}`)
    case 'CAA':
      return (await resolver.resolveCaa(name)).map(caaText)
  }
}

/** Node gives the tag as the name of a field. */
function caaText({ critical, ...rest }: { critical: number }): string {
  const [tag, value] = Object.entries(rest).find(([name]) => name !== 'type') ?? ['', '']
  return `${critical} ${tag} ${String(value)}`
}

/** Names are the same in any case and with the last dot or without; texts are as they are. */
function comparable(type: RecordType, value: string): string {
  if (type === 'TXT') return value
  const words = value.trim().toLowerCase().replaceAll('"', '').split(/\s+/).join(' ')
  return words.replace(/\.$/, '')
}
