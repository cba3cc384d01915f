import { afterEach, describe, expect, test } from 'vitest'
import type { DnsMonitor, RecordType } from '../config/kinds/dns.ts'
import { runCheck } from './run-check.ts'
import { nameServer, records } from './testing/name-server.ts'

const NOW = Temporal.Instant.from('2026-11-24T18:00:00Z')
const ZONE = {
  'example.com': {
    A: [records.address('192.0.2.1'), records.address('192.0.2.2')],
    AAAA: [records.address6('2001:0db8:0000:0000:0000:0000:0000:0001')],
    MX: [records.mx(10, 'mail.example.com')],
    TXT: [records.txt('v=spf1 ', '-all')],
    NS: [records.name('ns1.example.com')],
    CAA: [records.caa(0, 'issue', 'letsencrypt.org')],
  },
  'www.example.com': { CNAME: [records.name('example.com')] },
}

const opened: { close(): Promise<void> }[] = []
afterEach(() => Promise.all(opened.splice(0).map((one) => one.close())))

async function server(...args: Parameters<typeof nameServer>) {
  const made = await nameServer(...args)
  opened.push(made)
  return made.resolver
}

function monitor(
  resolver: string | null,
  name: string,
  type: RecordType,
  over: Partial<DnsMonitor['expect']> = {},
) {
  return {
    kind: 'dns',
    key: 'zone',
    component: 'app',
    everyMs: 60_000,
    timeoutMs: 600,
    allowPrivate: ['127.0.0.1'],
    dns: { name, type, resolver },
    expect: { contains: [], equals: null, latencyMs: null, ...over },
  } satisfies DnsMonitor
}

const check = (m: DnsMonitor) => runCheck(m, { now: () => NOW })

test.each<[RecordType, string, string[]]>([
  ['A', 'example.com', ['192.0.2.2', '192.0.2.1']],
  ['AAAA', 'example.com', ['2001:db8::1']],
  ['CNAME', 'www.example.com', ['Example.com.']],
  ['MX', 'example.com', ['10 mail.example.com']],
  ['TXT', 'example.com', ['v=spf1 -all']],
  ['NS', 'example.com', ['ns1.example.com.']],
  ['CAA', 'example.com', ['0 issue "letsencrypt.org"']],
])(
  '%s records of %s that are the expected ones are up, in any order and case',
  async (type, name, equals) => {
    const resolver = await server(ZONE)
    expect(await check(monitor(resolver, name, type, { equals }))).toMatchObject({
      state: 'up',
      reason: null,
    })
  },
)

describe('a name is down, with its reason,', () => {
  test.each<[string, string, RecordType, Partial<DnsMonitor['expect']>, string]>([
    ['when it does not exist', 'nothing.example.com', 'A', {}, 'the name does not exist'],
    ['when it has no record of the type', 'www.example.com', 'MX', {}, 'the name has no MX record'],
    [
      'when a value is missing',
      'example.com',
      'A',
      { contains: ['192.0.2.9'] },
      'no A record is “192.0.2.9”',
    ],
    [
      'when there are others',
      'example.com',
      'A',
      { equals: ['192.0.2.1'] },
      'there are other A records than expected',
    ],
  ])('%s', async (_, name, type, over, reason) => {
    const resolver = await server(ZONE)
    expect(await check(monitor(resolver, name, type, over))).toMatchObject({ state: 'down', reason })
  })

  test.each<[string, (query: Buffer) => Buffer | null, RegExp]>([
    [
      'when its name server is silent',
      () => null,
      /^(no answer within 600 ms|the name server did not answer)$/,
    ],
    [
      'when its name server answers garbage',
      (query) =>
        Buffer.concat([query.subarray(0, 2), Buffer.from([0x81, 0x80, 0, 1, 0, 9]), Buffer.alloc(40, 0xff)]),
      /^(the name server answered with something that is not DNS|no answer within 600 ms|the name server did not answer)$/,
    ],
    [
      'when its name server fails',
      (query) => {
        const reply = Buffer.from(query)
        reply.writeUInt16BE(0x8182, 2)
        return reply
      },
      /^the name server failed$/,
    ],
  ])('%s', async (_, answer, reason) => {
    const resolver = await server({}, answer)
    const result = await check(monitor(resolver, 'example.com', 'A'))
    expect(result.state).toBe('down')
    expect(result.reason).toMatch(reason)
  })

  test('when its name server has a private address that is not allowed by name', async () => {
    const resolver = await server(ZONE)
    expect(await check({ ...monitor(resolver, 'example.com', 'A'), allowPrivate: [] })).toMatchObject({
      state: 'down',
      reason: 'the address of the name server is private and is not allowed by name',
    })
  })
})
