import { afterEach, beforeEach, expect, test } from 'vitest'
import { AppError } from '../../error.ts'
import { type TestPlatform, testPlatform } from '../../testing.ts'
import { createHttpApp } from '../app.ts'
import { startAnswerExpiry } from './expiry.ts'
import { idempotent } from './idempotent.ts'

let p: TestPlatform
let app: ReturnType<typeof createHttpApp>
let done: string[]
let gate: Promise<void>

beforeEach(async () => {
  p = await testPlatform({ now: Temporal.Instant.from('2026-11-24T09:00:00Z') })
  app = createHttpApp(p)
  done = []
  gate = Promise.resolve()
  app.use('/api/v1/*', async (c, next) => {
    const name = c.req.header('x-who') ?? 'ava'
    c.set('actor', { kind: 'person', id: name, name })
    await next()
  })
  app.post('/api/v1/things', idempotent(), async (c) => {
    const { what } = await c.req.json<{ what: string }>()
    done.push(what)
    await gate
    if (what === 'break') throw new Error('the disk is full')
    if (what === 'refuse') throw new AppError('no', 409, 'It is there already.')
    if (what === 'forbid') throw new AppError('forbidden', 403, 'Not you.')
    return c.json({ secret: `made ${done.length}` }, 201)
  })
})
afterEach(() => p.close())

const send = async (what: string, key?: string, who = 'ava') => {
  const response = await app.request('/api/v1/things', {
    method: 'POST',
    headers: { 'x-who': who, ...(key === undefined ? {} : { 'idempotency-key': key }) },
    body: JSON.stringify({ what }),
  })
  const body = (await response.json()) as Record<string, unknown>
  return { status: response.status, body, replayed: response.headers.get('idempotency-replayed') }
}

test('a request sent again with its key is done once and answered twice', async () => {
  const first = await send('credit', 'k1')
  const second = await send('credit', 'k1')
  expect(second).toEqual({ ...first, replayed: 'true' })
  expect(second.status).toBe(201)
  expect(done).toEqual(['credit'])
  await send('credit')
  expect(done).toHaveLength(2)
})

test('a refusal by the state of things is an answer too', async () => {
  expect(await send('refuse', 'k1')).toMatchObject({ status: 409, body: { code: 'no' }, replayed: null })
  expect(await send('refuse', 'k1')).toMatchObject({ status: 409, body: { code: 'no' }, replayed: 'true' })
  expect(done).toEqual(['refuse'])
})

test('a key used for another request is refused, one of somebody else is another key', async () => {
  await send('credit', 'k1')
  expect(await send('debit', 'k1')).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } })
  expect((await send('debit', 'k1', 'ben')).status).toBe(201)
  expect((await send('credit', 'x'.repeat(256))).body.code).toBe('invalid_idempotency_key')
})

test('while the first one is under way the second is told to wait', async () => {
  const { promise, resolve } = Promise.withResolvers<void>()
  gate = promise
  const first = send('credit', 'k1')
  while (done.length === 0) await new Promise(setImmediate)
  expect(await send('credit', 'k1')).toMatchObject({ status: 409, body: { code: 'idempotency_in_progress' } })
  resolve()
  expect((await first).status).toBe(201)
  expect((await send('credit', 'k1')).replayed).toBe('true')
})

test('what failed on our side or may be allowed later is not kept', async () => {
  for (const what of ['break', 'forbid']) {
    await send(what, what)
    await send(what, what)
  }
  expect(done).toEqual(['break', 'break', 'forbid', 'forbid'])
})

test('a request whose process was killed may be sent again after five minutes', async () => {
  await send('credit', 'k1')
  await p.pool.query('update kept_answer set status = null, body = null')
  p.clock.advance(5 * 60_000)
  expect((await send('credit', 'k1')).status).toBe(409)
  p.clock.advance(1)
  expect((await send('credit', 'k1')).status).toBe(201)
  expect(done).toHaveLength(2)
})

test('answers are kept for a day, and not readably', async () => {
  await send('credit', 'k1')
  const { rows } = await p.pool.query("select encode(body, 'escape') as body from kept_answer")
  expect(rows[0].body).not.toContain('made 1')
  const expire = async () => {
    const tick = startAnswerExpiry(p)
    await tick.stop()
    return (await p.pool.query('select key from kept_answer')).rows.length
  }
  p.clock.advance(24 * 3_600_000)
  expect(await expire()).toBe(1)
  p.clock.advance(1)
  expect(await expire()).toBe(0)
})
