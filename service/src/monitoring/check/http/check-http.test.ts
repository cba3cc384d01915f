import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { RequestListener } from 'node:http'
import type { Socket } from 'node:net'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { isPublicAddress, type ResolveHost } from '@tractops/platform'
import { afterEach, describe, expect, test } from 'vitest'
import type { HttpMonitor } from '../../config/kinds/http.ts'
import { httpMonitorForTest } from '../../testing/http-monitor.ts'
import { runCheck } from '../run-check.ts'
import { CA, httpsTarget, httpTarget, rawTarget } from '../testing/targets.ts'

const NOW = Temporal.Instant.from('2026-11-24T18:00:00Z')
const opened: { close(): Promise<void> }[] = []
afterEach(async () => {
  await Promise.all(opened.splice(0).map((target) => target.close()))
})

async function http(listener: RequestListener) {
  const target = await httpTarget(listener)
  opened.push(target)
  return target
}

async function https(name: Parameters<typeof httpsTarget>[0], listener: RequestListener = page) {
  const target = await httpsTarget(name, listener)
  opened.push(target)
  return target
}

async function raw(speak: (socket: Socket) => void) {
  const target = await rawTarget(speak)
  opened.push(target)
  return target
}

const page: RequestListener = (_, response) => response.end('<h1>Pay your dues</h1>')

type Overrides = {
  http?: Partial<HttpMonitor['http']>
  expect?: Partial<HttpMonitor['expect']>
  ca?: string
  timeoutMs?: number
  allowPrivate?: string[]
}

function monitor(url: string, over: Overrides = {}): HttpMonitor {
  return httpMonitorForTest({
    timeoutMs: over.timeoutMs ?? 5_000,
    http: { url, ...over.http },
    expect: { status: [{ from: 200, to: 200 }], body: 'Pay your dues', ...over.expect },
    tls: { ca: over.ca ?? null },
    allowPrivate: over.allowPrivate ?? ['127.0.0.1'],
  })
}

const check = (url: string, over: Overrides = {}, now = NOW, resolveHost?: ResolveHost) =>
  runCheck(monitor(url, over), { now: () => now, ...(resolveHost ? { resolveHost } : {}) })

const reason = async (url: string, over: Overrides = {}) => {
  const result = await check(url, over)
  expect(result.state).toBe('down')
  return result.reason
}

describe('an answer', () => {
  test('that is as expected is up, over a connection of its own each time', async () => {
    const target = await http(page)
    const result = await check(target.url)
    expect(result).toMatchObject({
      startedAt: NOW,
      state: 'up',
      reason: null,
      statusCode: 200,
      tlsDaysLeft: null,
    })
    await check(target.url)
    expect(target.connections()).toBe(2)
  })

  test('of another status is down and says which', async () => {
    const target = await http((_, response) => response.writeHead(503).end())
    expect(await reason(target.url)).toBe('answered 503, expected 200')
  })

  test('without the text is down and says so', async () => {
    const target = await http((_, response) => response.end('Something else'))
    expect(await reason(target.url)).toBe('the page does not contain “Pay your dues”')
  })

  test('has a reason of 300 characters at most, however long the text is that it lacks', async () => {
    const target = await http((_, response) => response.end('Something else'))
    const said = await reason(target.url, { expect: { body: 'x'.repeat(1_000) } })
    expect(said).toHaveLength(300)
    expect(said).toMatch(/^the page does not contain “x+…$/)
  })

  test('that is slow is degraded', async () => {
    const target = await http((_, response) => setTimeout(() => response.end('Pay your dues'), 60))
    expect(await check(target.url, { expect: { latencyMs: 20 } })).toMatchObject({
      state: 'degraded',
      reason: 'took longer than 20 ms to answer',
    })
  })

  test('sends the method, headers and body of the configuration', async () => {
    const target = await http(async (request, response) => {
      let body = ''
      for await (const chunk of request) body += chunk
      response.end(`${request.method} ${request.headers['x-probe']} ${body}`)
    })
    const over = { http: { method: 'POST' as const, headers: { 'X-Probe': 'tractops' }, body: 'a=1' } }
    expect(await check(target.url, { ...over, expect: { body: 'POST tractops a=1' } })).toMatchObject({
      state: 'up',
    })
  })

  test.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
  ] as const)('that is compressed with %s is read', async (encoding, pack) => {
    const target = await http((_, response) =>
      response.writeHead(200, { 'content-encoding': encoding }).end(pack('Pay your dues')),
    )
    expect(await check(target.url)).toMatchObject({ state: 'up' })
  })
})

describe('a target that misbehaves is down, within bounds, with its reason', () => {
  const head = 'HTTP/1.1 200 OK\r\n'
  test.each<[string, (socket: Socket) => void, string]>([
    ['never answers', () => {}, 'no answer within 300 ms'],
    [
      'sends headers and then nothing',
      (s) => s.write(`${head}content-length: 50\r\n\r\nPay`),
      'the answer was not complete within 300 ms',
    ],
    [
      'sends one byte at a time',
      (s) => {
        s.write(`${head}\r\n`)
        const timer = setInterval(() => s.write('x'), 20)
        s.once('close', () => clearInterval(timer))
      },
      'the answer was not complete within 300 ms',
    ],
    ['resets', (s) => s.resetAndDestroy(), 'the connection was cut'],
    ['closes without a word', (s) => s.destroy(), 'the connection was cut'],
    [
      'is cut half-way',
      (s) => s.end(`${head}content-length: 500\r\n\r\nPay your dues`),
      'the connection was cut',
    ],
    [
      'is cut within a chunk',
      (s) => s.end(`${head}transfer-encoding: chunked\r\n\r\nff\r\nPay your dues`),
      'the connection was cut',
    ],
    ['speaks no HTTP', (s) => s.end('SSH-2.0-OpenSSH_9.9\r\n'), 'answered with something that is not HTTP'],
    [
      'is badly compressed',
      (s) => s.end(`${head}content-encoding: gzip\r\ncontent-length: 5\r\n\r\nhello`),
      'the page is compressed badly',
    ],
    [
      'compresses oddly',
      (s) => s.end(`${head}content-encoding: rot13\r\ncontent-length: 5\r\n\r\nhello`),
      'the page is compressed in a way that was not asked for',
    ],
  ])('one that %s', async (_, speak, says) => {
    const target = await raw(speak)
    expect(await reason(target.url, { timeoutMs: 300 })).toBe(says)
  })

  function flood(socket: Socket, start: string, more: string): void {
    const block = more.repeat(Math.ceil(65_536 / more.length))
    const pour = () => {
      while (!socket.destroyed && socket.write(block));
    }
    socket.on('drain', pour)
    socket.write(start)
    pour()
  }

  test('one that sends headers without end', async () => {
    const target = await raw((s) => flood(s, head, 'x-more: yes\r\n'))
    expect(await reason(target.url)).toBe('sent more headers than a page has')
  })

  test.each([
    ['informational answers', '', 'HTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\n'],
    ['a chunk extension', `${head}transfer-encoding: chunked\r\n\r\n5;`, 'x'.repeat(1_000)],
  ])('one that sends %s without end', async (_, start, more) => {
    const target = await raw((s) => flood(s, start, more))
    expect([
      'sent more than a page has, and no end of it',
      'answered with something that is not HTTP',
      'sent more headers than a page has',
    ]).toContain(await reason(target.url))
  })

  test('one that sends a page without end is judged by its first 1 MB', async () => {
    const target = await raw((s) => flood(s, `${head}\r\n`, 'x'))
    expect(await reason(target.url)).toBe('the first 1 MB of the page do not contain “Pay your dues”')
    const found = await raw((s) => flood(s, `${head}\r\nPay your dues`, 'x'))
    expect(await check(found.url)).toMatchObject({ state: 'up' })
  })

  test('one that unpacks to a gigabyte costs its first 1 MB', async () => {
    const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024))
    const target = await http((_, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb),
    )
    expect(await reason(target.url)).toBe('the first 1 MB of the page do not contain “Pay your dues”')
  })

  test('one where nobody listens', async () => {
    const target = await httpTarget(page)
    await target.close()
    expect(await reason(target.url)).toBe('the connection was refused')
  })

  test('one whose name has no address, or whose name server hangs', async () => {
    const gone: ResolveHost = async () => {
      throw Object.assign(new Error('queryA ENOTFOUND'), { code: 'ENOTFOUND' })
    }
    expect(await check('http://gone.example/', {}, NOW, gone)).toMatchObject({
      state: 'down',
      reason: 'the name has no address',
    })
    const hangs: ResolveHost = () => new Promise(() => {})
    expect(await check('http://slow.example/', { timeoutMs: 100 }, NOW, hangs)).toMatchObject({
      reason: 'no answer within 100 ms',
    })
  })
})

describe('redirects', () => {
  test('are followed', async () => {
    const target = await http((request, response) =>
      request.url === '/' ? response.writeHead(302, { location: '/dues' }).end() : page(request, response),
    )
    expect(await check(target.url)).toMatchObject({ state: 'up' })
    expect(await reason(target.url, { http: { redirects: 0 } })).toBe('answered 302, expected 200')
  })

  test.each([
    ['in a circle', '/', 'redirects in a circle'],
    ['to a file', 'file:///etc/passwd', 'redirected to an address that is not http or https'],
    [
      'to a private address that is not named',
      'http://169.254.169.254/latest',
      'the address is private and is not allowed by name',
    ],
    ['to loopback by another name', 'http://[::1]:1/', 'the address is private and is not allowed by name'],
  ])('%s are refused', async (_, location, says) => {
    const target = await http((_request, response) => response.writeHead(302, { location }).end())
    expect(await reason(target.url)).toBe(says)
  })

  test('without end are cut off', async () => {
    const target = await http((request, response) =>
      response.writeHead(302, { location: `${request.url}x` }).end(),
    )
    expect(await reason(target.url, { http: { redirects: 3 } })).toBe('redirected more than 3 times')
    expect(target.connections()).toBe(4)
  })

  test('never carry the configured headers or a form to another origin', async () => {
    const seen: unknown[] = []
    const other = await http((request, response) => {
      seen.push(request.headers.authorization, request.headers['x-key'])
      page(request, response)
    })
    let status = 302
    const target = await http((_, response) =>
      response.writeHead(status, { location: `${other.url}/` }).end(),
    )
    const sent = { headers: { Authorization: 'Bearer secret', 'X-Key': 'secret' } }
    expect(await check(target.url, { http: sent })).toMatchObject({ state: 'up' })
    expect(seen).toEqual([undefined, undefined])
    status = 307
    expect(await reason(target.url, { http: { ...sent, method: 'POST', body: 'secret' } })).toBe(
      'redirected its form to another host',
    )
  })

  test('from a secure address to a plain one are refused', async () => {
    const plain = await http(page)
    const target = await https('good', (_, response) =>
      response.writeHead(301, { location: plain.url }).end(),
    )
    expect(await reason(target.url, { ca: CA })).toBe('redirected from a secure address to a plain one')
  })
})

describe('a certificate', () => {
  test('that holds is up, and nearly over it is degraded', async () => {
    const target = await https('good')
    expect(await check(target.url, { ca: CA, expect: { tlsDaysLeft: 14 } })).toMatchObject({ state: 'up' })
    const { validToDate } = new X509Certificate(readFileSync(new URL('../testing/good.pem', import.meta.url)))
    const late = Temporal.Instant.fromEpochMilliseconds(validToDate.getTime()).subtract({
      hours: 13 * 24 + 1,
    })
    expect(await check(target.url, { ca: CA, expect: { tlsDaysLeft: 14 } }, late)).toMatchObject({
      state: 'degraded',
      tlsDaysLeft: 13,
      reason: 'the certificate ends in 13 days',
    })
  })

  test.each([
    ['expired', 'the certificate has expired'],
    ['other', 'the certificate is for another name'],
    ['self', 'the certificate is signed by itself'],
  ] as const)('that is %s is down', async (name, says) => {
    const target = await https(name)
    expect(await reason(target.url, { ca: CA })).toBe(says)
  })

  test('of an authority that was not named is down, and so is plain HTTP on a secure port', async () => {
    const target = await https('good')
    expect(await reason(target.url)).toBe('the certificate comes from an authority that is not trusted')
    const plain = await http(page)
    expect(await reason(plain.url.replace('http:', 'https:'))).toBe('no secure connection could be agreed on')
  })
})

describe('private addresses', () => {
  test('are refused unless the host is named, also where a name leads there in the end', async () => {
    const target = await http(page)
    expect(await reason(target.url, { allowPrivate: [] })).toBe(
      'the address is private and is not allowed by name',
    )
    const rebinds: ResolveHost = async () => ['93.184.215.14', '127.0.0.1']
    const url = target.url.replace('127.0.0.1', 'public.example')
    expect(await check(url, {}, NOW, rebinds)).toMatchObject({
      reason: 'the address is private and is not allowed by name',
    })
    expect(
      await check(url, { allowPrivate: ['public.example'] }, NOW, async () => ['127.0.0.1']),
    ).toMatchObject({ state: 'up' })
    expect(target.connections()).toBe(1)
  })

  test.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.31.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '255.255.255.255',
    '::1',
    '::',
    'fe80::1',
    'fd00::1',
    '::ffff:127.0.0.1',
    '::ffff:a9fe:a9fe',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    'ff02::1',
    'nonsense',
  ])('%s is not public', (address) => {
    expect(isPublicAddress(address)).toBe(false)
  })

  test.each([
    '93.184.215.14',
    '1.1.1.1',
    '172.32.0.1',
    '2606:4700::1111',
    '::ffff:1.1.1.1',
    '64:ff9b::101:101',
  ])('%s is public', (address) => {
    expect(isPublicAddress(address)).toBe(true)
  })
})
