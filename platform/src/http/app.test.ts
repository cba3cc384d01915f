import { createRoute, z } from '@hono/zod-openapi'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AppError } from '../error.ts'
import { type TestPlatform, testPlatform } from '../testing.ts'
import { startTick } from '../tick/ticks.ts'
import { createHttpApp, createRoutes } from './app.ts'

let p: TestPlatform
let app: ReturnType<typeof createHttpApp>

beforeEach(async () => {
  p = await testPlatform({ now: Temporal.Instant.from('2026-11-24T09:00:00Z') })
  app = createHttpApp(p, { title: 'Test', version: '1' })
  const rooms = createRoutes()
  rooms.openapi(
    createRoute({
      method: 'post',
      path: '/api/v1/things',
      request: {
        body: {
          content: { 'application/json': { schema: z.strictObject({ units: z.int() }) } },
          required: true,
        },
      },
      responses: { 200: { description: 'made' } },
    }),
    (c) => c.json(c.req.valid('json')),
  )
  rooms.get('/api/v1/things/:id', (c) => c.json({ id: c.req.param('id') }))
  rooms.get('/refused', () => {
    throw new AppError('too_late', 409, 'The month has closed: ask for a restatement.', { path: 'month' })
  })
  rooms.get('/broken', () => {
    throw new Error('the secret inside')
  })
  app.route('/', rooms)
})
afterEach(() => p.close())

const post = (body: string) =>
  app.request('/api/v1/things', { method: 'POST', body, headers: { 'content-type': 'application/json' } })

describe('errors', () => {
  it('are problem documents with a code, the request id and the path at fault', async () => {
    const res = await app.request('/refused', { headers: { 'x-request-id': 'from-the-proxy-1' } })
    expect(res.status).toBe(409)
    expect(res.headers.get('content-type')).toBe('application/problem+json')
    expect(await res.json()).toEqual({
      type: 'about:blank',
      title: 'Conflict',
      status: 409,
      detail: 'The month has closed: ask for a restatement.',
      code: 'too_late',
      requestId: 'from-the-proxy-1',
      path: 'month',
    })
  })

  it('name the field of a body that does not fit its schema', async () => {
    for (const [body, path] of [
      ['{"units":"4"}', 'json.units'],
      ['{}', 'json.units'],
      ['{"units":4,"colour":1}', 'json'],
    ] as const) {
      const res = await post(body)
      expect(res.status).toBe(400)
      expect(await res.json()).toMatchObject({ code: 'invalid_input', path })
    }
  })

  it('say that a body is not JSON, and that one is too large', async () => {
    expect(await (await post('{"units":')).json()).toMatchObject({ status: 400, code: 'invalid_input' })
    expect(await (await post(`{"units":4,"x":"${'x'.repeat(1024 * 1024)}"}`)).json()).toMatchObject({
      status: 413,
      code: 'body_too_large',
    })
  })

  it('that were not foreseen tell nothing of the inside', async () => {
    const res = await app.request('/broken')
    expect(res.status).toBe(500)
    expect(await res.text()).not.toContain('secret')
  })

  it('know an address that is not there from a method that it does not take', async () => {
    expect(await (await app.request('/api/v1/nothing')).json()).toMatchObject({
      status: 404,
      code: 'not_found',
    })
    const res = await app.request('/api/v1/things/7', { method: 'DELETE' })
    expect(res.status).toBe(405)
    expect(res.headers.get('allow')).toBe('GET, HEAD')
    expect(await res.json()).toMatchObject({ code: 'method_not_allowed' })
  })

  it('are a page for a browser, whose own style is the only one its policy allows', async () => {
    const browser = {
      headers: { accept: 'text/html,application/xhtml+xml,*/*;q=0.8', 'x-request-id': '<script>x</script>' },
    }
    const res = await app.request('/nowhere', browser)
    expect(res.status).toBe(404)
    const page = await res.text()
    expect(page).toContain('<h1>There is no page here</h1>')
    expect(page).not.toContain('<script>')
    expect(res.headers.get('content-security-policy')).toMatch(/style-src 'self' 'sha256-[\w+/=]+';/)
    expect((await app.request('/api/v1/nothing', browser)).headers.get('content-type')).toContain(
      'problem+json',
    )
  })
})

describe('every response', () => {
  it('carries the security headers and a request id, a strange incoming id not being kept', async () => {
    for (const path of ['/healthz', '/nowhere', '/broken', '/api/v1/things/1']) {
      const res = await app.request(path, { headers: { 'x-request-id': 'a b' } })
      expect(res.headers.get('x-request-id')).toMatch(/^[0-9a-f]{12}-/)
      expect(res.headers.get('content-security-policy')).toContain("default-src 'none'")
      expect(res.headers.get('content-security-policy')).not.toContain('unsafe')
      expect(res.headers.get('x-content-type-options')).toBe('nosniff')
      expect(res.headers.get('strict-transport-security')).toBeNull()
    }
  })

  it('asks for https from then on only where people reach us by https', async () => {
    p.config.publicUrl = 'https://status.example.com'
    expect((await createHttpApp(p).request('/healthz')).headers.get('strict-transport-security')).toBe(
      'max-age=31536000',
    )
  })

  it('is measured by its route pattern, never by its path', async () => {
    await app.request('/api/v1/things/7')
    await app.request('/api/v1/things/8')
    await app.request('/made-up-by-mallory')
    const text = await (await app.request('/metrics')).text()
    expect(text).toContain(
      'http_request_duration_seconds_count{method="GET",route="/api/v1/things/:id",status="200"} 2',
    )
    expect(text).not.toContain('mallory')
  })
})

describe('/readyz', () => {
  const ready = async () => {
    const res = await app.request('/readyz')
    return { status: res.status, ...((await res.json()) as Record<string, unknown>) }
  }

  it('is 503 until the queue works, and says so', async () => {
    expect(await ready()).toMatchObject({
      status: 503,
      ready: false,
      database: { ok: true },
      queue: { ok: false },
    })
    await p.queue.start()
    expect(await ready()).toMatchObject({ status: 200, ready: true })
  })

  it('names the tick that failed or was not heard of for three intervals', async () => {
    await p.queue.start()
    let broken = false
    const tick = startTick(p, {
      name: 'checks',
      everyMs: 3_600_000,
      run: async () => {
        if (broken) throw new Error('no')
      },
    })
    expect(await ready()).toMatchObject({ status: 200, ticks: [{ name: 'checks', fresh: true }] })
    p.clock.advance(3 * 3_600_000 + 1)
    expect(await ready()).toMatchObject({ status: 503, ticks: [{ name: 'checks', fresh: false }] })
    await tick.stop()
    broken = true
    const failing = startTick(p, {
      name: 'failing',
      everyMs: 60_000,
      run: async () => Promise.reject(new Error('disk full')),
    })
    await new Promise(setImmediate)
    expect(await ready()).toMatchObject({
      status: 503,
      ticks: [{ name: 'failing', fresh: false, error: 'disk full' }],
    })
    await failing.stop()
    expect(await ready()).toMatchObject({ status: 200, ticks: [] })
  })
})
