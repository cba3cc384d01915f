import { createHttpApp, inTransaction, MailRefused, queueMail, type Transport } from '@tractops/platform'
import { deliverMail, type TestPlatform, testPlatform } from '@tractops/platform/testing'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createKey } from '../accounts/index.ts'
import { outboxRoutes } from './index.ts'

const system = { kind: 'system', name: 'test' } as const
const refusing: Transport = {
  name: 'smtp',
  send: () => Promise.reject(new MailRefused('550 no such user', { permanent: true, address: true })),
  close() {},
}
let p: TestPlatform
let app: ReturnType<typeof createHttpApp>
let keys: Record<'agent' | 'lead', string>

beforeEach(async () => {
  p = await testPlatform({ now: Temporal.Instant.from('2026-11-24T18:00:00Z') })
  await p.queue.start()
  app = createHttpApp(p)
  app.route('/', outboxRoutes(p, { transport: 'embedded' }))
  const make = async (role: 'agent' | 'lead') =>
    (await inTransaction(p, system, (ctx) => createKey(ctx, { role, name: role }))).key
  keys = { agent: await make('agent'), lead: await make('lead') }
})
afterEach(() => p.close())

async function ask(method: string, path: string, as: keyof typeof keys = 'lead') {
  const headers = { authorization: `Bearer ${keys[as]}` }
  const response = await app.request(`/api/v1/outbox${path}`, { method, headers })
  return { status: response.status, body: JSON.parse(await response.text()) }
}
const write = (to: string, kind = 'notice') => {
  p.clock.advance(1_000)
  const mail = { kind, ref: 'mnt_1', to, subject: 'Hello', text: `Dear ${to}`, idempotencyKey: to }
  return inTransaction(p, system, (ctx) => queueMail(ctx, p.queue, mail))
}

test('the outbox says that the embedded transport only records, and shows each mail whole', async () => {
  await write('carla@example.com')
  await deliverMail(p)
  const { body } = await ask('GET', '')
  expect(body.says).toContain('recorded only')
  expect(body.items).toMatchObject([
    { to: 'carla@example.com', state: 'accepted', transport: 'embedded', response: 'recorded, not sent' },
  ])
  const whole = await ask('GET', `/${body.items[0].id}`)
  expect(whole.body).toMatchObject({
    ...body.items[0],
    text: 'Dear carla@example.com',
    html: null,
    headers: {},
  })
  expect(await ask('GET', '/mail_none')).toMatchObject({ status: 404, body: { code: 'mail_not_found' } })
})

test('mails are found by kind and state, the newest first, page by page', async () => {
  await write('a@example.com')
  await deliverMail(p, refusing)
  for (const name of ['b', 'c', 'd']) await write(`${name}@example.com`, name === 'c' ? 'other' : 'notice')
  const to = async (query: string) =>
    (await ask('GET', query)).body.items.map((m: { to: string }) => m.to.slice(0, 1)).join('')
  expect(await to('')).toBe('dcba')
  expect(await to('?kind=notice')).toBe('dba')
  expect(await to('?state=failed')).toBe('a')
  expect(await to('?state=waiting&ref=mnt_1')).toBe('dcb')
  expect(await to('?state=accepted')).toBe('')
  const first = (await ask('GET', '?limit=3')).body
  expect(await to(`?limit=3&cursor=${first.next}`)).toBe('a')
  expect(await ask('GET', '?cursor=x')).toMatchObject({ status: 400, body: { path: 'query.cursor' } })
})

test('a mail that failed is sent once more; one that did not is left alone', async () => {
  const { id } = await write('dev@example.com')
  expect(await ask('POST', `/${id}/retry`)).toMatchObject({ status: 409, body: { code: 'mail_not_failed' } })
  await deliverMail(p, refusing)
  expect((await ask('GET', `/${id}`)).body).toMatchObject({ state: 'failed', lastError: '550 no such user' })
  expect((await ask('POST', `/${id}/retry`)).body.state).toBe('waiting')
  await deliverMail(p)
  expect((await ask('GET', `/${id}`)).body).toMatchObject({ state: 'accepted', attempts: 1, lastError: null })
})

test('whoever is not a lead reads no mail', async () => {
  const { id } = await write('carla@example.com')
  for (const [method, path] of [
    ['GET', ''],
    ['GET', `/${id}`],
    ['POST', `/${id}/retry`],
  ] as const)
    expect((await ask(method, path, 'agent')).status).toBe(403)
})
