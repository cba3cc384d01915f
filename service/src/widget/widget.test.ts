import { createHmac } from 'node:crypto'
import { createHttpApp, type Listening, listen } from '@tractops/platform'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { at, type DeskStage, openDeskStage, policies } from '../../test/desk-stage.ts'
import { createIncident } from '../incidents/record/create-incident.ts'
import { createWidgetKey, widgetRoutes } from './index.ts'
import { revokeWidgetKey } from './keys/revoke-widget-key.ts'
import { KINDS } from './words.ts'

const HOST = 'https://app.cedarcourt.example'
const draft = 'a-browser-of-carla-0001'
let stage: DeskStage
let server: Listening
let key: { id: string; secret: string }

// A Monday, 14:00 in California.
beforeEach(async () => {
  stage = await openDeskStage(at('2026-11-23T22:00:00Z'))
  const { p, desk, doing } = stage
  key = (await doing((ctx) =>
    createWidgetKey(ctx, p.config.secretKey, { name: 'Host', algorithm: 'HS256' }),
  )) as typeof key
  const uploads = { paths: ['/widget/api/attachments'], maxBytes: desk.store.maxBytes + 1_000 }
  const app = createHttpApp(p, { title: 'Test', version: '1' }, uploads)
  app.route('/', widgetRoutes(p, { desk, origins: [HOST] }))
  server = await listen(app, '127.0.0.1', 0)
})
afterEach(async () => {
  await server.close(500)
  await stage.close()
})

type Sent = { token?: string; body?: unknown; key?: string; origin?: string | null; raw?: BodyInit }
let sent = 0
async function ask(
  path: string,
  { token, body, key = `key-of-the-test-${++sent}`, origin = HOST, raw }: Sent = {},
) {
  const response = await fetch(`${server.url}/widget/api/${path}`, {
    method: body === undefined && raw === undefined ? 'GET' : 'POST',
    headers: {
      ...(origin === null ? {} : { origin }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      'idempotency-key': key,
      'content-type': raw === undefined ? 'application/json' : 'text/plain',
    },
    ...(raw !== undefined ? { body: raw } : body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const answer = (await response.json().catch(() => null)) as Record<string, never>
  return { status: response.status, headers: response.headers, ...answer } as {
    status: number
    headers: Headers
    [name: string]: unknown
  }
}

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
function tokenOf(claims: Record<string, unknown> = {}): string {
  const exp = stage.p.clock.now().epochMilliseconds / 1_000 + 600
  const says = {
    aud: 'tractops-widget',
    sub: 'carla',
    email: 'carla@example.com',
    name: 'Carla',
    exp,
    ...claims,
  }
  const content = `${part({ alg: 'HS256', kid: key.id })}.${part(says)}`
  return `${content}.${createHmac('sha256', key.secret).update(content).digest('base64url')}`
}
const question = {
  kind: 'how_to',
  text: 'How do I export dues?\nI looked everywhere.',
  zone: 'Europe/Berlin',
  attachments: [],
  draft,
}
const unknown = { ...question, name: 'Dev', email: 'Dev@Example.com' }
const count = async (table: string) =>
  (await stage.p.pool.query(`select count(*)::int as n from ${table}`)).rows[0].n as number
/** The code in the last mail, which takes the mail away. */
async function codeMailed(): Promise<string> {
  await stage.deliver()
  const mail = stage.server.mails.splice(0).findLast(({ subject }) => /code/.test(subject ?? ''))
  return /Your code is (\d{3}) (\d{3})/.exec(mail!.text!)!.slice(1).join('')
}

describe('a reader whom the host application vouches for', () => {
  test('asks, reads the conversation, and sees an answer; what it says of the due instant holds', async () => {
    const token = tokenOf()
    const now = (await ask('now')) as unknown as { kinds: { kind: string; dueAt: string; ms: number }[] }
    const promised = now.kinds.find(({ kind }) => kind === 'how_to')!
    expect(promised).toMatchObject({ dueAt: '2026-11-24T22:00:00Z', ms: 9 * 3_600_000, business: true })
    const made = await ask('tickets', { token, body: question })
    expect(made.status).toBe(201)
    const row = await stage.row(made.id as string)
    expect(row).toMatchObject({
      ...{ subject: 'How do I export dues?', channel: 'widget', requesterEmail: 'carla@example.com' },
      ...{
        requesterName: 'Carla',
        requesterZone: 'Europe/Berlin',
        severity: 'P3',
        dueAt: at(promised.dueAt),
      },
    })
    await stage.answers(row.id)
    await stage.deliver()
    await stage.answers(row.id, { public: false, text: 'A secret of ours.' })
    const read = await ask(`tickets/${row.id}`, { token })
    expect(read).toMatchObject({ status: 'waiting', kept: true, lastByStaff: true, number: row.number })
    expect(read.messages).toMatchObject([
      { by: 'customer', html: null },
      { by: 'staff', name: 'Ava', html: expect.stringContaining('<strong>Export</strong>') },
    ])
    expect(JSON.stringify(read)).not.toContain('secret')
    const added = await ask(`tickets/${row.id}/messages`, {
      token,
      body: { text: 'Thanks!', attachments: [], draft },
    })
    expect(added.status).toBe(201)
    expect(await ask('tickets', { token })).toMatchObject({
      items: [{ id: row.id, status: 'open', lastByStaff: false }],
    })
  })

  test.each(Object.entries(KINDS))(
    'who says that it is %s is told the due instant of the severity that it becomes, %s',
    async (kind, severity) => {
      const { kinds } = (await ask('now')) as unknown as { kinds: { kind: string; dueAt: string }[] }
      const { id } = await ask('tickets', {
        token: tokenOf(),
        body: { ...question, kind, text: 'It is so.' },
      })
      const row = await stage.row(id as string)
      expect(row.severity).toBe(severity)
      expect(kinds.find((one) => one.kind === kind)!.dueAt).toBe(String(row.dueAt))
    },
  )

  test('is the customer that the application names, where it was entered', async () => {
    await stage.p.pool.query(
      `insert into customer (id, external_id, name, plan, billing, units, starts_on, discount_basis_points, created_at, created_by, changed_at)
       values ('cus_1', 'hoa-4711', 'Cedar Court', 'premium', 'annual', 100, '2026-01-01', 0, '2026-01-01', '{}', '2026-01-01')`,
    )
    const made = await ask('tickets', { token: tokenOf({ customer: 'hoa-4711' }), body: question })
    expect(await stage.row(made.id as string)).toMatchObject({ customerId: 'cus_1' })
    const other = await ask('tickets', { token: tokenOf({ customer: 'nobody' }), body: question })
    expect(await stage.row(other.id as string)).toMatchObject({ customerId: null })
  })

  test('sends a thing twice, at once or later, and it is there once', async () => {
    const token = tokenOf()
    const twice = await Promise.all(
      [1, 2].map(() => ask('tickets', { token, body: question, key: 'one-question' })),
    )
    const later = await ask('tickets', { token: tokenOf({ iat: 1 }), body: question, key: 'one-question' })
    expect(new Set([...twice, later].map(({ id }) => id)).size).toBe(1)
    const reply = { token, body: { text: 'More', attachments: [], draft }, key: 'one-message' }
    for (let i = 0; i < 2; i++) await ask(`tickets/${later.id}/messages`, reply)
    expect(await count('ticket')).toBe(1)
    expect(await count('ticket_message')).toBe(2)
    // The same key of somebody else is another question.
    const dev = await ask('tickets', {
      token: tokenOf({ email: 'dev@example.com' }),
      body: question,
      key: 'one-question',
    })
    expect(dev.id).not.toBe(later.id)
  })

  test('reads and answers nothing of anybody else', async () => {
    const { id } = await ask('tickets', { token: tokenOf(), body: question })
    const mallory = tokenOf({ email: 'mallory@example.com' })
    expect(await ask(`tickets/${id}`, { token: mallory })).toMatchObject({
      status: 404,
      code: 'ticket_unknown',
    })
    const reply = { token: mallory, body: { text: 'I am Carla.', attachments: [], draft } }
    expect(await ask(`tickets/${id}/messages`, reply)).toMatchObject({ status: 404 })
    expect(await ask('tickets', { token: mallory })).toMatchObject({ items: [] })
    expect(await count('ticket_message')).toBe(1)
  })

  test('whose token is refused hears why, and nothing is made', async () => {
    const { p } = stage
    const nowS = p.clock.now().epochMilliseconds / 1_000
    for (const [token, code] of [
      [tokenOf({ exp: nowS - 3_600 }), 'widget_token_expired'],
      [tokenOf({ aud: 'somebody-else' }), 'widget_token_audience'],
      [tokenOf().replace(/\.[^.]+$/, '.AAAA'), 'widget_token_signature'],
      [`${part({ alg: 'none', kid: key.id })}.${part({})}.`, 'widget_token_unsigned'],
      [`tws_${'x'.repeat(43)}`, 'widget_session_ended'],
    ] as const)
      expect(await ask('tickets', { token, body: question })).toMatchObject({
        status: 401,
        code,
        detail: /\S{3}/,
      })
    await stage.doing((ctx) => revokeWidgetKey(ctx, { id: key.id }))
    expect(await ask('tickets', { token: tokenOf(), body: question })).toMatchObject({
      code: 'widget_token_key_revoked',
    })
    expect(await count('ticket')).toBe(0)
  })
})

describe('somebody whom nobody vouches for', () => {
  test('is mailed a code, and the question becomes a ticket when it is shown, its time beginning then', async () => {
    const kept = await ask('questions', { body: unknown })
    expect(kept).toMatchObject({ status: 202, email: 'dev@example.com' })
    expect(await count('ticket')).toBe(0)
    const code = await codeMailed()
    stage.p.clock.set(at('2026-11-23T23:00:00Z'))
    const confirmed = await ask(`questions/${kept.id}/code`, { body: { code } })
    expect(confirmed).toMatchObject({ status: 201, email: 'dev@example.com', name: 'Dev' })
    expect(await stage.row(confirmed.ticketId as string)).toMatchObject({
      ...{ requesterEmail: 'dev@example.com', channel: 'widget', receivedAt: at('2026-11-23T23:00:00Z') },
      dueAt: at('2026-11-24T23:00:00Z'),
    })
    const token = confirmed.token as string
    expect(await ask('tickets', { token })).toMatchObject({ items: [{ id: confirmed.ticketId }] })
    // The answer was lost on its way: the same code leads to the same ticket.
    const again = await ask(`questions/${kept.id}/code`, { body: { code } })
    expect(again).toMatchObject({ status: 201, ticketId: confirmed.ticketId })
    const { rows } = await stage.p.pool.query('select token_hash from widget_session')
    expect(JSON.stringify(rows)).not.toContain(token)
    stage.p.clock.advance(31 * 24 * 3_600_000)
    expect(await ask('tickets', { token })).toMatchObject({ status: 401, code: 'widget_session_ended' })
  })

  test('who sends it twice has one question and one mail', async () => {
    const twice = await Promise.all([1, 2].map(() => ask('questions', { body: unknown, key: 'sent-twice' })))
    expect(twice[0]!.id).toBe(twice[1]!.id)
    await stage.deliver()
    expect(stage.server.mails).toHaveLength(1)
  })

  test('who guesses has five tries, and the right code does not help after them; another one does', async () => {
    const { id } = await ask('questions', { body: unknown })
    const code = await codeMailed()
    const wrong = code === '000000' ? '000001' : '000000'
    for (let i = 0; i < 5; i++)
      expect(await ask(`questions/${id}/code`, { body: { code: wrong } })).toMatchObject({
        code: 'code_wrong',
        path: 'json.code',
      })
    expect(await ask(`questions/${id}/code`, { body: { code } })).toMatchObject({
      status: 409,
      code: 'code_spent',
    })
    const soon = await ask(`questions/${id}/resend`, { body: {} })
    expect(soon).toMatchObject({ status: 429, code: 'too_many_codes' })
    expect(Number(soon.headers.get('retry-after'))).toBeLessThanOrEqual(60)
    stage.p.clock.advance(60_000)
    expect(await ask(`questions/${id}/resend`, { body: {} })).toMatchObject({ status: 202 })
    const next = await codeMailed()
    if (next !== code)
      expect(await ask(`questions/${id}/code`, { body: { code } })).toMatchObject({ code: 'code_wrong' })
    expect(await ask(`questions/${id}/code`, { body: { code: next } })).toMatchObject({ status: 201 })
  })

  test('whose code is a day old has another one sent; what was asked is still there', async () => {
    const { id } = await ask('questions', { body: unknown })
    const code = await codeMailed()
    stage.p.clock.advance(24 * 3_600_000)
    expect(await ask(`questions/${id}/code`, { body: { code } })).toMatchObject({
      status: 410,
      code: 'code_expired',
    })
    await ask(`questions/${id}/resend`, { body: {} })
    const confirmed = await ask(`questions/${id}/code`, { body: { code: await codeMailed() } })
    const read = await ask(`tickets/${confirmed.ticketId}`, { token: confirmed.token as string })
    expect(read.messages).toMatchObject([{ text: unknown.text }])
  })

  test('cannot have an address flooded with codes', async () => {
    for (let i = 0; i < 5; i++)
      expect(await ask('questions', { body: unknown })).toMatchObject({ status: 202 })
    expect(await ask('questions', { body: unknown })).toMatchObject({ status: 429, code: 'too_many_codes' })
    stage.p.clock.advance(3_600_000)
    expect(await ask('questions', { body: unknown })).toMatchObject({ status: 202 })
  })

  test('whose file waited too long for the code loses no word, and the ticket says that there was a file', async () => {
    const file = await ask(`attachments?name=plan.txt&draft=${draft}`, { raw: 'The plan' })
    const { id } = await ask('questions', { body: { ...unknown, attachments: [file.id] } })
    const code = await codeMailed()
    await stage.p.pool.query('delete from attachment')
    const { ticketId, token } = await ask(`questions/${id}/code`, { body: { code } })
    const read = await ask(`tickets/${ticketId}`, { token: token as string })
    expect(read.messages).toMatchObject([{ text: unknown.text }, { by: 'automatic', text: /was not kept/ }])
  })
})

describe('files', () => {
  test('come with a question and an answer, and are read by a link of their own', async () => {
    const token = tokenOf()
    const file = await ask(`attachments?name=plan.txt&draft=${draft}`, { raw: 'The plan' })
    expect(file).toMatchObject({ status: 201, name: 'plan.txt', size: 8 })
    const { id } = await ask('tickets', { token, body: { ...question, attachments: [file.id] } })
    const read = (await ask(`tickets/${id}`, { token })) as unknown as {
      messages: { files: { url: string }[] }[]
    }
    expect(read.messages[0]!.files).toMatchObject([{ name: 'plan.txt', url: /^\/attachments\/att_/ }])
  })

  test('of another browser cannot be taken, and then the question is not kept and can be sent again', async () => {
    const { id } = await ask('attachments?name=secret.txt&draft=a-browser-of-dev-00000001', { raw: 'Dev’s' })
    const taken = { token: tokenOf(), body: { ...question, attachments: [id] } }
    expect(await ask('tickets', taken)).toMatchObject({ status: 409, code: 'attachment_unknown' })
    expect(await count('ticket')).toBe(0)
  })

  test('that are too large, empty, or of nobody are refused with a reason', async () => {
    const large = await ask(`attachments?name=a.bin&draft=${draft}`, { raw: new Uint8Array(1_000_500) })
    expect(large).toMatchObject({ status: 413, detail: /MB|larger/ })
    expect(await ask(`attachments?name=a.bin&draft=${draft}`, { raw: '' })).toMatchObject({ status: 400 })
    expect(await ask('attachments?name=a.bin', { raw: 'x' })).toMatchObject({
      status: 400,
      code: 'draft_missing',
    })
  })
})

describe('pages', () => {
  test('of origins that may carry the widget are answered, others are refused with a sentence for their developer', async () => {
    const preflight = await fetch(`${server.url}/widget/api/tickets`, {
      method: 'OPTIONS',
      headers: {
        origin: HOST,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization',
      },
    })
    expect(preflight.status).toBe(204)
    expect(preflight.headers.get('access-control-allow-origin')).toBe(HOST)
    expect(preflight.headers.get('access-control-allow-headers')).toContain('authorization')
    expect(preflight.headers.get('access-control-allow-credentials')).toBeNull()
    const refused = await ask('now', { origin: 'https://mallory.example' })
    expect(refused).toMatchObject({ status: 403, code: 'origin_not_allowed', detail: /WIDGET_ORIGINS/ })
    expect(refused.headers.get('access-control-allow-origin')).toBeNull()
    // What went wrong is readable by the page that may carry it, too.
    const wrong = await ask('tickets', { token: 'x.y.z' })
    expect(wrong.headers.get('access-control-allow-origin')).toBe(HOST)
    expect((await ask('now', { origin: null })).status).toBe(200)
    expect((await ask('now', { origin: server.url })).status).toBe(200)
  })

  test('are told of an incident that is open, with what was last said of it', async () => {
    const before = await ask('now')
    expect(before).toMatchObject({ incidents: [], contact: 'contact@tractops.com', urgentMs: 3_600_000 })
    await stage.doing((ctx) =>
      createIncident(ctx, {
        ...{
          title: 'Payments are refused',
          impact: 'critical',
          state: 'identified',
          components: [],
          policies,
        },
        text: 'Cards are refused since this morning.',
      }),
    )
    expect(await ask('now')).toMatchObject({
      incidents: [
        {
          ...{ title: 'Payments are refused', state: 'identified', startedAt: '2026-11-23T22:00:00Z' },
          text: 'Cards are refused since this morning.',
          url: expect.stringMatching(/^\/status\/incidents\/inc_/),
        },
      ],
    })
  })
})

test('a flood is stopped by reader, whatever address it comes from, and by address, whoever it says it is', async () => {
  const token = tokenOf()
  const statuses: number[] = []
  for (let i = 0; i < 12; i++) statuses.push((await ask('tickets', { token, body: question })).status)
  expect(statuses).toEqual([...Array(10).fill(201), 429, 429])
  const asked: number[] = []
  for (let i = 0; i < 12; i++)
    asked.push((await ask('questions', { body: { ...unknown, email: `dev${i}@example.com` } })).status)
  expect(asked).toEqual([...Array(10).fill(202), 429, 429])
  stage.p.clock.advance(3_600_000)
  expect(await ask('tickets', { token: tokenOf(), body: question })).toMatchObject({ status: 201 })
})

test('files flood nothing: an address at which nobody is known has less of them than a reader who is', async () => {
  const send = (token?: string) =>
    ask(`attachments?name=a.txt&draft=${draft}`, { raw: 'x', ...(token ? { token } : {}) })
  const statuses: number[] = []
  for (let i = 0; i < 21; i++) statuses.push((await send()).status)
  expect(statuses.slice(-2)).toEqual([201, 429])
  expect((await send('not.a.token')).status).toBe(429)
  expect((await send(tokenOf())).status).toBe(201)
})

// Rows 27, 29, 30, 31 and 36, as a reader of the widget meets them; what is told before is what the ticket gets.
test.each([
  ['Mon 15:00', '2026-11-23T23:00:00Z', 'broken_for_many', '2026-11-24T18:00:00Z'],
  ['Mon 14:00, full at closing', '2026-11-23T22:00:00Z', 'broken_for_many', '2026-11-24T02:00:00Z'],
  ['Fri 17:59:59', '2026-11-21T01:59:59Z', 'broken_for_many', '2026-11-23T20:59:59Z'],
  ['Fri 18:00, closed', '2026-11-21T02:00:00Z', 'broken_for_many', '2026-11-23T21:00:00Z'],
  ['before the clocks go back', '2026-10-31T00:00:00Z', 'broken_for_many', '2026-11-02T20:00:00Z'],
  ['before the clocks go forward', '2027-03-13T01:00:00Z', 'broken_for_many', '2027-03-15T19:00:00Z'],
  ['Sat, a day of nine hours', '2026-11-21T20:00:00Z', 'how_to', '2026-11-24T02:00:00Z'],
  ['Mon 9:00, five of them', '2026-11-23T17:00:00Z', 'idea', '2026-11-28T02:00:00Z'],
])('a question of %s is due when the calendar of the agreement says', async (_, now, kind, due) => {
  stage.p.clock.set(at(now))
  const { kinds } = (await ask('now')) as unknown as { kinds: { kind: string; dueAt: string }[] }
  expect(kinds.find((one) => one.kind === kind)!.dueAt).toBe(due)
  const { id } = await ask('tickets', { token: tokenOf(), body: { ...question, kind, text: 'It is so.' } })
  expect(await stage.row(id as string)).toMatchObject({ receivedAt: at(now), dueAt: at(due) })
})

test('a body that does not fit is refused by its path, and nothing is made', async () => {
  for (const [raw, path] of [
    ['{"kind":', undefined],
    ['[]', undefined],
    [JSON.stringify({ ...question, kind: 'P1' }), 'kind'],
    [JSON.stringify({ ...question, text: '  ' }), 'text'],
    [JSON.stringify({ ...question, text: 'x'.repeat(20_001) }), 'text'],
    [JSON.stringify({ ...question, attachments: Array(11).fill('att_1') }), 'attachments'],
    [JSON.stringify({ ...question, severity: 'P1' }), undefined],
  ] as const) {
    const refused = await ask('tickets', { token: tokenOf(), raw })
    expect(refused, raw.slice(0, 80)).toMatchObject({ status: 400, code: 'invalid_input', detail: /\w/ })
    expect(refused.path).toBe(path)
    stage.p.clock.advance(600_000)
  }
  expect(await ask('tickets', { token: tokenOf(), body: question, key: 'short' })).toMatchObject({
    code: 'idempotency_key_missing',
  })
  expect(await count('ticket')).toBe(0)
})

test('whatever JSON is sent to whatever address here is answered with a reason, and is never our failure', async () => {
  const token = tokenOf({ exp: stage.p.clock.now().epochMilliseconds / 1_000 + 80_000 })
  const path = fc.constantFrom(
    'tickets',
    'tickets/tkt_1/messages',
    'questions',
    'questions/wq_1/code',
    'questions/\u0000/resend',
  )
  const some = fc.oneof(
    fc.jsonValue({ maxDepth: 3 }),
    fc.record({
      kind: fc.constant('idea'),
      text: fc.string({ unit: 'binary', maxLength: 50 }),
      email: fc.string(),
      name: fc.string(),
    }),
    fc.dictionary(fc.constantFrom(...Object.keys(unknown), 'code'), fc.jsonValue({ maxDepth: 1 })),
  )
  await fc.assert(
    fc.asyncProperty(path, some, async (where, body) => {
      stage.p.clock.advance(600_000)
      const { status, detail } = await ask(where.split('/').map(encodeURIComponent).join('/'), {
        token,
        body,
      })
      expect(status).toBeGreaterThanOrEqual(400)
      expect(status).toBeLessThan(500)
      expect(detail).toMatch(/\w/)
    }),
    { numRuns: 100 },
  )
})
