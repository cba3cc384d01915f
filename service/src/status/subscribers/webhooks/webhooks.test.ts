import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { type Actor, createHttpApp, inTransaction, type Role } from '@tractops/platform'
import { type TestPlatform, testPlatform } from '@tractops/platform/testing'
import { defaultPolicies } from '@tractops/sla'
import { Webhook } from 'standardwebhooks'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createKey } from '../../../accounts/index.ts'
import { ticketEvent } from '../../../desk/tables.ts'
import { ticketAsRow } from '../../../desk/testing/tickets-as-rows.ts'
import { createIncident } from '../../../incidents/record/create-incident.ts'
import { incidentSource } from '../changes.ts'
import { subscriberRoutes } from '../routes.ts'
import { startSubscribers } from '../start-subscribers.ts'
import { confirmSubscription } from '../subscription.ts'
import { tellChanges } from '../tell.ts'
import { ticketSource } from '../ticket-source.ts'
import { deliver } from './deliver.ts'
import { dropOldDeliveries } from './drop-old-deliveries.ts'
import { MOST_ATTEMPTS } from './queue-events.ts'

const ava: Actor = { kind: 'person', id: 'ava', name: 'Ava' }
const policies = defaultPolicies()
type Got = { headers: Record<string, string>; body: string }

let p: TestPlatform
let receiver: Server
let url: string
let got: Got[]
let answer: (request: IncomingMessage, response: ServerResponse) => void
let app: ReturnType<typeof createHttpApp>
let keys: Record<'lead' | 'agent', string>

beforeEach(async () => {
  p = await testPlatform({ now: Temporal.Now.instant().round('millisecond') })
  await p.queue.start()
  got = []
  answer = (_, response) => response.writeHead(204).end()
  receiver = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8').on('data', (text) => {
      body += text
    })
    request.on('end', () => {
      got.push({ headers: request.headers as Record<string, string>, body })
      answer(request, response)
    })
  })
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(receiver.address() as { port: number }).port}/hook`
  app = createHttpApp(p)
  app.route('/', subscriberRoutes(p, p.config))
  const key = async (role: Role) =>
    (await inTransaction(p, ava, (ctx) => createKey(ctx, { name: role, role }))).key
  keys = { lead: await key('lead'), agent: await key('agent') }
})
afterEach(async () => {
  receiver.closeAllConnections()
  await new Promise((resolve) => receiver.close(resolve))
  await p.close()
})

async function ask(method: string, path: string, body?: object, role: keyof typeof keys = 'lead') {
  const headers = { authorization: `Bearer ${keys[role]}`, 'content-type': 'application/json' }
  const reply = await app.request(`/api/v1/${path}`, {
    method,
    headers,
    body: body ? JSON.stringify(body) : null,
  })
  const text = await reply.text()
  return { status: reply.status, body: text === '' ? null : JSON.parse(text) }
}
const deps = () => ({
  queue: p.queue,
  secretKey: p.config.secretKey,
  url: 'https://status.example',
  zone: 'UTC',
  from: 'a@b.cc',
})
/** An incident opens, and the event about it is queued. */
async function tell(): Promise<string> {
  p.clock.advance(1)
  await inTransaction(p, ava, (ctx) =>
    createIncident(ctx, {
      title: 'Cards are refused',
      impact: 'major',
      state: 'investigating',
      text: 'We look.',
      components: [],
      policies,
    }),
  )
  while (await inTransaction(p, ava, (ctx) => tellChanges(ctx, incidentSource, deps())));
  const { rows } = await p.pool.query('select id from webhook_delivery order by created_at desc, id limit 1')
  return rows[0]?.id
}
const send = (id: string, more: object = {}) =>
  deliver(p, id, { secretKey: p.config.secretKey, allowPrivate: ['127.0.0.1'], timeoutMs: 500, ...more })
const make = async (to = url) =>
  (await ask('POST', 'webhooks', { url: to })).body as { id: string; secret: string }
const deliveries = async (id: string) => (await ask('GET', `webhooks/${id}/deliveries`)).body.items

test('an event arrives signed, so that any reader of Standard Webhooks can prove it with the secret shown once', async () => {
  const { id, secret } = await make()
  expect((await ask('GET', 'webhooks')).body.items).toMatchObject([{ id, url }])
  expect(JSON.stringify((await ask('GET', 'webhooks')).body)).not.toContain(secret)
  const event = await tell()
  await send(event)
  const [{ headers, body }] = got as [Got]
  expect(headers['webhook-id']).toBe(event)
  expect(new Webhook(secret).verify(body, headers)).toMatchObject({
    type: 'incident.opened',
    data: { title: 'Cards are refused', state: 'investigating', update: { text: 'We look.' } },
  })
  expect(() => new Webhook(secret).verify(body.replace('Cards', 'Coins'), headers)).toThrow()
  expect(await deliveries(id)).toMatchObject([
    { id: event, state: 'delivered', attempts: 1, lastStatus: 204, nextAttemptAt: null },
  ])
  await send(event)
  expect(got).toHaveLength(1)
})

test('a receiver that breaks is tried again under the same id, until it has failed for good and says so', async () => {
  answer = (_, response) => response.writeHead(500).end('broken')
  const { id } = await make()
  const event = await tell()
  await expect(send(event)).rejects.toThrow('answered 500')
  expect(await deliveries(id)).toMatchObject([
    { state: 'waiting', attempts: 1, lastError: 'It answered 500.', nextAttemptAt: expect.any(String) },
  ])
  answer = (_, response) => response.writeHead(200).end()
  await send(event)
  expect(got.map(({ headers }) => headers['webhook-id'])).toEqual([event, event])
  answer = (_, response) => response.writeHead(500).end()
  const other = await tell()
  await p.pool.query('update webhook_delivery set attempts = $1 where id = $2', [MOST_ATTEMPTS - 1, other])
  await send(other)
  expect((await deliveries(id))[0]).toMatchObject({ state: 'failed', attempts: MOST_ATTEMPTS })
})

test('a receiver that answers 410 is disabled, visibly, and hears again only when a lead says so', async () => {
  answer = (_, response) => response.writeHead(410).end()
  const { id } = await make()
  await send(await tell())
  expect((await ask('GET', 'webhooks')).body.items).toMatchObject([
    { disabledBecause: 'It answered 410 Gone.' },
  ])
  expect(await deliveries(id)).toMatchObject([{ state: 'failed', lastStatus: 410 }])
  await tell()
  expect(await deliveries(id)).toHaveLength(1)
  expect((await ask('POST', `webhooks/${id}/enable`)).body).toMatchObject({ disabledAt: null })
  await tell()
  expect(await deliveries(id)).toHaveLength(2)
})

test('an event that failed for good is sent again when a lead says so, under the same id', async () => {
  answer = (_, response) => response.writeHead(410).end()
  const { id } = await make()
  const event = await tell()
  const again = (of = event, role: keyof typeof keys = 'lead') =>
    ask('POST', `webhooks/${id}/deliveries/${of}/retry`, undefined, role)
  expect((await again()).body.code).toBe('delivery_not_failed')
  await send(event)
  expect((await again()).body).toMatchObject({ status: 409, code: 'webhook_disabled' })
  await ask('POST', `webhooks/${id}/enable`)
  answer = (_, response) => response.writeHead(204).end()
  expect((await again(event, 'agent')).status).toBe(403)
  expect((await again('msg_0')).body.code).toBe('delivery_not_found')
  expect(await again()).toMatchObject({ status: 200, body: { id: event, state: 'waiting', attempts: 0 } })
  expect(await deliveries(id)).toMatchObject([{ nextAttemptAt: expect.any(String) }])
  await send(event)
  expect(got.map(({ headers }) => headers['webhook-id'])).toEqual([event, event])
  expect(await deliveries(id)).toMatchObject([{ state: 'delivered' }])
  expect((await again()).body.code).toBe('delivery_not_failed')
})

test('a receiver that hangs is given up on, and tried again later', async () => {
  answer = () => {}
  const { id } = await make()
  await expect(send(await tell())).rejects.toThrow('no whole answer within 0.5 s')
  expect(await deliveries(id)).toMatchObject([{ state: 'waiting', lastStatus: null }])
})

test('neither a private address nor a redirect to one is followed, unless its host is allowed by name', async () => {
  const { id } = await make()
  const event = await tell()
  await expect(send(event, { allowPrivate: [] })).rejects.toThrow()
  expect(got).toEqual([])
  answer = (_, response) =>
    response.writeHead(307, { location: 'http://169.254.169.254/latest/meta-data' }).end()
  await expect(send(event)).rejects.toThrow('answered 307')
  expect(await deliveries(id)).toMatchObject([{ state: 'waiting', lastError: 'It answered 307.' }])
})

test('by themselves the rooms’ changes reach receivers, each once', async () => {
  await make()
  const { queue: _, ...own } = deps()
  const running = await startSubscribers(p, { ...own, allowPrivate: ['127.0.0.1'], keepMs: 90 * 86_400_000 })
  try {
    await inTransaction(p, ava, (ctx) =>
      createIncident(ctx, {
        title: 'Cards are refused',
        impact: 'major',
        state: 'investigating',
        text: 'We look.',
        components: [],
        policies,
      }),
    )
    await expect.poll(() => got.length, { timeout: 20_000 }).toBe(1)
  } finally {
    await running.stop()
  }
}, 40_000)

test('what was delivered is listed for 90 days', async () => {
  const { id } = await make()
  await send(await tell())
  const drop = () => inTransaction(p, ava, (ctx) => dropOldDeliveries(ctx, 90 * 86_400_000))
  p.clock.advance(90 * 86_400_000)
  await drop()
  expect(await deliveries(id)).toHaveLength(1)
  p.clock.advance(1)
  await drop()
  expect(await deliveries(id)).toEqual([])
})

test('webhooks and subscribers are for leads, in pages, and an address that is none is refused', async () => {
  for (const path of ['webhooks', 'subscribers'])
    expect((await ask('GET', path, undefined, 'agent')).status).toBe(403)
  for (const wrong of ['ftp://example.com', 'example.com', 'https://user:secret@example.com/'])
    expect((await ask('POST', 'webhooks', { url: wrong })).body).toMatchObject({ code: 'url_invalid' })
  await inTransaction(p, ava, async (ctx) => {
    for (const name of ['a', 'b', 'c'])
      await confirmSubscription(ctx, { email: `${name}@example.com`, components: [] })
  })
  const first = (await ask('GET', 'subscribers?limit=2')).body
  expect(first.items).toHaveLength(2)
  const rest = (await ask('GET', `subscribers?limit=2&cursor=${first.next}`)).body
  expect([rest.items.length, rest.next]).toEqual([1, null])
  const { id } = rest.items[0]
  expect((await ask('DELETE', `subscribers/${id}`)).status).toBe(204)
  expect((await ask('DELETE', `subscribers/${id}`)).body).toMatchObject({ code: 'subscriber_not_found' })
  const hook = await make()
  await tell()
  expect((await ask('DELETE', `webhooks/${hook.id}`)).status).toBe(204)
  expect((await ask('GET', `webhooks/${hook.id}/deliveries`)).status).toBe(404)
})

test('what happens to tickets is told to those alone who asked for it, and from then on', async () => {
  const at = p.clock.now()
  await ticketAsRow(p.db, at, {}, ['Before.'])
  const tellAll = async () => {
    while (await inTransaction(p, ava, (ctx) => tellChanges(ctx, ticketSource, deps())));
  }
  const { id: publicOnly } = await make()
  await tellAll()
  const { body: made } = await ask('POST', 'webhooks', { url, topics: ['tickets'] })
  expect(made).toMatchObject({ topics: ['tickets'] })
  const { id, number } = await ticketAsRow(p.db, at, { subject: 'Dues' }, ['How do I export them?'])
  await p.db.insert(ticketEvent).values({ ticketId: id, at, kind: 'tagged', by: ava, data: { tag: 'dues' } })
  await tellAll()
  await tellAll()
  await tell()
  expect((await deliveries(publicOnly)).map(({ type }: { type: string }) => type)).toEqual([
    'incident.opened',
  ])
  const told = (await deliveries(made.id)) as { id: string; type: string }[]
  expect(told.map(({ type }) => type).sort()).toEqual(['ticket.message', 'ticket.tagged'])
  await send(told.find(({ type }) => type === 'ticket.message')!.id)
  const [{ headers, body }] = got as [Got]
  expect(new Webhook(made.secret).verify(body, headers)).toMatchObject({
    type: 'ticket.message',
    data: {
      ...{ id, number, subject: 'Dues', url: `https://status.example/console/tickets/${id}`, event: null },
      message: { text: 'How do I export them?', public: true },
    },
  })
})
