import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer, type Server, type Socket } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import type { TcpMonitor } from '../config/kinds/tcp.ts'
import { runCheck } from './run-check.ts'
import { CA, httpsTarget } from './testing/targets.ts'

const NOW = Temporal.Instant.from('2026-11-24T18:00:00Z')
const opened: { close(): unknown }[] = []
afterEach(() => Promise.all(opened.splice(0).map((one) => one.close())))

/** A real server that speaks as soon as somebody connects. */
async function listening(speak: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>()
  const server: Server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    speak(socket)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  opened.push({
    close: () => {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  })
  return (server.address() as AddressInfo).port
}

type Over = {
  tcp?: Partial<TcpMonitor['tcp']>
  expect?: Partial<TcpMonitor['expect']>
  ca?: string
  allowPrivate?: string[]
}

const check = (port: number, over: Over = {}) =>
  runCheck(
    {
      kind: 'tcp',
      key: 'smtp',
      component: 'app',
      everyMs: 60_000,
      timeoutMs: 300,
      allowPrivate: over.allowPrivate ?? ['127.0.0.1'],
      tcp: { host: '127.0.0.1', port, secure: false, send: null, family: null, ...over.tcp },
      expect: { banner: null, latencyMs: null, tlsDaysLeft: null, ...over.expect },
      tls: { ca: over.ca ?? null },
    },
    { now: () => NOW },
  )

test('a port that accepts a connection is up', async () => {
  expect(await check(await listening(() => {}))).toMatchObject({
    state: 'up',
    reason: null,
    statusCode: null,
  })
})

test('what is sent is answered, and the answer is looked for wherever it is cut', async () => {
  const port = await listening((socket) =>
    socket.once('data', (asked) => {
      socket.write('250-ma')
      setImmediate(() => socket.write(`il.example.com heard ${asked}`))
    }),
  )
  const over = { tcp: { send: 'EHLO probe\r\n' }, expect: { banner: 'mail.example.com heard EHLO' } }
  expect(await check(port, over)).toMatchObject({ state: 'up' })
})

test('a secure port tells how long its certificate lasts', async () => {
  const target = await httpsTarget('good', () => {})
  opened.push(target)
  const over = { tcp: { secure: true }, ca: CA, expect: { tlsDaysLeft: 1 } }
  const result = await check(Number(new URL(target.url).port), over)
  expect(result.state).toBe('up')
  expect(result.tlsDaysLeft).toBeGreaterThan(1)
})

describe('a server is down, within bounds and with its reason,', () => {
  const banner = { expect: { banner: '220' } }
  test.each<[string, (socket: Socket) => void, Over, string]>([
    ['when it never speaks', () => {}, banner, 'did not send “220” within 300 ms'],
    ['when it leaves without a word', (s) => s.end(), banner, 'ended the connection without sending “220”'],
    [
      'when it says something else and leaves',
      (s) => s.end('554 no\r\n'),
      banner,
      'ended the connection without sending “220”',
    ],
    ['when it cuts the connection', (s) => s.resetAndDestroy(), banner, 'the connection was cut'],
    [
      'when it speaks without end',
      (s) => {
        const more = () => s.write('x'.repeat(65_536), (error) => error == null && more())
        more()
      },
      banner,
      'sent 64 kB without “220” in it',
    ],
    [
      'when it never begins to encrypt',
      () => {},
      { tcp: { secure: true } },
      'no secure connection within 300 ms',
    ],
    [
      'when it speaks plainly where TLS is expected',
      (s) => s.write('220 mail.example.com\r\n'),
      { tcp: { secure: true } },
      'no secure connection could be agreed on',
    ],
  ])('%s', async (_, speak, over, reason) => {
    expect(await check(await listening(speak), over)).toMatchObject({ state: 'down', reason })
  })

  test('when nothing listens', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    await new Promise((resolve) => server.close(resolve))
    expect(await check(port)).toMatchObject({ state: 'down', reason: 'the connection was refused' })
  })

  test('when its address is private and is not allowed by name', async () => {
    const reason = 'the address is private and is not allowed by name'
    expect(await check(25, { allowPrivate: [] })).toMatchObject({ state: 'down', reason })
  })

  test('when it has no address of the version that is asked for', async () => {
    const reason = 'the name has no IPv6 address'
    expect(await check(25, { tcp: { family: 6 } })).toMatchObject({ state: 'down', reason })
  })
})
