import { createHttpApp, inTransaction } from '@tractops/platform'
import { deliverMail, type TestPlatform, testPlatform } from '@tractops/platform/testing'
import { sql } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createKey } from '../../accounts/index.ts'
import { billingRoutes } from '../../billing/index.ts'
import { outboxRoutes } from '../../outbox/index.ts'
import { mailedToken, ReaderBrowser, reading } from '../testing/reading.ts'
import { readerIdentityRoutes } from './routes.ts'
import { sendLink } from './send-link.ts'
import { startIdentity } from './start-identity.ts'

const system = { kind: 'system', name: 'test' } as const
const url = 'http://localhost'
const DAY_MS = 86_400_000
let p: TestPlatform
let app: ReturnType<typeof createHttpApp>
let authorization: string

beforeEach(async () => {
  p = await testPlatform({ now: Temporal.Instant.from('2026-11-24T18:00:00Z') })
  app = createHttpApp(p)
  app.route('/', billingRoutes(p))
  app.route('/', outboxRoutes(p, { transport: 'embedded' }))
  app.route('/', readerIdentityRoutes(p))
  const { key } = await inTransaction(p, system, (ctx) => createKey(ctx, { role: 'lead', name: 'test' }))
  authorization = `Bearer ${key}`
})
afterEach(() => p.close())

async function enter(end: string | null = null) {
  const contacts = [{ name: 'Carla', email: 'Carla@example.com', role: 'president' }]
  const response = await app.request('/api/v1/customers', {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json' },
    body: JSON.stringify({
      name: 'Harbor View HOA',
      plan: 'premium',
      billing: 'annual',
      units: 100,
      start: '2026-01-01',
      end,
      contacts,
    }),
  })
  return (await response.json()) as { id: string; contacts: { id: string }[] }
}
const asksForLink = (email: string) =>
  inTransaction(p, system, (ctx) => sendLink(ctx, { email, target: '/portal' }, { queue: p.queue, url }))

describe('a link', () => {
  test('is mailed to a contact of a customer in force, and the answer is the same for anybody', async () => {
    await enter()
    await p.queue.start()
    const identity = await startIdentity(p, { url })
    const browser = new ReaderBrowser(app)
    const answers = []
    for (const email of ['mallory@example.com', ' CARLA@example.com ']) {
      const { status, body } = await browser.ask('POST', '/sign-in', { email })
      answers.push({ status, body })
    }
    expect(answers).toEqual(Array(2).fill({ status: 202, body: { asked: true } }))
    await expect.poll(() => mailedToken(p, 'carla@example.com'), { timeout: 20_000 }).not.toBeNull()
    const { rows } = await p.db.execute(sql`select to_address from outgoing_mail`)
    expect(rows).toEqual([{ to_address: 'carla@example.com' }])
    await identity.stop()
  })

  test('opens one session, once, within fifteen minutes', async () => {
    await enter()
    await asksForLink('carla@example.com')
    const token = await mailedToken(p, 'carla@example.com')
    const browser = new ReaderBrowser(app)
    expect(await browser.ask('POST', '/session', { token })).toMatchObject({
      status: 201,
      body: { target: '/portal' },
    })
    expect((await browser.ask('GET', '/me')).body).toMatchObject({
      email: 'carla@example.com',
      name: 'Carla',
      customers: [{ name: 'Harbor View HOA', role: 'president' }],
    })
    expect(await new ReaderBrowser(app).ask('POST', '/session', { token })).toMatchObject({
      status: 410,
      body: { code: 'link_spent' },
    })
    await asksForLink('carla@example.com')
    const late = await mailedToken(p, 'carla@example.com')
    p.clock.advance(15 * 60_000)
    expect((await new ReaderBrowser(app).ask('POST', '/session', { token: late })).status).toBe(410)
  })

  test('is kept nowhere: not in the tables once the mail has gone, and not shown by the outbox before', async () => {
    await enter()
    await p.queue.start()
    const identity = await startIdentity(p, { url })
    await asksForLink('carla@example.com')
    const token = (await mailedToken(p, 'carla@example.com'))!
    const { items } = (await (
      await app.request('/api/v1/outbox', { headers: { authorization } })
    ).json()) as {
      items: { id: string }[]
    }
    const shown = await app.request(`/api/v1/outbox/${items[0]!.id}`, { headers: { authorization } })
    expect(await shown.text()).not.toContain(token)
    await deliverMail(p)
    expect(await mailedToken(p, 'carla@example.com')).toBeNull()
    const { rows } = await p.db.execute(sql`select * from reader_link`)
    expect(JSON.stringify(rows)).not.toContain(token)
    await identity.stop()
  })

  test('goes to nobody whose customer has left, and leads to no page of another site', async () => {
    await enter('2026-11-24')
    await asksForLink('carla@example.com')
    expect(await mailedToken(p, 'carla@example.com')).toBeNull()
    await enter()
    for (const target of ['https://mallory.example', '//mallory.example', '/portal/../console']) {
      const sent = await new ReaderBrowser(app).ask('POST', '/sign-in', { email: 'x@example.com', target })
      expect(sent.status).toBe(202)
    }
    const { rows } = await p.db.execute<{ target: string }>(
      sql`select data->>'target' as target from pgboss.job where name = 'portal.sign-in'`,
    )
    expect(rows).toEqual(Array(3).fill({ target: '/portal' }))
  })

  test('is sent to one address five times an hour at most, and asking goes on looking the same', async () => {
    const browser = new ReaderBrowser(app)
    for (let i = 0; i < 8; i += 1)
      expect((await browser.ask('POST', '/sign-in', { email: 'carla@example.com' })).status).toBe(202)
    const { rows } = await p.db.execute(sql`select 1 from pgboss.job where name = 'portal.sign-in'`)
    expect(rows).toHaveLength(5)
    for (let i = 0; i < 12; i += 1) await browser.ask('POST', '/sign-in', { email: `dev${i}@example.com` })
    expect((await browser.ask('POST', '/sign-in', { email: 'dev@example.com' })).status).toBe(429)
  })
})

describe('a session', () => {
  test('is a cookie that no script and no other site can use, and its hash is all we keep', async () => {
    await enter()
    await asksForLink('carla@example.com')
    const browser = new ReaderBrowser(app)
    const { headers } = await browser.ask('POST', '/session', {
      token: await mailedToken(p, 'carla@example.com'),
    })
    expect(headers.getSetCookie()[0]).toMatch(/; Path=\/portal; HttpOnly; SameSite=Lax$/)
    const { rows } = await p.db.execute(sql`select * from reader_session`)
    expect(JSON.stringify(rows)).not.toContain(browser.cookie)
  })

  test('gets another token each day, the one before being taken for a minute, and ends after 30 idle days', async () => {
    await enter()
    const browser = await reading(p, app, 'carla@example.com')
    const first = browser.cookie
    p.clock.advance(DAY_MS)
    expect((await browser.ask('GET', '/me')).status).toBe(200)
    expect(browser.cookie).not.toBe(first)
    const late = new ReaderBrowser(app)
    late.cookie = first
    expect((await late.ask('GET', '/me')).status).toBe(200)
    p.clock.advance(60_000)
    expect((await late.ask('GET', '/me')).status).toBe(401)
    expect((await browser.ask('GET', '/me')).status).toBe(200)
    p.clock.advance(30 * DAY_MS)
    expect((await browser.ask('GET', '/me')).status).toBe(401)
  })

  test('ends where it is ended, here or everywhere, and with the contact that it stands for', async () => {
    const { id, contacts } = await enter()
    const one = await reading(p, app, 'carla@example.com')
    const two = await reading(p, app, 'carla@example.com')
    const three = await reading(p, app, 'carla@example.com')
    expect((await one.ask('DELETE', '/session')).status).toBe(204)
    expect(one.cookie).toBeNull()
    expect((await two.ask('GET', '/me')).status).toBe(200)
    expect((await two.ask('DELETE', '/sessions')).status).toBe(204)
    expect((await three.ask('GET', '/me')).status).toBe(401)
    const four = await reading(p, app, 'carla@example.com')
    const removed = await app.request(`/api/v1/customers/${id}/contacts/${contacts[0]!.id}`, {
      method: 'DELETE',
      headers: { authorization },
    })
    expect(removed.status).toBe(200)
    expect((await four.ask('GET', '/me')).status).toBe(401)
  })

  test('changes nothing for a page that is not ours', async () => {
    await enter()
    const browser = await reading(p, app, 'carla@example.com')
    for (const headers of [
      { 'x-tractops-portal': '1', origin: 'https://mallory.example' },
      { origin: 'http://localhost' },
      {},
    ]) {
      browser.headers = headers as Record<string, string>
      expect((await browser.ask('DELETE', '/session')).status).toBe(403)
    }
  })
})
