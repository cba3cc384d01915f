import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import { createHttpApp } from '@tractops/platform'
import fc from 'fast-check'
import { Webhook } from 'standardwebhooks'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { at } from '../../../test/desk-stage.ts'
import { type MailStage, openMailStage } from '../../../test/mail-stage.ts'
import { mailRoutes } from '../http/routes.ts'
import { resendInbound } from '../tables.ts'
import { pollReceived } from './start-resend.ts'
import { fillIn } from './take-event.ts'

const secret = `whsec_${Buffer.from('a secret that is only for tests').toString('base64')}`
const raw =
  'From: Carla <carla@example.com>\r\nTo: contact@tractops.com\r\nSubject: [P1] Nobody can pay\r\nMessage-ID: <1@example.com>\r\n\r\nSince noon.\r\n'
const email = {
  email_id: 're_1',
  created_at: '2026-11-23T17:59:58.000Z',
  from: 'Carla <carla@example.com>',
  to: ['contact@tractops.com'],
  cc: [],
  message_id: '<1@example.com>',
  subject: '[P1] Nobody can pay',
  attachments: [],
}

/** A server that speaks Resend's API of received mails; `broken` answers in its place. */
let broken: ((response: ServerResponse) => void) | null
let asked: string[]
const server = createServer((request, response) => {
  asked.push(`${request.method} ${request.url} ${request.headers.authorization ?? 'without a key'}`)
  if (broken !== null) return broken(response)
  const json = (body: object) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  const { email_id: id, ...of } = email
  if (request.url === '/emails/receiving/re_1')
    return json({
      object: 'email',
      id,
      ...of,
      text: 'Since noon.',
      html: null,
      headers: {},
      raw: { download_url: `${api.url}/bytes/1?sig=x`, expires_at: 'soon' },
    })
  if (request.url === '/emails/receiving/re_2')
    return json({
      object: 'email',
      id: 're_2',
      text: 'Without bytes.',
      html: null,
      headers: { 'auto-submitted': 'auto-replied' },
    })
  if (request.url?.startsWith('/emails/receiving?'))
    return json({
      object: 'list',
      has_more: false,
      data: [
        { id: 're_2', ...of, subject: 'Hello', message_id: '<2@example.com>' },
        { id, ...of },
        { id: 'half' },
      ],
    })
  if (request.url === '/bytes/1?sig=x') return response.end(raw)
  response
    .writeHead(404, { 'content-type': 'application/json' })
    .end('{"statusCode":404,"name":"not_found","message":"Email not found"}')
})
const api = { key: 're_key', url: '' }
let stage: MailStage

beforeEach(async () => {
  ;[broken, asked] = [null, []]
  stage = await openMailStage(at('2026-11-23T18:00:00Z'))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  api.url = `http://127.0.0.1:${(server.address() as { port: number }).port}`
})
afterEach(async () => {
  server.close()
  server.closeAllConnections()
  await stage.close()
})

async function tell(body: object | string, { by = secret, signedAt = new Date(), names = 'svix' } = {}) {
  const app = createHttpApp(stage.p, { title: 'test', version: '0', description: '' })
  app.route('/', mailRoutes(stage.p, { desk: stage.desk, webhookSecret: secret }))
  const bytes = typeof body === 'string' ? body : JSON.stringify(body)
  const response = await app.request('/hooks/resend', {
    method: 'POST',
    body: bytes,
    headers: {
      [`${names}-id`]: 'msg_1',
      [`${names}-timestamp`]: String(Math.floor(signedAt.getTime() / 1_000)),
      [`${names}-signature`]: new Webhook(by).sign('msg_1', signedAt, bytes),
    },
  })
  // biome-ignore lint/suspicious/noExplicitAny: what tests look into is of every shape.
  return { status: response.status, body: (await response.json()) as any }
}
const event = { type: 'email.received', created_at: email.created_at, data: email }
const fill = () => fillIn(stage.p, stage.room, api, 're_1')
const inbound = async () => (await stage.p.db.select().from(resendInbound))[0]!

describe('Resend tells us of a mail', () => {
  test('a [P1] is a ticket before its text is here; the text follows, once', async () => {
    expect(await tell(event)).toEqual({ status: 200, body: { taken: true } })
    expect(asked).toEqual([])
    const [ticket] = await stage.tickets()
    // SLA §2: from when the mail provider received it (row 27)
    expect(ticket).toMatchObject({
      severity: 'P1',
      receivedAt: at('2026-11-23T17:59:58Z'),
      requesterEmail: 'carla@example.com',
    })
    await fill()
    await fill()
    expect((await stage.messages(ticket!.id)).map(({ text }) => text)).toEqual([
      expect.stringMatching(/^\[The text of this mail follows/),
      'Since noon.',
    ])
    expect(asked).toEqual(['GET /emails/receiving/re_1 Bearer re_key', 'GET /bytes/1?sig=x without a key'])
    expect(await stage.incoming()).toMatchObject({ transport: 'resend', envelope: { ip: null } })
    expect(await tell(event)).toEqual({ status: 200, body: { taken: false } })
    expect(await stage.tickets()).toHaveLength(1)
  })

  test('any other mail is a ticket when it is here, and is the same mail where it came by SMTP as well', async () => {
    await tell({ ...event, data: { ...email, subject: 'Hello' } })
    expect(await stage.tickets()).toEqual([])
    await stage.take(raw)
    await fill()
    expect(await stage.tickets()).toHaveLength(1)
    expect((await inbound()).settledAt).not.toBeNull()
  })

  test('an event that never came is found by asking', async () => {
    await tell(event)
    await pollReceived(stage.p, stage.room, api)
    await pollReceived(stage.p, stage.room, api)
    await fillIn(stage.p, stage.room, api, 're_2')
    const [, hello] = await stage.tickets()
    expect(hello).toMatchObject({ subject: 'Hello' })
    expect((await stage.messages(hello!.id))[0]).toMatchObject({
      author: 'automatic',
      text: 'Without bytes.',
    })
  })

  test.each<[string, (response: ServerResponse) => void]>([
    ['is broken', (response) => response.writeHead(500).end('{}')],
    ['wants us to wait', (response) => response.writeHead(429).end('{"name":"rate_limit_exceeded"}')],
    ['cuts the line', (response) => response.destroy()],
    ['answers with a page', (response) => response.writeHead(200).end('<html>')],
  ])('while Resend %s, its text is asked for again, and then there', async (_, say) => {
    await tell(event)
    broken = say
    await expect(fill()).rejects.toThrow()
    expect(await inbound()).toMatchObject({ tries: 1, lastError: expect.any(String), settledAt: null })
    broken = null
    await fill()
    expect(await inbound()).toMatchObject({ tries: 2, lastError: null })
  })

  test('a mail that Resend has no more is a message with the reason', async () => {
    await tell({ ...event, data: { ...email, email_id: 're_9', subject: 'Lost' } })
    await fillIn(stage.p, stage.room, api, 're_9')
    const [ticket] = await stage.tickets()
    expect((await stage.messages(ticket!.id))[0]!.text).toMatch(
      /^\[The mail provider did not hand over .*Email not found/,
    )
  })
})

describe('nobody else tells us of one:', () => {
  test.each<[string, () => ReturnType<typeof tell>, number, string]>([
    [
      'another secret',
      () => tell(event, { by: `whsec_${Buffer.from('another secret, of a stranger').toString('base64')}` }),
      401,
      'signature_invalid',
    ],
    [
      'too long ago',
      () => tell(event, { signedAt: new Date(Date.now() - 600_000) }),
      401,
      'signature_invalid',
    ],
    [
      'from the future',
      () => tell(event, { signedAt: new Date(Date.now() + 600_000) }),
      401,
      'signature_invalid',
    ],
    ['no event', () => tell('[]'), 400, 'event_invalid'],
    ['half an event', () => tell({ type: 'email.received', data: {} }), 400, 'event_invalid'],
  ])('%s', async (_, ask, status, code) => {
    expect(await ask()).toMatchObject({ status, body: { code } })
    expect(await stage.tickets()).toEqual([])
  })

  test('other events are heard and left, by the names of Standard Webhooks too', async () => {
    expect(await tell({ type: 'email.delivered', data: {} }, { names: 'webhook' })).toEqual({
      status: 200,
      body: { taken: false },
    })
  })
})

test('whatever Resend is made to say, the answer is no fault of ours, and no mail is lost by it', async () => {
  const odd = fc.constantFrom<unknown>(
    '',
    'a\u0000b',
    '\ud800',
    'x'.repeat(70_000),
    0,
    -1,
    null,
    true,
    [],
    {},
    ['\u0000'],
    [null],
  )
  const value = fc.oneof(odd, fc.jsonValue({ maxDepth: 2 }))
  const fields = Object.keys(email) as (keyof typeof email)[]
  const bodies = fc.oneof(
    value.map((one) => JSON.stringify(one)),
    fc
      .tuple(fc.constantFrom(...fields), value)
      .map(([name, one]) => ({ ...event, data: { ...email, [name]: one } })),
    value.map((data) => ({ ...event, data })),
    fc.constantFrom('', '{', '['.repeat(5_000)),
  )
  for (const body of fc.sample(bodies, { seed: 20261126, numRuns: 60 })) {
    const { status } = await tell(body)
    expect([status < 500, typeof body === 'string' ? body.slice(0, 200) : body]).toEqual([
      true,
      expect.anything(),
    ])
  }
  expect(
    (await tell({ ...event, data: { ...email, email_id: 're_last', message_id: '<last@example.com>' } }))
      .body,
  ).toEqual({
    taken: true,
  })
})
