import {
  type Actor,
  AppError,
  createHttpApp,
  inTransaction,
  type Role,
  verifyAuditChain,
} from '@tractops/platform'
import { type TestPlatform, testPlatform } from '@tractops/platform/testing'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createKey, listKeys, requireRole, revokeKey } from './index.ts'

const ava: Actor = { kind: 'person', id: 'ava', name: 'Ava' }
let p: TestPlatform
let app: ReturnType<typeof createHttpApp>

beforeEach(async () => {
  p = await testPlatform({ now: Temporal.Instant.from('2026-11-24T09:00:00Z') })
  app = createHttpApp(p)
  app.get('/api/v1/read', requireRole('viewer'), (c) => c.json(c.get('actor')))
  app.get('/api/v1/change', requireRole('lead'), (c) => c.json(c.get('actor')))
})
afterEach(() => p.close())

const make = (role: Role, name = 'reader') => inTransaction(p, ava, (ctx) => createKey(ctx, { name, role }))
const get = (path: string, authorization?: string) =>
  app.request(path, authorization === undefined ? {} : { headers: { authorization } })

describe('an API key', () => {
  it('opens what its role includes and nothing above it', async () => {
    for (const [role, read, change] of [
      ['viewer', 200, 403],
      ['agent', 200, 403],
      ['lead', 200, 200],
      ['admin', 200, 200],
    ] as const) {
      const { id, key } = await make(role)
      const res = await get('/api/v1/read', `Bearer ${key}`)
      expect(res.status).toBe(read)
      expect(await res.json()).toEqual({ kind: 'key', id, name: 'reader', role })
      expect(res.headers.get('cache-control')).toContain('no-store')
      expect((await get('/api/v1/change', `Bearer ${key}`)).status).toBe(change)
    }
    const refused = await get('/api/v1/change', `Bearer ${(await make('viewer')).key}`)
    expect(refused.headers.get('www-authenticate')).toContain('error="insufficient_scope"')
    expect(await refused.json()).toMatchObject({ code: 'forbidden' })
  })

  it('is asked for with 401 when it is missing, malformed, altered, or no key at all', async () => {
    const { key } = await make('admin')
    const missing = await get('/api/v1/read')
    expect(missing.headers.get('www-authenticate')).toBe('Bearer realm="tractops"')
    expect(await missing.json()).toMatchObject({ status: 401, code: 'unauthenticated' })
    const altered = key.slice(0, -2) + (key.at(-2) === 'A' ? 'B' : 'A') + key.at(-1)
    for (const wrong of [
      '',
      'Bearer',
      'Basic YTpi',
      `Bearer ${altered}`,
      `Bearer ${key}x`,
      `Bearer ${key.toUpperCase()}`,
      key,
      "Bearer ' or 1=1 --",
    ]) {
      const res = await get('/api/v1/read', wrong)
      expect(res.status, wrong).toBe(401)
      expect(res.headers.get('www-authenticate')).toContain('Bearer')
    }
  })

  it('opens nothing once it is revoked', async () => {
    const { id, key } = await make('viewer')
    p.clock.advance(1_000)
    expect(await inTransaction(p, ava, (ctx) => revokeKey(ctx, { id }))).toEqual({ revoked: true })
    expect((await get('/api/v1/read', `Bearer ${key}`)).status).toBe(401)
    expect(await inTransaction(p, ava, (ctx) => revokeKey(ctx, { id }))).toEqual({ revoked: false })
    await expect(inTransaction(p, ava, (ctx) => revokeKey(ctx, { id: 'key_none' }))).rejects.toThrow(AppError)
    const [listed] = await inTransaction(p, ava, (ctx) => listKeys(ctx))
    expect(String(listed!.revokedAt)).toBe('2026-11-24T09:00:01Z')
  })

  it('is nowhere in the database, and its making and ending are in the audit chain', async () => {
    const { id, key } = await make('viewer')
    await inTransaction(p, ava, (ctx) => revokeKey(ctx, { id }))
    const { rows } = await p.pool.query(
      'select (select json_agg(k) from api_key k)::text as keys, (select json_agg(a order by seq) from audit_entry a)::text as audit',
    )
    expect(rows[0].keys + rows[0].audit).not.toContain(key.slice(9, 30))
    expect(
      JSON.parse(rows[0].audit).map((a: { action: string; subject: string }) => [a.action, a.subject]),
    ).toEqual([
      ['key.created', id],
      ['key.revoked', id],
    ])
    expect(await inTransaction(p, ava, verifyAuditChain)).toMatchObject({ verified: true, entries: 2 })
  })

  it('has a name', async () => {
    for (const name of ['', '   ', 'x'.repeat(101), 'a\nb'])
      await expect(make('viewer', name)).rejects.toThrow('printable')
  })

  it('may ask 600 times a minute, is told how often still, and then when to come back', async () => {
    const { key } = await make('viewer')
    const first = await get('/api/v1/read', `Bearer ${key}`)
    expect(first.headers.get('ratelimit-policy')).toBe('"key";q=600;w=60')
    expect(first.headers.get('ratelimit')).toBe('"key";r=599;t=60')
    p.clock.advance(20_000)
    for (let i = 1; i < 600; i++) await get('/api/v1/read', `Bearer ${key}`)
    const refused = await get('/api/v1/read', `Bearer ${key}`)
    expect(refused.status).toBe(429)
    expect(refused.headers.get('retry-after')).toBe('40')
    expect(await refused.json()).toMatchObject({ code: 'too_many_requests' })
    p.clock.advance(40_000)
    expect((await get('/api/v1/read', `Bearer ${key}`)).status).toBe(200)
  })

  it('cannot be guessed quickly: an address is refused after 60 wrong ones in a minute', async () => {
    for (let i = 0; i < 60; i++) expect((await get('/api/v1/read', 'Bearer wrong')).status).toBe(401)
    expect((await get('/api/v1/read', 'Bearer wrong')).status).toBe(429)
  })
})
