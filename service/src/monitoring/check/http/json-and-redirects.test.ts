import type { RequestListener } from 'node:http'
import type { ResolveHost } from '@tractops/platform'
import { afterEach, describe, expect, test } from 'vitest'
import type { HttpMonitor } from '../../config/kinds/http.ts'
import type { JsonCondition } from '../../config/kinds/json-condition.ts'
import { httpMonitorForTest } from '../../testing/http-monitor.ts'
import { runCheck } from '../run-check.ts'
import { httpTarget } from '../testing/targets.ts'

const NOW = Temporal.Instant.from('2026-11-24T18:00:00Z')
const opened: { close(): Promise<void> }[] = []
afterEach(() => Promise.all(opened.splice(0).map((target) => target.close())))

async function serve(listener: RequestListener) {
  const target = await httpTarget(listener)
  opened.push(target)
  return target.url
}

type Over = { http?: Partial<HttpMonitor['http']>; expect?: Partial<HttpMonitor['expect']> }

const check = (url: string, over: Over = {}, resolveHost?: ResolveHost) =>
  runCheck(
    httpMonitorForTest({
      timeoutMs: 2_000,
      http: { url, ...over.http },
      expect: over.expect ?? {},
      allowPrivate: ['127.0.0.1', 'app.example.com'],
    }),
    { now: () => NOW, ...(resolveHost === undefined ? {} : { resolveHost }) },
  )

describe('a JSON answer', () => {
  const health = {
    checks: { db: { status: 'ok', ms: 12 }, queue: null },
    items: [{ ok: true }, { ok: false }],
    'odd.name': 1,
  }

  test.each<JsonCondition>([
    { path: 'checks.db.status', equals: 'ok' },
    { path: 'checks.db.status', notEquals: 'failing' },
    { path: 'checks.db.ms', less: 13, greater: 11 },
    { path: 'checks.queue', equals: null },
    { path: 'checks.mail', exists: false },
    { path: 'checks.queue', exists: true },
    { path: 'items[0].ok', equals: true },
    { path: '["odd.name"]', equals: 1 },
  ])('that holds %j is up', async (condition) => {
    const url = await serve((_, response) => response.end(JSON.stringify(health)))
    expect(await check(url, { expect: { json: [condition] } })).toMatchObject({ state: 'up', reason: null })
  })

  test.each<[JsonCondition, string]>([
    [{ path: 'checks.db.status', equals: 'failing' }, 'in the answer, checks.db.status is not "failing"'],
    [{ path: 'checks.db.status', notEquals: 'ok' }, 'in the answer, checks.db.status is "ok"'],
    [{ path: 'checks.db.ms', less: 12 }, 'in the answer, checks.db.ms is not less than 12'],
    [{ path: 'checks.db.ms', greater: 12 }, 'in the answer, checks.db.ms is not greater than 12'],
    [{ path: 'checks.db.status', less: 1 }, 'in the answer, checks.db.status is not a number'],
    [{ path: 'checks.mail.status', equals: 'ok' }, 'in the answer, checks.mail.status is missing'],
    [{ path: 'items[1].ok', equals: true }, 'in the answer, items[1].ok is not true'],
    [{ path: 'items.length', exists: true }, 'in the answer, items.length is missing'],
    [{ path: 'constructor.name', exists: true }, 'in the answer, constructor.name is missing'],
    [{ path: 'checks.db', exists: false }, 'in the answer, checks.db is there'],
  ])('that does not hold %j is down and says so', async (condition, reason) => {
    const url = await serve((_, response) => response.end(JSON.stringify(health)))
    expect(await check(url, { expect: { json: [condition] } })).toMatchObject({ state: 'down', reason })
  })

  test('that is none, or has 50 MB, is down without its text in the reason', async () => {
    const json = [{ path: 'ok', equals: true }]
    const page = await serve((_, response) => response.end('<h1>hunter2</h1>'))
    expect(await check(page, { expect: { json } })).toMatchObject({ reason: 'the answer is not JSON' })
    const endless = await serve((_, response) => {
      response.on('error', () => {})
      const mb = Buffer.alloc(1024 * 1024, ' ')
      let left = 50
      const more = () => (left-- > 0 ? response.write(mb, more) : response.end('{}'))
      more()
    })
    expect(await check(endless, { expect: { json } })).toMatchObject({
      state: 'down',
      reason: 'the answer is larger than 1 MB',
    })
  })
})

describe('a redirect that is expected', () => {
  const moved = (location: string) => serve((_, response) => response.writeHead(301, { location }).end())
  const to = (redirectTo: string): Over => ({
    http: { redirects: 0 },
    expect: { redirectTo, status: [{ from: 300, to: 399 }] },
  })

  test('to the right address is up, written whole or not', async () => {
    const url = await moved('/login')
    expect(await check(url, to(`${url}/login`))).toMatchObject({ state: 'up', statusCode: 301 })
  })

  test('to another address is down', async () => {
    const url = await moved('https://evil.example/')
    expect(await check(url, to('https://app.example.com/'))).toMatchObject({
      state: 'down',
      reason: 'does not redirect to the expected address',
    })
  })
})

test.each(['PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const)('a %s is sent as it is', async (method) => {
  const url = await serve((request, response) => response.end(`asked by ${request.method}`))
  expect(await check(url, { http: { method }, expect: { body: `asked by ${method}` } })).toMatchObject({
    state: 'up',
  })
})

test('a form that is put to another host is refused there, and after a 303 it is asked for plainly', async () => {
  const seen: string[] = []
  const other = await serve((request, response) => {
    seen.push(`${request.method} ${request.headers['content-length'] ?? 0}`)
    response.end()
  })
  const put = { method: 'PUT' as const, body: 'a=1' }
  for (const status of [301, 303, 307]) {
    const url = await serve((_, response) => response.writeHead(status, { location: other }).end())
    const result = await check(url, { http: put })
    if (status !== 303) expect(result.reason).toBe('redirected its form to another host')
  }
  expect(seen).toEqual(['GET 0'])
})

test('a host is reached by the version of IP that is asked for, or not at all', async () => {
  const url = await serve((_, response) => response.end())
  const named = url.replace('127.0.0.1', 'app.example.com')
  const both: ResolveHost = async () => ['::1', '127.0.0.1']
  expect(await check(named, { http: { family: 4 } }, both)).toMatchObject({ state: 'up' })
  expect(await check(named, { http: { family: 6 } }, both)).toMatchObject({
    reason: 'the connection was refused',
  })
  expect(await check(named, { http: { family: 6 } }, async () => ['127.0.0.1'])).toMatchObject({
    state: 'down',
    reason: 'the name has no IPv6 address',
  })
})
