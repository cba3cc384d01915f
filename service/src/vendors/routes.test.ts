import { createHash } from 'node:crypto'
import { createHttpApp, inTransaction, type Role } from '@tractops/platform'
import { type TestPlatform, testPlatform } from '@tractops/platform/testing'
import { defaultPolicies } from '@tractops/sla'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createKey } from '../accounts/index.ts'
import { vendorsRoutes } from './index.ts'
import { VENDORS } from './poll/run-poll.ts'
import { startVendors, type Vendors } from './start-vendors.ts'
import { pageAt, pollerOf } from './testing/poller.ts'
import { statuspage } from './testing/recorded.ts'
import { vendorServer } from './testing/vendor-server.ts'

const START = Temporal.Instant.from('2026-11-24T18:00:00Z')
const at = (minute: number) => START.add({ seconds: minute * 60 })
const SUMMARY = '/api/v2/summary.json'
const policies = defaultPolicies()

let p: TestPlatform
let server: Awaited<ReturnType<typeof vendorServer>>
let vendors: Vendors
let app: ReturnType<typeof createHttpApp>
const keys: Partial<Record<Role, string>> = {}

beforeAll(async () => {
  p = await testPlatform({ now: START })
  server = await vendorServer()
  vendors = await startVendors(p, { policies, config: { poll: false, pages: [] } })
  const poller = await pollerOf(p, pageAt(server.url))
  const says = async (minute: number, statuses: Record<string, string>) => {
    server.serve(SUMMARY, statuspage(statuses))
    p.clock.set(at(minute))
    await poller.poll()
  }
  await says(0, {})
  await says(1, { API: 'major_outage' })
  await says(2, { API: 'major_outage' })
  await says(3, { Builds: 'degraded_performance' })
  await says(4, {})
  server.break((_, response) => response.end('<!doctype html><script>alert(1)</script>'))
  p.clock.set(at(5))
  await poller.poll()
  app = createHttpApp(p, { title: 'test', version: '0', description: 'test' })
  app.route('/', vendorsRoutes(p, { policies, vendors }))
  for (const role of ['viewer', 'agent'] as const)
    keys[role] = (await inTransaction(p, VENDORS, (ctx) => createKey(ctx, { role, name: 'Ava' }))).key
})
afterAll(async () => {
  await vendors.stop()
  await server.close()
  await p.close()
})

const ask = (path: string, role: Role = 'viewer', method = 'GET') =>
  app.request(`/api/v1/vendors${path}`, { method, headers: { authorization: `Bearer ${keys[role]}` } })
const get = async (path: string, role: Role = 'viewer', method = 'GET') => {
  const reply = await ask(path, role, method)
  return { status: reply.status, body: JSON.parse(await reply.text()) }
}
const within = (from: number, to: number) => `from=${at(from)}&to=${at(to)}`

describe('a viewer reads', () => {
  test('every vendor of the agreement, unknown ones as unknown with the reason', async () => {
    const { status, body } = await get('')
    expect(status).toBe(200)
    expect(body.items.map(({ vendor, state }: { vendor: string; state: string }) => [vendor, state])).toEqual(
      [
        ['neon', 'unknown'],
        ['resend', 'unknown'],
        ['stripe', 'unknown'],
        ['vercel', 'unknown'],
      ],
    )
    expect(body.items[2]).toMatchObject({
      name: 'Stripe',
      url: 'https://www.stripestatus.com',
      reason: 'asking vendors is switched off in the configuration',
      since: null,
    })
    expect(body.items[3]).toMatchObject({
      reason: 'the page answered HTML instead of JSON',
      since: at(4).toString(),
      seenAt: at(4).toString(),
    })
  })

  test('what a vendor reported over a window, what of it qualifies and why, and the captures behind it', async () => {
    const { body } = await get(`/vercel/reports?${within(0, 10)}`)
    const told = body.stretches.map((one: Record<string, unknown>) => [
      one.status,
      one.component,
      one.qualifies,
      one.because,
    ])
    expect(told).toEqual([
      ['major_outage', 'API', true, 'Vercel reported a major outage on "API"'],
      [
        'degraded_performance',
        'Builds',
        false,
        'Vercel reported degraded performance, which is no outage in the sense of the agreement',
      ],
      ['unknown', null, false, 'nothing is known of this time: the page answered HTML instead of JSON'],
    ])
    expect(body.stretches[0]).toMatchObject({ start: at(1).toString(), end: at(3).toString() })
    expect(body.captures.map(({ id }: { id: string }) => id)).toEqual(
      expect.arrayContaining(body.stretches[0].captures),
    )
    expect(body.posts).toMatchObject([{ title: 'Elevated error rates for API requests', afterwards: false }])
  })

  test('a capture, and its bytes to download: exactly as they came, never to be shown', async () => {
    const { body } = await get(`/vercel/reports?${within(0, 10)}`)
    const id = body.stretches[0].captures[0]
    const capture = (await get(`/captures/${id}`)).body
    expect(capture).toMatchObject({
      vendor: 'vercel',
      firstSeenAt: at(1).toString(),
      seenUntil: at(2).toString(),
    })
    const raw = await ask(`/captures/${id}/raw`)
    const bytes = Buffer.from(await raw.arrayBuffer())
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(capture.sha256)
    expect(bytes.toString()).toBe(JSON.stringify(statuspage({ API: 'major_outage' })))
    expect(raw.headers.get('content-type')).toBe('application/octet-stream')
    expect(raw.headers.get('content-disposition')).toMatch(
      /^attachment; filename="vercel-20261124T180100Z-[0-9a-f]{12}\.bin"$/,
    )
    expect(raw.headers.get('x-content-type-options')).toBe('nosniff')
    expect(raw.headers.get('content-security-policy')).toContain('sandbox')
  })

  test('how much of some downtime each vendor would excuse as its cause', async () => {
    const { body } = await get(`/exclusion-preview?${within(0, 10)}`)
    const told = body.items.map((one: Record<string, unknown>) => [
      one.vendor,
      one.excludedSeconds,
      one.because,
    ])
    expect(told).toEqual([
      ['neon', 0, 'nothing is known of this time: asking vendors is switched off in the configuration'],
      ['resend', 0, 'nothing is known of this time: asking vendors is switched off in the configuration'],
      ['stripe', 0, 'nothing is known of this time: asking vendors is switched off in the configuration'],
      ['vercel', 120, 'Vercel reported a major outage on "API"'],
    ])
    const short = await get(`/exclusion-preview?from=${at(1)}&to=${at(1).add({ seconds: 59 })}`)
    expect(short.body.items[3]).toMatchObject({
      excludedMs: 0,
      because: 'Vercel reported a major outage on "API", but the outage is too short to count',
    })
  })
})

describe('what is refused, with a reason', () => {
  test.each([
    ['/acme/reports', 404, 'vendor_unknown'],
    ['/captures/cap_none', 404, 'capture_unknown'],
    ['/captures/cap_none/raw', 404, 'capture_unknown'],
    ['/vercel/reports?from=yesterday', 400, 'instant_invalid'],
    [`/vercel/reports?from=${at(5)}&to=${at(4)}`, 400, 'window_reversed'],
    ['/vercel/reports?from=2020-01-01T00:00:00Z', 400, 'window_too_long'],
  ])('%s: %d %s', async (path, status, code) => {
    expect(await get(path)).toMatchObject({ status, body: { code } })
  })

  test('asking a page now, to a viewer; and of a vendor that nobody asks', async () => {
    expect(await get('/stripe/poll', 'viewer', 'POST')).toMatchObject({
      status: 403,
      body: { code: 'forbidden' },
    })
    expect(await get('/acme/poll', 'agent', 'POST')).toMatchObject({ status: 404 })
    expect(await get('/stripe/poll', 'agent', 'POST')).toMatchObject({
      status: 409,
      body: {
        code: 'vendor_not_polled',
        detail: '"stripe" is not asked: asking vendors is switched off in the configuration.',
      },
    })
  })
})
