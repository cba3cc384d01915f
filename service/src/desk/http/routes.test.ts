import { createHttpApp, type Role, verifyAuditChain } from '@tractops/platform'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { at, type DeskStage, openDeskStage } from '../../../test/desk-stage.ts'
import { createKey } from '../../accounts/index.ts'
import { ratingLink } from '../rate/rating-link.ts'
import { deskRoutes } from './routes.ts'

let stage: DeskStage
let app: ReturnType<typeof createHttpApp>
const keys = new Map<Role, string>()

beforeEach(async () => {
  stage = await openDeskStage(at('2026-11-23T18:00:00Z'))
  app = createHttpApp(stage.p, { title: 'test', version: '0' })
  app.route('/', deskRoutes(stage.p, stage.desk))
  await stage.doing(async (ctx) => {
    for (const role of ['viewer', 'agent'] as const)
      keys.set(role, (await createKey(ctx, { name: role, role })).key)
  })
})
afterEach(() => stage.close())

async function ask(
  role: Role,
  method: string,
  path: string,
  body?: unknown,
  more: Record<string, string> = {},
) {
  const headers = { authorization: `Bearer ${keys.get(role)}`, 'content-type': 'application/json', ...more }
  const init = body === undefined ? { method, headers } : { method, headers, body: JSON.stringify(body) }
  const response = await app.request(`/api/v1/tickets${path}`, init)
  const text = await response.text()
  return { status: response.status, body: text === '' ? null : JSON.parse(text) }
}

const asked = {
  subject: 'A letter by post',
  text: 'She asks for her dues.',
  requester: { name: 'Carla', email: 'carla@example.com' },
}

describe('one ticket', () => {
  test('is opened, changed by each of its routes, and read whole', async () => {
    const { body: made, status } = await ask('agent', 'POST', '', asked)
    expect(status, JSON.stringify(made)).toBe(201)
    expect(made).toMatchObject({
      severity: 'P3',
      channel: 'api',
      dueAt: '2026-11-24T18:00:00Z',
      responseState: 'waiting',
    })
    const other = (await ask('agent', 'POST', '', { ...asked, severity: 'P4' })).body
    const id = made.id as string
    const steps: [string, string, object?][] = [
      ['POST', 'classify', { severity: 'P2' }],
      ['POST', 'assign', { assigneeId: 'ava' }],
      ['POST', 'tags', { add: ['Dues', 'post'], remove: [] }],
      ['POST', 'links', { kind: 'ticket', targetId: other.id }],
      ['DELETE', `links/ticket/${other.id}`],
      ['POST', 'snooze', { until: '2026-11-25T18:00:00Z' }],
      ['POST', 'snooze', { until: null }],
      ['POST', 'merge', { other: other.id }],
      ['POST', 'close', {}],
      ['POST', 'reopen', { reason: 'she wrote again' }],
    ]
    for (const [method, path, body] of steps) {
      const done = await ask('agent', method, `/${id}/${path}`, body)
      expect(done.status, `${path}: ${JSON.stringify(done.body)}`).toBe(200)
    }
    await ask('agent', 'PATCH', `/${id}`, {
      subject: 'Dues',
      requester: { name: 'Dev', email: 'dev@example.com' },
    })
    const { body } = await ask('viewer', 'GET', `/${id}`)
    expect(body).toMatchObject({
      ...{
        subject: 'Dues',
        severity: 'P2',
        assigneeId: 'ava',
        tags: ['dues', 'post'],
        links: [],
        status: 'open',
      },
      requester: { name: 'Dev', email: 'dev@example.com' },
      segments: [{ severity: 'P3' }, { severity: 'P2', to: null }],
      warnings: [{ portion: 50 }, { portion: 75 }, { portion: 90 }, { portion: 100 }],
      customer: { plan: null },
    })
    expect(body.messages).toHaveLength(2)
    const kinds = body.events.map(({ kind }: { kind: string }) => kind)
    expect(kinds).toEqual(
      expect.arrayContaining([
        'classified',
        'assigned',
        'tagged',
        'linked',
        'unlinked',
        'snoozed',
        'woken',
        'merged',
        'merged_in',
        'closed',
        'reopened',
        'subject_changed',
        'customer_changed',
      ]),
    )
    expect((await stage.doing(verifyAuditChain)).verified).toBe(true)
  })

  test('is answered once for one Idempotency-Key, and its draft goes with the answer', async () => {
    const { id } = await stage.asks()
    const draft = { text: 'Under', public: true }
    expect((await ask('agent', 'PUT', `/${id}/draft`, draft)).body).toMatchObject({
      ...draft,
      attachments: [],
    })
    const answer = { text: 'Under **Export**.', public: true }
    const first = await ask('agent', 'POST', `/${id}/messages`, answer, { 'idempotency-key': 'one' })
    expect(first.status, JSON.stringify(first.body)).toBe(201)
    const again = await ask('agent', 'POST', `/${id}/messages`, answer, { 'idempotency-key': 'one' })
    expect(again.body.messages).toHaveLength(2)
    expect(again.body.messages[1]).toMatchObject({
      author: 'automatic',
      delivery: 'sending',
      html: '<p>Under <strong>Export</strong>.</p>\n',
    })
    expect((await ask('agent', 'GET', `/${id}/draft`)).body).toMatchObject({ text: '', changedAt: null })
  })

  test('is refused with a reason where something is wrong', async () => {
    const { id } = await stage.asks()
    const refused = async (path: string, body: unknown) => {
      const { status, body: said } = await ask('agent', 'POST', path, body)
      return `${status} ${said.code} ${said.path ?? ''}`.trim()
    }
    expect(await refused('/tkt_none/close', {})).toBe('404 ticket_unknown id')
    expect(await refused(`/${id}/classify`, { severity: 'P4' })).toBe('400 reason_missing reason')
    expect(await refused(`/${id}/assign`, { assigneeId: 'mallory' })).toBe('400 assignee_unknown assigneeId')
    expect(await refused(`/${id}/assign`, { teamId: 'team_none' })).toBe('400 team_unknown teamId')
    expect(await refused(`/${id}/merge`, { other: id })).toBe('400 merge_with_itself other')
    expect(await refused(`/${id}/links`, { kind: 'incident', targetId: 'inc_none' })).toBe(
      '404 incident_unknown targetId',
    )
    expect(await refused(`/${id}/messages`, { text: 'x', public: true, attachments: ['att_none'] })).toBe(
      '409 attachment_unknown attachments',
    )
    expect(await refused(`/${id}/messages`, { text: ' ', public: true })).toMatch(/^400 .*text/)
    const odd = 'a\u0000b\ud800'
    for (const body of [
      { text: odd, public: false },
      { text: 'x', public: false, attachments: [odd] },
    ])
      expect((await ask('agent', 'POST', `/${id}/messages`, body)).status).toBeLessThan(500)
    expect((await ask('agent', 'PUT', `/${id}/draft`, { text: odd, public: true })).status).toBe(200)
    expect((await ask('agent', 'GET', '/%00')).status).toBe(400)
    expect((await ask('viewer', 'POST', `/${id}/close`, {})).status).toBe(403)
    expect((await ask('agent', 'PUT', `/${id}/presence`, { typing: true })).body.code).toBe('person_needed')
  })
})

test('many tickets are changed at once, and one that refuses keeps no other back', async () => {
  const [a, b] = [await stage.asks(), await stage.asks({ severity: 'P2' })]
  const all = async (change: object) =>
    (await ask('agent', 'POST', '/bulk', { ids: [a.id, 'tkt_none', b.id, a.id], change })).body
  expect(await all({ do: 'tag', add: ['dues'] })).toEqual({
    done: [a.id, b.id],
    refused: [{ id: 'tkt_none', code: 'ticket_unknown', message: expect.stringContaining('tkt_none') }],
  })
  expect(await all({ do: 'classify', severity: 'P3' })).toMatchObject({
    done: [a.id],
    refused: [{ id: 'tkt_none' }, { id: b.id, code: 'reason_missing' }],
  })
  for (const change of [
    { do: 'assign', assigneeId: 'ben' },
    { do: 'snooze', until: null },
    { do: 'close' },
    { do: 'reopen' },
  ])
    expect(await all(change)).toMatchObject({ done: [a.id, b.id] })
  expect(await stage.row(b.id)).toMatchObject({ assigneeId: 'ben', status: 'open' })
})

describe('the page of a rating', () => {
  test('takes a word from whoever has the link, once the ticket is closed, and nothing by being opened', async () => {
    const { id } = await stage.asks()
    const path = new URL(ratingLink(stage.desk, id)).pathname
    expect(await (await app.request(path)).text()).toContain('we are at it')
    await ask('agent', 'POST', `/${id}/close`, {})
    const page = await app.request(path)
    expect(page.headers.get('referrer-policy')).toBe('no-referrer')
    expect(await page.text()).toContain('Was your question answered?')
    expect(await stage.row(id)).toMatchObject({ rating: null })
    const body = new URLSearchParams({ rating: '4', comment: '<b>fine</b>' })
    const thanked = await (await app.request(path, { method: 'POST', body })).text()
    expect(thanked).toContain('&lt;b&gt;fine')
    expect(await stage.row(id)).toMatchObject({ rating: 4 })
    expect((await app.request(`${path.slice(0, -1)}_`)).status).toBe(404)
  })
})
