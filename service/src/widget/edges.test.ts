import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { policies } from '../../test/desk-stage.ts'
import { draft, HOST, question, unknown, widgetDesk } from '../../test/widget-desk.ts'
import { createIncident } from '../incidents/record/create-incident.ts'

const w = widgetDesk()
const { ask, tokenOf, count } = w

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
    const preflight = await fetch(`${w.server.url}/widget/api/tickets`, {
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
    expect((await ask('now', { origin: w.server.url })).status).toBe(200)
  })

  test('are told of an incident that is open, with what was last said of it', async () => {
    const before = await ask('now')
    expect(before).toMatchObject({ incidents: [], contact: 'contact@tractops.com', urgentMs: 3_600_000 })
    await w.stage.doing((ctx) =>
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
  w.stage.p.clock.advance(3_600_000)
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
    w.stage.p.clock.advance(600_000)
  }
  expect(await ask('tickets', { token: tokenOf(), body: question, key: 'short' })).toMatchObject({
    code: 'idempotency_key_missing',
  })
  expect(await count('ticket')).toBe(0)
})

test('whatever JSON is sent to whatever address here is answered with a reason, and is never our failure', async () => {
  const token = tokenOf({ exp: w.stage.p.clock.now().epochMilliseconds / 1_000 + 80_000 })
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
      w.stage.p.clock.advance(600_000)
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
