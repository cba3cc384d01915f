import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { createLog } from '@tractops/platform'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startStatus } from './routes.ts'
import { policy, scenes } from './testing/scenes.ts'
import { sourceOf } from './testing/serve-scene.ts'

describe('the public pages', () => {
  let shown = scenes.up!
  let away = false
  let reads = 0
  let measured = () => {}
  let status: ReturnType<typeof startStatus>

  beforeEach(() => {
    shown = scenes.up!
    away = false
    reads = 0
    const source = sourceOf(() => {
      reads += 1
      if (away) throw new Error('the database is away')
      return shown
    })
    status = startStatus({
      source: async (work) => source(work),
      policies: [policy],
      log: createLog('silent'),
      publicUrl: null,
      onChange: (listener) => {
        measured = listener
        return () => {
          measured = () => {}
        }
      },
    })
  })
  afterEach(() => status.stop())

  const get = async (path: string, headers: Record<string, string> = {}) =>
    status.routes.request(path, { headers })

  test('the front door leads to /status', async () => {
    const reply = await get('/')
    expect([reply.status, reply.headers.get('location')]).toEqual([302, '/status'])
  })

  test.each(['/status', '/status/history', '/sla'])(
    '%s is a page with a policy that allows its own style and no inline code',
    async (path) => {
      const reply = await get(path)
      expect(reply.status).toBe(200)
      expect(reply.headers.get('content-type')).toBe('text/html; charset=utf-8')
      expect(reply.headers.get('content-security-policy')).toMatch(
        /style-src 'self' 'sha256-[A-Za-z0-9+/]{43}='/,
      )
      expect(reply.headers.get('content-security-policy')).not.toContain('unsafe')
    },
  )

  test('gzip and brotli bring the same page as no encoding, under ETags of their own', async () => {
    const [plain, gzip, br] = await Promise.all([
      get('/status'),
      get('/status', { 'accept-encoding': 'gzip' }),
      get('/status', { 'accept-encoding': 'gzip, deflate, br, zstd' }),
    ])
    expect([plain, gzip, br].map((reply) => reply.headers.get('content-encoding'))).toEqual([
      null,
      'gzip',
      'br',
    ])
    const text = await plain.text()
    expect(gunzipSync(await gzip.arrayBuffer()).toString()).toBe(text)
    expect(brotliDecompressSync(await br.arrayBuffer()).toString()).toBe(text)
    expect(new Set([plain, gzip, br].map((reply) => reply.headers.get('etag'))).size).toBe(3)
    expect(gzip.headers.get('vary')).toBe('accept-encoding')
  })

  test('an encoding that the reader refuses is not sent', async () => {
    const encoding = async (accepted: string) =>
      (await get('/status', { 'accept-encoding': accepted })).headers.get('content-encoding')
    expect(await encoding('br;q=0, gzip;q=0.5')).toBe('gzip')
    expect(await encoding('gzip;q=0')).toBe(null)
    expect(await encoding('zstd')).toBe(null)
    expect(await encoding('*')).toBe('br')
  })

  test('a reader who has the page already gets 304 and no bytes; one who has another form of it gets the page', async () => {
    const first = await get('/status', { 'accept-encoding': 'gzip' })
    const etag = first.headers.get('etag')!
    for (const known of [etag, `"other", ${etag}`, `W/${etag}`, '*']) {
      const again = await get('/status', { 'accept-encoding': 'gzip', 'if-none-match': known })
      expect([again.status, await again.text(), again.headers.get('etag')]).toEqual([304, '', etag])
      expect(again.headers.get('content-encoding')).toBe(null)
    }
    expect((await get('/status', { 'accept-encoding': 'br', 'if-none-match': etag })).status).toBe(200)
  })

  test('requests are answered from memory, without another read', async () => {
    await get('/status')
    for (let i = 0; i < 50; i += 1) await get('/sla')
    expect(reads).toBe(1)
  })

  test('what was measured shows soon after it was committed', async () => {
    expect(await (await get('/status')).text()).toContain('Everything works')
    shown = scenes.down!
    measured()
    await expect
      .poll(async () => (await get('/status')).text(), { timeout: 10_000 })
      .toContain('Payments are down')
    expect((await get('/sla')).status).toBe(200)
  })

  test('while the database is away the last page keeps being served, and says how old its data is', async () => {
    await get('/status')
    away = true
    measured()
    await expect
      .poll(async () => (await get('/status')).text(), { timeout: 10_000 })
      .toContain('cannot be read just now')
    const page = await (await get('/status')).text()
    expect(page).toContain('14:03:20 UTC')
    expect(page).toContain('Everything works')
    away = false
    measured()
    await expect
      .poll(async () => (await get('/status')).text(), { timeout: 10_000 })
      .not.toContain('cannot be read just now')
  })

  test('before anything could be read the answer is an error that says to come back, and the next request reads again', async () => {
    away = true
    const errors: unknown[] = []
    status.routes.onError((error, c) => {
      errors.push(error)
      return c.text('', 503)
    })
    expect((await get('/status')).status).toBe(503)
    expect(errors[0]).toMatchObject({ code: 'status_unavailable', status: 503 })
    away = false
    expect((await get('/status')).status).toBe(200)
  })

  test('a page of an incident that was merged leads to the one it was merged into, and an unknown one is not there', async () => {
    shown = scenes.told!
    const [, resolved, merged] = shown.told.incidents
    const reply = await get(`/status/incidents/${merged!.id}`)
    expect([reply.status, reply.headers.get('location')]).toEqual([302, `/status/incidents/${resolved!.id}`])
    expect(await (await get(`/status/incidents/${resolved!.id}`)).text()).toContain(
      'A release was taken back',
    )
    const errors: unknown[] = []
    status.routes.onError((error, c) => {
      errors.push(error)
      return c.text('', 404)
    })
    for (const path of [
      'incidents/inc_none',
      'maintenance/mnt_none',
      'history/2027-01',
      'history/2026-13',
      'history/2026-11/2',
    ])
      expect((await get(`/status/${path}`)).status, path).toBe(404)
    expect(errors).toMatchObject([
      { code: 'incident_unknown' },
      { code: 'maintenance_unknown' },
      { code: 'month_unknown' },
      { code: 'month_unknown' },
      { code: 'month_unknown' },
    ])
  })

  test('a month’s figures are there as JSON, as the engine gives them', async () => {
    shown = scenes.season!
    const reply = await get('/status/history/2026-11.json')
    expect(await reply.json()).toEqual(shown.monthToDate.uptime)
    expect(reply.headers.get('access-control-allow-origin')).toBe('*')
  })

  test('a page that was read once is kept while the database is away', async () => {
    shown = scenes.told!
    const path = `/status/incidents/${shown.told.incidents[0]!.id}`
    const before = await (await get(path)).text()
    away = true
    measured()
    expect(await (await get(path)).text()).toBe(before)
  })
})
