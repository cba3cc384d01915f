import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import { type AddressInfo, createServer as createTcp, type Server, type Socket } from 'node:net'
import { pipeline, Readable } from 'node:stream'
import { createGzip, gzipSync } from 'node:zlib'
import { afterEach, describe, expect, test } from 'vitest'
import { FetchFailure } from './failure.ts'
import { type GuardedFetch, guardedFetch } from './guarded-fetch.ts'
import type { ResolveHost } from './resolve-host.ts'

const opened: (() => Promise<void>)[] = []
afterEach(async () => {
  await Promise.all(opened.splice(0).map((close) => close()))
})

async function listening(server: Server) {
  const sockets = new Set<Socket>()
  let connections = 0
  server.on('connection', (socket: Socket) => {
    connections++
    sockets.add(socket)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  opened.push(async () => {
    for (const socket of sockets) socket.destroy()
    server.close()
    await once(server, 'close')
  })
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}/`, port, connections: () => connections }
}

const http = (listener: RequestListener) => listening(createServer(listener))
const raw = (speak: (socket: Socket) => void) =>
  listening(createTcp((socket) => socket.on('error', () => {}).once('data', () => speak(socket))))

const OPTIONS: GuardedFetch = { timeoutMs: 5_000, maxBytes: 64 * 1024, allowPrivate: ['127.0.0.1'] }

async function reason(url: string, over: Partial<GuardedFetch> = {}): Promise<string> {
  const failure = await guardedFetch(url, { ...OPTIONS, ...over }).catch((error) => error)
  expect(failure).toBeInstanceOf(FetchFailure)
  return failure.message
}

describe('an answer', () => {
  test('of any status comes whole, unpacked, with the address that gave it', async () => {
    const target = await http((_, response) =>
      response.writeHead(429, { 'Retry-After': '7', 'content-encoding': 'gzip' }).end(gzipSync('slow down')),
    )
    const answer = await guardedFetch(target.url, OPTIONS)
    expect(answer).toMatchObject({ status: 429, url: target.url, headers: { 'retry-after': '7' } })
    expect(answer.body.toString()).toBe('slow down')
  })

  test('is asked for with the method, headers and body given', async () => {
    const target = await http(async (request, response) => {
      let body = ''
      for await (const chunk of request) body += chunk
      response.end(`${request.method} ${request.headers['x-sign']} ${request.headers['user-agent']} ${body}`)
    })
    const answer = await guardedFetch(target.url, {
      ...OPTIONS,
      method: 'POST',
      headers: { 'X-Sign': 'v1' },
      body: '{}',
    })
    expect(answer.body.toString()).toBe('POST v1 TractOps {}')
  })

  test('that redirects is followed for GET, keeping keys from strangers, and is handed over as it is for POST', async () => {
    const stranger = await http((request, response) =>
      response.end(request.headers.authorization ?? 'no key'),
    )
    const target = await http((_, response) => response.writeHead(302, { location: stranger.url }).end())
    const headers = { authorization: 'Bearer secret' }
    const got = await guardedFetch(target.url, { ...OPTIONS, headers })
    expect(got).toMatchObject({ status: 200, url: stranger.url, body: Buffer.from('no key') })
    const posted = await guardedFetch(target.url, { ...OPTIONS, headers, method: 'POST', body: '{}' })
    expect(posted).toMatchObject({ status: 302, headers: { location: stranger.url } })
  })
})

describe('a private address', () => {
  const refused = 'the address is private and is not allowed by name'

  test.each([
    'http://127.0.0.1/',
    'http://[::1]/',
    'http://169.254.169.254/latest/meta-data/',
    'http://10.0.0.1/',
    'http://localhost/',
    'http://2130706433/',
    'http://[::ffff:127.0.0.1]/',
  ])('is refused: %s', async (url) => {
    expect(await reason(url, { allowPrivate: [] })).toBe(refused)
  })

  test('is refused as the target of a redirect, before a byte is sent there', async () => {
    const secret = await http((_, response) => response.end('secret'))
    const elsewhere = `http://localhost:${secret.port}/`
    const target = await http((_, response) => response.writeHead(302, { location: elsewhere }).end())
    expect(await reason(target.url)).toBe(refused)
    expect(secret.connections()).toBe(0)
  })

  test('is not reached by a name that changes its answer between being judged and being connected to', async () => {
    const target = await http((_, response) => response.end('secret'))
    let asked = 0
    const rebinding: ResolveHost = async () => (asked++ === 0 ? ['2000::1'] : ['127.0.0.1'])
    const over = { resolveHost: rebinding, allowPrivate: [], timeoutMs: 500 }
    expect(await reason(`http://rebinding.example:${target.port}/`, over)).not.toBe(refused)
    expect(asked).toBe(1)
    expect(await reason(`http://rebinding.example:${target.port}/`, over)).toBe(refused)
    expect(target.connections()).toBe(0)
  })

  test('among public ones is refused with them', async () => {
    const mixed: ResolveHost = async () => ['93.184.216.34', '127.0.0.1']
    expect(await reason('http://mixed.example/', { resolveHost: mixed })).toBe(refused)
  })

  test('is reached by the name that is allowed, and by no other', async () => {
    const target = await http((_, response) => response.end('inside'))
    const local: ResolveHost = async () => ['127.0.0.1']
    const allowed = { resolveHost: local, allowPrivate: ['feed.internal'] }
    const { body } = await guardedFetch(`http://feed.internal:${target.port}/`, { ...OPTIONS, ...allowed })
    expect(body.toString()).toBe('inside')
    expect(await reason(`http://other.internal:${target.port}/`, allowed)).toBe(refused)
  })
})

describe('an answer without measure', () => {
  test('of 50 MB is given up at the limit', async () => {
    let sent = 0
    const target = await http((_, response) => {
      const body = Readable.from(
        (function* () {
          const chunk = Buffer.alloc(64 * 1024, 'x')
          for (; sent < 50 * 1024 * 1024; sent += chunk.length) yield chunk
        })(),
      )
      pipeline(body, response, () => {})
    })
    expect(await reason(target.url)).toBe('the answer is larger than 64 kB')
    expect(sent).toBeLessThan(50 * 1024 * 1024)
  })

  test('that unpacks to 50 MB is given up at the limit', async () => {
    const target = await http((_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' })
      pipeline(Readable.from([Buffer.alloc(50 * 1024 * 1024)]), createGzip(), response, () => {})
    })
    expect(await reason(target.url)).toBe('the answer is larger than 64 kB')
  })

  test('of headers without end is given up', async () => {
    const target = await raw((socket) => {
      socket.write('HTTP/1.1 200 OK\r\n')
      const more = () => {
        while (!socket.destroyed && socket.write(`x-${'y'.repeat(1000)}: z\r\n`));
      }
      socket.on('drain', more)
      more()
    })
    expect(await reason(target.url)).toBe('sent more headers than a page has')
  })

  test('of informational answers without end is given up', async () => {
    const target = await raw((socket) => {
      const more = () => {
        while (
          !socket.destroyed &&
          socket.write('HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n'.repeat(50))
        );
      }
      socket.on('drain', more)
      more()
    })
    expect(await reason(target.url)).toMatch(/sent more than a page has|the connection was cut|not HTTP/)
  })
})

describe('a failure has its reason in words', () => {
  test.each<[string, (socket: Socket) => void, string]>([
    ['that hangs', () => {}, 'no whole answer within 0.2 s'],
    [
      'that stops half-way',
      (s) => s.write('HTTP/1.1 200 OK\r\ncontent-length: 50\r\n\r\nhalf'),
      'no whole answer within 0.2 s',
    ],
    ['that is cut', (s) => s.destroy(), 'the connection was cut'],
    [
      'that is not HTTP',
      (s) => s.end('220 mail.example ESMTP\r\n'),
      'answered with something that is not HTTP',
    ],
  ])('an answer %s', async (_, speak, words) => {
    expect(await reason((await raw(speak)).url, { timeoutMs: words.startsWith('no') ? 200 : 5_000 })).toBe(
      words,
    )
  })

  test('a name that never resolves is given up in time', async () => {
    const hanging: ResolveHost = () => new Promise(() => {})
    expect(await reason('http://hanging.example/', { resolveHost: hanging, timeoutMs: 200 })).toBe(
      'no whole answer within 0.2 s',
    )
  })

  test('redirects in a circle end', async () => {
    const target = await http((_, response) => response.writeHead(302, { location: '/' }).end())
    expect(await reason(target.url)).toBe('redirected more than 5 times')
    expect(target.connections()).toBe(6)
  })

  test.each(['ftp://example.com/', 'file:///etc/passwd', 'no address'])('%s is no address', async (url) => {
    expect(await reason(url)).toBe('the address is not http or https')
  })
})
