import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import type { TlsMonitor } from '../config/kinds/tls.ts'
import { runCheck } from './run-check.ts'
import { CA, httpsTarget } from './testing/targets.ts'

const NOW = Temporal.Instant.from('2026-11-24T18:00:00Z')
const opened: { close(): unknown }[] = []
afterEach(() => Promise.all(opened.splice(0).map((one) => one.close())))

async function target(name: Parameters<typeof httpsTarget>[0]): Promise<number> {
  const made = await httpsTarget(name, () => {})
  opened.push(made)
  return Number(new URL(made.url).port)
}

const check = (port: number, over: { ca?: string | null; expect?: Partial<TlsMonitor['expect']> } = {}) =>
  runCheck(
    {
      kind: 'tls',
      key: 'certificate',
      component: 'app',
      everyMs: 60_000,
      timeoutMs: 500,
      allowPrivate: ['127.0.0.1'],
      tls: { host: '127.0.0.1', port, ca: over.ca === undefined ? CA : over.ca, family: null },
      expect: { tlsDaysLeft: 14, issuer: null, latencyMs: null, ...over.expect },
    },
    { now: () => NOW },
  )

test('a certificate that is trusted, for its host and of the expected authority is up', async () => {
  const result = await check(await target('good'), { expect: { issuer: 'Test authority' } })
  expect(result).toMatchObject({ state: 'up', reason: null })
  expect(result.tlsDaysLeft).toBeGreaterThan(14)
})

test('a certificate that ends soon is degraded, and says in how many days', async () => {
  const { tlsDaysLeft } = await check(await target('good'))
  expect(await check(await target('good'), { expect: { tlsDaysLeft: tlsDaysLeft! + 1 } })).toMatchObject({
    state: 'degraded',
    reason: `the certificate ends in ${tlsDaysLeft} days`,
  })
})

describe('a certificate is down', () => {
  test.each<[string, Parameters<typeof httpsTarget>[0], Parameters<typeof check>[1], string]>([
    ['that has expired', 'expired', {}, 'the certificate has expired'],
    ['that is for another name', 'other', {}, 'the certificate is for another name'],
    ['that is signed by itself', 'self', {}, 'the certificate is signed by itself'],
    [
      'of an authority that is not trusted',
      'good',
      { ca: null },
      'the certificate comes from an authority that is not trusted',
    ],
    [
      'of another authority than expected',
      'good',
      { expect: { issuer: 'Let’s Encrypt' } },
      'the certificate was not issued by “Let’s Encrypt”',
    ],
  ])('%s', async (_, name, over, reason) => {
    expect(await check(await target(name), over)).toMatchObject({ state: 'down', reason })
  })

  test('of a server that hangs in the handshake', async () => {
    const server = createServer((socket) => socket.on('error', () => {})).listen(0, '127.0.0.1')
    await once(server, 'listening')
    opened.push(server)
    const reason = 'no secure connection within 500 ms'
    expect(await check((server.address() as AddressInfo).port)).toMatchObject({ state: 'down', reason })
  })
})
