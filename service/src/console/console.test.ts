import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { announce, type Ctx, createHttpApp, inTransaction, listen } from '@tractops/platform'
import { type TestPlatform, testPlatform } from '@tractops/platform/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ROOT } from '../../../test/root.ts'
import { createKey } from '../accounts/index.ts'
import { troubles as incidentTroubles } from '../incidents/index.ts'
import { createAgent, troubles as monitoringTroubles } from '../monitoring/index.ts'
import { troubles as mailTroubles } from '../outbox/index.ts'
import { webhookTroubles } from '../status/index.ts'
import { troubles as vendorTroubles } from '../vendors/index.ts'
import { consoleRoutes } from './index.ts'

const nothingWatched = { source: null, usesPractice: false, components: [], monitors: [] }
const watched = (ctx: Ctx) => monitoringTroubles(ctx, { file: nothingWatched, secretKey: p.config.secretKey })
const system = { kind: 'system', name: 'test' } as const
let p: TestPlatform
let app: ReturnType<typeof createHttpApp>
let authorization: string

beforeAll(async () => {
  execFileSync(process.execPath, [join(ROOT, 'scripts/build-web.mjs')])
  p = await testPlatform({ now: Temporal.Instant.from('2026-11-24T09:00:00Z') })
  await p.events.start()
  app = createHttpApp(p)
  app.route(
    '/',
    consoleRoutes(p, {
      troubles: [incidentTroubles, vendorTroubles, mailTroubles, webhookTroubles, watched],
    }),
  )
  const { key } = await inTransaction(p, system, (ctx) => createKey(ctx, { name: 'reader', role: 'viewer' }))
  authorization = `Bearer ${key}`
})
afterAll(() => p?.close())

describe('the console’s page', () => {
  test('is the same at every address below /console, kept by nobody, with a nonce of its own each time', async () => {
    const nonces = new Set<string>()
    for (const path of ['/console', '/console/', '/console/people/per_1', '/console/people?new=person']) {
      const response = await app.request(path)
      const html = await response.text()
      const policy = response.headers.get('content-security-policy')!
      expect(response.status, path).toBe(200)
      expect(response.headers.get('cache-control')).toBe('no-store')
      const nonce = /style-src 'self' 'nonce-([^']+)';/.exec(policy)![1]!
      expect(html).toContain(`nonce="${nonce}"`)
      expect(policy).toContain("script-src 'self';")
      expect(policy).not.toContain('unsafe')
      nonces.add(nonce)
    }
    expect(nonces.size).toBe(4)
  })

  test('names files that may be kept for ever, and no others are served', async () => {
    const html = await (await app.request('/console')).text()
    const [, script] = /src="(\/console\/assets\/[^"]+\.js)"/.exec(html)!
    const response = await app.request(script!, { headers: { 'accept-encoding': 'gzip' } })
    expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    expect(response.headers.get('content-encoding')).toBe('gzip')
    expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
    for (const name of ['nothing-here.js', '..%2f..%2fvite.config.ts', '..%2findex.html', '.env'])
      expect((await app.request(`/console/assets/${name}`)).status, name).toBe(404)
  })
})

test('a topic that is announced anywhere is heard on every open line, and a line that is closed is forgotten', async () => {
  const listening = await listen(app, '127.0.0.1', 0)
  const closing = new AbortController()
  const open = () =>
    fetch(`${listening.url}/api/v1/events`, { headers: { authorization }, signal: closing.signal })
  const lines = await Promise.all([open(), open()])
  try {
    for (const line of lines) expect(line.headers.get('content-type')).toContain('text/event-stream')
    const heard = Promise.all(lines.map((line) => untilHeard(line, 'data: incidents\n\n')))
    await inTransaction(p, system, (ctx) => announce(ctx, 'incidents'))
    await heard
  } finally {
    closing.abort()
    await listening.close(1_000)
  }
})

async function untilHeard(line: Response, text: string): Promise<void> {
  const decoder = new TextDecoder()
  let heard = ''
  for await (const chunk of line.body!) {
    heard += decoder.decode(chunk as Uint8Array, { stream: true })
    if (heard.includes(text)) return
  }
  throw new Error(`the line ended after: ${heard}`)
}

test('what comes due is empty where nothing is', async () => {
  const response = await app.request('/api/v1/due', { headers: { authorization } })
  expect(await response.json()).toEqual({ items: [], next: null })
})

describe('what wants a look', () => {
  const troubles = async () =>
    (await (await app.request('/api/v1/troubles', { headers: { authorization } })).json()).items
  const insert = (sql: string, ...values: unknown[]) => p.pool.query(sql, values)
  const at = '2026-11-24T08:00:00Z'

  test('is nothing where all is well', async () => {
    expect(await troubles()).toEqual([])
  })

  test('is each thing that the service cannot do, in a sentence, and where it is dealt with', async () => {
    await insert(
      `insert into definition (what, key, written, position, created_at, created_by, changed_at, changed_by)
        values ('monitor', 'gone', $1, 1, $2, '{}', $2, '{}')`,
      JSON.stringify({ key: 'gone', component: 'nowhere', every: '1m', http: { url: 'https://a.example/' } }),
      at,
    )
    await inTransaction(p, system, (ctx) => createAgent(ctx, { name: 'tokyo-1', region: null }))
    await insert(`update probe_agent set created_at = $1 where name = 'tokyo-1'`, at)
    await insert(`insert into probe_agent (name, created_at, created_by, revoked_at, seen_at)
      values ('oslo-1', '${at}', '{}', '${at}', '2026-11-24T08:30:00Z'), ('rome-1', '${at}', '{}', '${at}', '2026-11-24T07:59:00Z')`)
    for (const [vendor, name, due] of [
      ['neon', 'Neon', at],
      ['stripe', 'Stripe', null],
    ])
      await insert(
        `insert into vendor_poll (vendor, name, every_ms, due_at, asked_at, failures, trouble)
          values ($1, $2, 60000, $3, $4, 1, 'the page answered HTML')`,
        vendor,
        name,
        due,
        at,
      )
    await insert(`insert into webhook (id, url, created_at, disabled_at, disabled_because)
      values ('whk_1', 'https://gone.example/x', '${at}', '${at}', 'It answered 410 Gone.'),
             ('whk_2', 'https://slow.example/x', '${at}', null, null), ('whk_3', 'https://well.example/x', '${at}', null, null)`)
    await insert(`insert into webhook_delivery (id, webhook_id, type, ref, body, created_at, attempts, last_attempt_at, last_error, delivered_at)
      values ('msg_1', 'whk_2', 'incident.opened', 'inc_1', '{}', '${at}', 2, '${at}', 'It answered 503.', null),
             ('msg_2', 'whk_3', 'incident.opened', 'inc_1', '{}', '${at}', 1, '${at}', null, '${at}')`)
    expect(
      (await troubles()).map(({ kind, title, href }: Record<string, string>) => [kind, title, href]),
    ).toEqual([
      ['vendor.unknown', 'Neon', '/console/vendors/neon'],
      ['webhook.disabled', 'gone.example', '/console/webhooks/whk_1'],
      ['webhook.failing', 'slow.example', '/console/webhooks/whk_2'],
      ['monitor.unchecked', 'gone', '/console/monitors/gone'],
      ['agent.silent', 'tokyo-1', '/console/agents'],
      ['agent.revoked', 'oslo-1', '/console/agents'],
    ])
  })
})
