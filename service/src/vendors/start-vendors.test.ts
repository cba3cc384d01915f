import { createHttpApp, inTransaction } from '@tractops/platform'
import { type TestPlatform, testPlatform } from '@tractops/platform/testing'
import { defaultPolicies } from '@tractops/sla'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createKey } from '../accounts/index.ts'
import { startVendors, type Vendors, vendorStates, vendorsRoutes } from './index.ts'
import { VENDORS } from './poll/run-poll.ts'
import { statuspage } from './testing/recorded.ts'
import { vendorServer } from './testing/vendor-server.ts'

const policies = defaultPolicies()
const SUMMARY = '/api/v2/summary.json'
let p: TestPlatform
let server: Awaited<ReturnType<typeof vendorServer>>
const running: Vendors[] = []
beforeEach(async () => {
  p = await testPlatform({ now: Temporal.Instant.from('2026-11-24T18:00:00Z') })
  server = await vendorServer()
  server.serve(SUMMARY, statuspage())
})
afterEach(async () => {
  for (const one of running.splice(0)) await one.stop()
  await server.close()
  await p.close()
})

const names = ['stripe', 'resend', 'neon', 'vercel']
async function start(platform = p): Promise<Vendors> {
  const site = (path: string) => ({ format: 'statuspage' as const, urls: [server.url + path] })
  const pages = names.map((vendor) => ({
    vendor,
    site: site(vendor === 'vercel' ? SUMMARY : '/nothing'),
    page: null,
    components: [],
    regions: [],
    everyMs: null,
    allowPrivate: ['127.0.0.1'],
  }))
  const started = await startVendors(platform, { policies, config: { poll: true, pages } })
  running.push(started)
  return started
}
const states = async () =>
  (await inTransaction(p, VENDORS, vendorStates)).map(
    ({ name, state, reason }) => `${name}: ${reason ?? state}`,
  )

test('a start asks every vendor at once; one that fails holds up no other', async () => {
  await start()
  await expect
    .poll(states, { timeout: 20_000 })
    .toEqual([
      'Neon: the page answered 404',
      'Resend: the page answered 404',
      'Stripe: the page answered 404',
      'Vercel: operational',
    ])
})

test('an agent asks now, and every process is told of what changed', async () => {
  const heard: string[] = []
  await p.events.start()
  p.events.on((topic) => heard.push(topic))
  const vendors = await start()
  await expect.poll(states, { timeout: 20_000 }).toContain('Vercel: operational')
  await expect.poll(() => heard).toContain('vendors')
  server.serve(SUMMARY, statuspage({ API: 'partial_outage' }))
  const { key } = await inTransaction(p, VENDORS, (ctx) => createKey(ctx, { role: 'agent', name: 'Ben' }))
  const app = createHttpApp(p, { title: 'test', version: '0', description: 'test' })
  app.route('/', vendorsRoutes(p, { policies, vendors }))
  const headers = { authorization: `Bearer ${key}` }
  const reply = await app.request('/api/v1/vendors/vercel/poll', { method: 'POST', headers })
  expect(reply.status).toBe(200)
  expect(JSON.parse(await reply.text())).toMatchObject({
    vendor: 'vercel',
    state: 'partial_outage',
    components: [{ component: 'API', status: 'partial_outage' }],
  })
})

test('a stop in the middle of an answer that never comes is at once, and the next start asks again', async () => {
  const asked = Promise.withResolvers<void>()
  server.break(() => asked.resolve())
  await start()
  await asked.promise
  await running.pop()!.stop()
  server.serve(SUMMARY, statuspage())
  await start()
  await expect.poll(states, { timeout: 20_000 }).toContain('Vercel: operational')
})
