// One file, as every promise here needs the same small service: a file beside a console, and somebody of each role.
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createHttpApp, inTransaction, type Role, roles } from '@tractops/platform'
import { type TestPlatform, testPlatform } from '@tractops/platform/testing'
import { sql } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createKey } from '../../accounts/index.ts'
import type { MonitoringConfig } from '../config/config.ts'
import { heartbeatRoutes } from '../heartbeat/routes.ts'
import { MONITORING } from '../record/recorder.ts'
import { monitoringRoutes } from '../routes.ts'
import { unreadableSentence } from '../secrets/vault.ts'
import { httpMonitorForTest } from '../testing/http-monitor.ts'
import { applyWatched, checkedNow } from './apply-watched.ts'
import { definitionRoutes } from './routes.ts'

const NOW = Temporal.Instant.from('2026-11-24T18:00:00Z')
const file: MonitoringConfig = {
  source: '/etc/tractops.yaml',
  usesPractice: false,
  components: [{ key: 'app', name: 'Application', description: null, critical: true }],
  monitors: [httpMonitorForTest({ key: 'home' })],
  written: {
    components: { app: { key: 'app' } },
    monitors: {
      home: { key: 'home', http: { headers: { authorization: 'Bearer hunter2', 'x-key': '${env:KEY}' } } },
    },
  },
}
const HOME = { key: 'extra', component: 'app', every: '20s', http: { url: 'https://example.com/' } }

let p: TestPlatform
let app: ReturnType<typeof createHttpApp>
let keys: Record<Role, string>

beforeEach(async () => {
  p = await testPlatform({ now: NOW })
  app = serve()
  const made = roles.map(async (role) => {
    const { key } = await inTransaction(p, MONITORING, (ctx) => createKey(ctx, { role, name: role }))
    return [role, key] as const
  })
  keys = Object.fromEntries(await Promise.all(made)) as typeof keys
  await inTransaction(p, MONITORING, (ctx) => applyWatched(ctx, watching()))
})
afterEach(() => p.close())

const watching = () => ({ file, secretKey: p.config.secretKey })

function serve(config = p.config) {
  const made = createHttpApp(p)
  made.route('/', definitionRoutes({ ...p, config }, { file }))
  made.route('/', monitoringRoutes(p))
  made.route('/', heartbeatRoutes(p))
  return made
}

async function ask(role: Role, method: string, path: string, body?: object, at = app) {
  const response = await at.request(`/api/v1/${path}`, {
    method,
    headers: { authorization: `Bearer ${keys[role]}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, text, body: text === '' ? null : JSON.parse(text) }
}

const checked = () => inTransaction(p, MONITORING, (ctx) => checkedNow(ctx, watching()))

describe('a monitor made in the console', () => {
  test('is watched beside those of the file, can be changed, and is retired with its history kept', async () => {
    const made = await ask('lead', 'POST', 'monitors', HOME)
    expect(made.status).toBe(201)
    expect(made.body).toMatchObject({
      key: 'extra',
      source: 'console',
      kind: 'http',
      definition: HOME,
      problem: null,
    })
    expect((await checked()).map((m) => m.key)).toEqual(['home', 'extra'])
    const changed = await ask('lead', 'PATCH', 'monitors/extra', { every: '1m', timeout: '5s' })
    expect(changed.body).toMatchObject({ everyMs: 60_000 })
    expect((await checked())[1]).toMatchObject({ everyMs: 60_000, timeoutMs: 5_000 })
    await ask('lead', 'PATCH', 'monitors/extra', { timeout: null })
    expect((await checked())[1]).toMatchObject({ timeoutMs: 10_000 })
    expect((await ask('lead', 'DELETE', 'monitors/extra')).status).toBe(204)
    expect((await checked()).map((m) => m.key)).toEqual(['home'])
    const { rows } = await p.db.execute(
      sql`select key, retired_at is not null as retired from monitor order by id`,
    )
    expect(rows).toEqual([
      { key: 'home', retired: false },
      { key: 'extra', retired: true },
    ])
    const audit = await p.db.execute(
      sql`select action from audit_entry where action like 'monitor.%' order by seq`,
    )
    expect(audit.rows.map((row) => row.action)).toEqual([
      'monitor.created',
      'monitor.changed',
      'monitor.changed',
      'monitor.retired',
    ])
  })

  test('can be of every kind, and is seen by every reader without its secrets', async () => {
    await ask('admin', 'PUT', 'secrets/TOKEN', { value: 'hunter2' })
    const kinds = [
      { tcp: { host: 'db.example.com', port: 5432, send: '${secret:TOKEN}' }, every: '1m' },
      { dns: { name: 'example.com', type: 'A' }, every: '1m' },
      { tls: { host: 'example.com' }, every: '1h' },
      { heartbeat: { period: '5m', grace: '1m' } },
      { journey: { steps: [{ name: 'open', http: { url: 'https://example.com/' } }] }, every: '1m' },
    ]
    for (const [i, kind] of kinds.entries()) {
      const made = await ask('lead', 'POST', 'monitors', { key: `kind-${i}`, component: 'app', ...kind })
      expect(made.status, made.text).toBe(201)
    }
    const list = await ask('viewer', 'GET', 'monitors?limit=4')
    expect(list.body.items.map((m: { key: string }) => m.key)).toEqual(['home', 'kind-0', 'kind-1', 'kind-2'])
    const rest = await ask('viewer', 'GET', `monitors?limit=4&cursor=${list.body.next}`)
    expect(rest.body).toMatchObject({ next: null, items: [{ kind: 'heartbeat' }, { kind: 'journey' }] })
    expect(list.text + rest.text).not.toMatch(/hunter2|[0-9a-f]{64}/)
    expect(list.body.items[0].definition.http.headers).toEqual({
      authorization: '[hidden]',
      'x-key': '${env:KEY}',
    })
    expect((await checked()).find((m) => m.kind === 'tcp')).toMatchObject({ tcp: { send: 'hunter2' } })
  })

  test('that is a heartbeat shows its token once, and keeps it when it is changed', async () => {
    const beat = { key: 'backup', component: 'app', heartbeat: { period: '5m', grace: '1m' } }
    const { body } = await ask('lead', 'POST', 'monitors', beat)
    expect(body.token).toMatch(/^[\w-]{32}$/)
    const call = async () => (await app.request(`/hooks/heartbeat/${body.token}`)).status
    expect(await call()).toBe(200)
    const changes = { heartbeat: { period: '10m', grace: '1m' } }
    expect((await ask('lead', 'PATCH', 'monitors/backup', changes)).body).toMatchObject({
      token: null,
      everyMs: 660_000,
    })
    expect(await call()).toBe(200)
    await ask('lead', 'DELETE', 'monitors/backup')
    expect(await call()).toBe(404)
  })

  test.each<[string, object, number, string, string]>([
    ['too often', { ...HOME, every: '5s' }, 400, 'body.every', '"5s" is shorter than 10s; write 10s to 1h.'],
    ['with a field that is none', { ...HOME, evry: '5s' }, 400, 'body.evry', 'did you mean "every"?'],
    [
      'of a component that is not there',
      { ...HOME, component: 'none' },
      400,
      'body.component',
      'There is no component "none"; the components are app.',
    ],
    [
      'whose key is the file’s',
      { ...HOME, key: 'home' },
      409,
      'key',
      'The monitor "home" comes from tractops.yaml: change it there and start again.',
    ],
    [
      'that sends a variable of the environment',
      { ...HOME, http: { url: 'https://e.example/${env:SECRET_KEY}' } },
      400,
      'body.http.url',
      'is for the file only; store a secret',
    ],
    [
      'that holds a key as it is',
      { ...HOME, http: { ...HOME.http, headers: { Authorization: 'Bearer x' } } },
      400,
      'body.http.headers.Authorization',
      'store it as a secret',
    ],
    [
      'that sends a secret that is not there',
      { ...HOME, http: { url: 'https://e.example/${secret:NONE}' } },
      400,
      'body',
      'There is no secret NONE',
    ],
    [
      'that names a file as authority',
      { ...HOME, tls: { ca: '/etc/passwd' } },
      400,
      'body.tls.ca',
      'is not a certificate',
    ],
    [
      'that may reach private addresses',
      { ...HOME, allowPrivate: ['10.0.0.1'] },
      403,
      'body.allowPrivate',
      'Only an admin',
    ],
    [
      'with a token of no use',
      { key: 'b', component: 'app', heartbeat: { period: '5m', grace: '1m', token: 'x' } },
      400,
      'body.heartbeat.token',
      'A token has 20 to 200',
    ],
  ])('%s is refused, and nothing changes', async (_, written, status, path, says) => {
    const refused = await ask('lead', 'POST', 'monitors', written)
    expect(refused).toMatchObject({ status, body: { path } })
    expect(refused.body.detail).toContain(says)
    expect(await checked()).toHaveLength(1)
  })

  test('cannot be what another is already, be renamed, or be changed where it comes from the file', async () => {
    await ask('lead', 'POST', 'monitors', HOME)
    expect((await ask('lead', 'POST', 'monitors', HOME)).body).toMatchObject({ code: 'key_taken' })
    expect((await ask('lead', 'PATCH', 'monitors/extra', { key: 'b' })).body).toMatchObject({
      code: 'key_fixed',
    })
    expect((await ask('lead', 'PATCH', 'monitors/home', { every: '1m' })).body).toMatchObject({
      code: 'comes_from_file',
    })
    expect((await ask('lead', 'DELETE', 'monitors/home')).body).toMatchObject({ code: 'comes_from_file' })
    expect((await ask('lead', 'DELETE', 'monitors/none')).status).toBe(404)
  })

  test('may reach private addresses when an admin says so, and a lead may change the rest of it then', async () => {
    expect((await ask('admin', 'POST', 'monitors', { ...HOME, allowPrivate: ['10.0.0.1'] })).status).toBe(201)
    expect((await ask('lead', 'PATCH', 'monitors/extra', { every: '1m' })).status).toBe(200)
    expect(
      (await ask('lead', 'PATCH', 'monitors/extra', { allowPrivate: ['10.0.0.1', '10.0.0.2'] })).status,
    ).toBe(403)
  })

  test('gives way to the file where both have its key, and says so', async () => {
    await ask('lead', 'POST', 'monitors', HOME)
    const both = {
      ...file,
      monitors: [...file.monitors, httpMonitorForTest({ key: 'extra', everyMs: 90_000 })],
    }
    const { watched, checked } = await inTransaction(p, MONITORING, (ctx) =>
      applyWatched(ctx, { ...watching(), file: both }),
    )
    expect(watched.clashes).toEqual([{ what: 'monitor', key: 'extra' }])
    expect(checked.map((m) => [m.key, m.everyMs])).toEqual([
      ['home', 20_000],
      ['extra', 90_000],
    ])
  })
})

test('a component made in the console is shown once it is watched, in its order, and stays while it is', async () => {
  for (const [key, order] of [
    ['b', 2],
    ['a', 1],
  ] as const) {
    const made = await ask('lead', 'POST', 'components', { key, name: key, critical: true, order })
    expect(made).toMatchObject({ status: 201, body: { source: 'console', order, monitors: [] } })
  }
  const shown = async () => (await ask('viewer', 'GET', 'components')).body.map((c: { key: string }) => c.key)
  expect(await shown()).toEqual(['app'])
  for (const component of ['a', 'b'])
    await ask('lead', 'POST', 'monitors', { ...HOME, key: `m-${component}`, component })
  expect(await shown()).toEqual(['app', 'a', 'b'])
  await ask('lead', 'PATCH', 'components/b', { order: 0, critical: false, description: 'Ballots.' })
  expect(await shown()).toEqual(['app', 'b', 'a'])
  expect((await ask('viewer', 'GET', 'components/b')).body).toMatchObject({
    critical: false,
    description: 'Ballots.',
    monitors: ['m-b'],
  })
  expect((await ask('lead', 'DELETE', 'components/b')).body).toMatchObject({ code: 'component_in_use' })
  await ask('lead', 'DELETE', 'monitors/m-b')
  expect((await ask('lead', 'DELETE', 'components/b')).status).toBe(204)
  expect((await ask('lead', 'PATCH', 'components/app', { name: 'X' })).body).toMatchObject({
    code: 'comes_from_file',
  })
  expect((await ask('lead', 'POST', 'components', { key: 'c', critical: true })).body).toMatchObject({
    path: 'body.name',
  })
})

describe('a stored secret', () => {
  const uses = {
    ...HOME,
    http: { url: 'https://example.com/', headers: { authorization: 'Bearer ${secret:TOKEN}' } },
  }

  test('is sent by what uses it, nowhere to be read, and stays while it is used', async () => {
    await ask('admin', 'PUT', 'secrets/TOKEN', { value: 'hunter2' })
    await ask('lead', 'POST', 'monitors', uses)
    expect((await checked())[1]).toMatchObject({ http: { headers: { authorization: 'Bearer hunter2' } } })
    await ask('admin', 'PUT', 'secrets/TOKEN', { value: 'hunter3' })
    expect((await checked())[1]).toMatchObject({ http: { headers: { authorization: 'Bearer hunter3' } } })
    const { body } = await ask('admin', 'GET', 'secrets')
    expect(body.items).toMatchObject([
      { name: 'TOKEN', readable: true, usedBy: ['extra'], changedBy: 'admin' },
    ])
    expect(JSON.stringify(body)).not.toContain('hunter')
    const { rows } = await p.db.execute(
      sql`select (select json_agg(s) from secret s)::text || (select json_agg(a) from audit_entry a)::text || (select json_agg(d) from definition d)::text as everything`,
    )
    expect(rows[0]!.everything).not.toContain('hunter')
    expect((await ask('admin', 'DELETE', 'secrets/TOKEN')).body).toMatchObject({ code: 'secret_in_use' })
    await ask('lead', 'DELETE', 'monitors/extra')
    expect((await ask('admin', 'DELETE', 'secrets/TOKEN')).status).toBe(204)
    expect((await ask('admin', 'DELETE', 'secrets/TOKEN')).status).toBe(404)
    expect((await ask('admin', 'PUT', 'secrets/a-b', { value: 'x' })).status).toBe(400)
  })

  test('of another SECRET_KEY is told as such, and what uses it is not checked rather than down', async () => {
    await ask('admin', 'PUT', 'secrets/TOKEN', { value: 'hunter2' })
    await ask('lead', 'POST', 'monitors', uses)
    const other = { ...p.config, secretKey: 'another key that is for the tests' }
    const { watched, checked } = await inTransaction(p, MONITORING, (ctx) =>
      applyWatched(ctx, { file, secretKey: other.secretKey }),
    )
    expect(unreadableSentence(watched.unreadable)).toBe(
      'SECRET_KEY is not the one that TOKEN was stored with: start with that key again, or store it anew (PUT /api/v1/secrets/NAME); until then what uses it is not checked.',
    )
    expect(checked.map((m) => m.key)).toEqual(['home'])
    const at = serve(other)
    expect((await ask('admin', 'GET', 'secrets', undefined, at)).body.items).toMatchObject([
      { readable: false },
    ])
    expect((await ask('viewer', 'GET', 'monitors/extra', undefined, at)).body.problem).toBe(
      'The secret TOKEN was stored with another SECRET_KEY: store it anew.',
    )
    expect((await ask('agent', 'POST', 'monitors/extra/run', undefined, at)).body).toMatchObject({
      code: 'not_checked',
    })
  })
})

test('a definition that an earlier version took and this one cannot read is left out, and the rest is watched', async () => {
  await ask('lead', 'POST', 'monitors', HOME)
  await p.db.execute(sql`update definition set written = '{"key": "extra", "ftp": {}}'`)
  const { watched, checked } = await inTransaction(p, MONITORING, (ctx) => applyWatched(ctx, watching()))
  expect(watched.broken).toMatchObject([{ what: 'monitor', key: 'extra' }])
  expect(checked.map((m) => m.key)).toEqual(['home'])
  expect((await ask('lead', 'DELETE', 'monitors/extra')).status).toBe(204)
})

describe('run now', () => {
  test('carries out one check and records it as any other', async () => {
    const server = createServer((_, response) => response.writeHead(503).end()).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
    await ask('admin', 'POST', 'monitors', { ...HOME, http: { url }, allowPrivate: ['127.0.0.1'] })
    p.clock.advance(1_000)
    const result = await ask('agent', 'POST', 'monitors/extra/run')
    server.close()
    expect(result).toMatchObject({
      status: 200,
      body: {
        state: 'down',
        reason: 'answered 503, expected 2xx',
        statusCode: 503,
        at: '2026-11-24T18:00:01Z',
      },
    })
    const { rows } = await p.db.execute(sql`select state, status_code from check_result`)
    expect(rows).toEqual([{ state: 2, status_code: 503 }])
    expect((await ask('viewer', 'POST', 'monitors/extra/run')).status).toBe(403)
    expect((await ask('agent', 'POST', 'monitors/none/run')).status).toBe(404)
  })

  test('is not for heartbeats', async () => {
    await ask('lead', 'POST', 'monitors', {
      key: 'b',
      component: 'app',
      heartbeat: { period: '5m', grace: '1m' },
    })
    expect((await ask('agent', 'POST', 'monitors/b/run')).body).toMatchObject({ code: 'not_run' })
  })
})
