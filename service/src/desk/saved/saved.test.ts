import { type Actor, createHttpApp, inTransaction, type Role } from '@tractops/platform'
import { type TestPlatform, testPlatform } from '@tractops/platform/testing'
import { defaultPolicies } from '@tractops/sla'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createKey } from '../../accounts/index.ts'
import { ticketAsRow } from '../testing/tickets-as-rows.ts'
import { fillIn } from './fill-in.ts'
import { savedRoutes } from './routes.ts'

const ava: Actor = { kind: 'person', id: 'ava', name: 'Ava' }
const now = Temporal.Instant.from('2026-11-25T18:00:00Z')
let p: TestPlatform
let app: ReturnType<typeof createHttpApp>
const keys = {} as Record<'agent' | 'lead' | 'other', string>

beforeAll(async () => {
  p = await testPlatform({ now })
  app = createHttpApp(p)
  app.route('/', savedRoutes(p, { policies: defaultPolicies() }))
  const make = async (role: Role) =>
    (await inTransaction(p, ava, (ctx) => createKey(ctx, { name: 'Ava', role }))).key
  Object.assign(keys, { agent: await make('agent'), lead: await make('lead'), other: await make('agent') })
  await p.pool.query(
    `insert into person (id, name, email, email_verified, role, two_factor_enabled, created_at, updated_at)
     values ('ben', 'Ben', 'ben@tractops.com', true, 'agent', true, $1, $1), ('vic', 'Vic', 'vic@tractops.com', true, 'viewer', true, $1, $1)`,
    [String(now)],
  )
})
afterAll(() => p.close())

async function ask(method: string, path: string, body?: object, as: keyof typeof keys = 'agent') {
  const answer = await app.request(`/api/v1/${path}`, {
    method,
    headers: { authorization: `Bearer ${keys[as]}`, 'content-type': 'application/json' },
    body: body ? JSON.stringify(body) : null,
  })
  const text = await answer.text()
  return { status: answer.status, body: text === '' ? null : JSON.parse(text) }
}
const names = async (path: string, as: keyof typeof keys = 'agent') =>
  (await ask('GET', path, undefined, as)).body.items.map((one: { name: string }) => one.name)

describe('views', () => {
  test('are one’s own, unless a lead makes one for everybody', async () => {
    const mine = { name: 'My imports', filter: { tag: 'import', status: 'open,waiting' } }
    const { body: made } = await ask('POST', 'views', mine)
    expect(made).toMatchObject({ ...mine, shared: false })
    expect(await ask('POST', 'views', { ...mine, shared: true })).toMatchObject({ status: 403 })
    const { body: shared } = await ask('POST', 'views', { ...mine, name: 'Imports', shared: true }, 'lead')
    expect(await names('views')).toEqual(['Imports', 'My imports'])
    expect(await names('views', 'other')).toEqual(['Imports'])
    expect((await ask('PATCH', `views/${made.id}`, { name: 'x' }, 'other')).status).toBe(404)
    expect((await ask('DELETE', `views/${shared.id}`)).status).toBe(403)
    expect((await ask('PATCH', `views/${made.id}`, { name: 'Ours' })).body).toMatchObject({ name: 'Ours' })
    expect((await ask('DELETE', `views/${made.id}`)).status).toBe(204)
    expect(await names('views')).toEqual(['Imports'])
  })

  test('that ask what the list does not know are refused', async () => {
    for (const filter of [{ colour: 'red' }, { status: 'opened' }, { order: 'none' }])
      expect(await ask('POST', 'views', { name: 'x', filter })).toMatchObject({ status: 400 })
  })
})

describe('canned replies', () => {
  test('are filled in with what is known of a ticket; what is not stays as it was written, and is named', async () => {
    const text =
      'Dear {{requester.firstName}}, about {{ ticket.number }}: until {{ticket.dueAt}}. {{agent.nam}}'
    const { body: made } = await ask('POST', 'canned-replies', { title: 'Hello', text })
    const row = await ticketAsRow(p.db, now, { requesterName: 'Carla Mendes' })
    const { body } = await ask('GET', `canned-replies/${made.id}/filled?ticket=${row.id}`)
    expect(body).toEqual({
      text: `Dear Carla, about #${row.number}: until Thursday, November 26, 2026 at 10:00 AM PST. {{agent.nam}}`,
      missing: ['agent.nam'],
    })
    expect(await ask('GET', `canned-replies/${made.id}/filled?ticket=tkt_x`)).toMatchObject({
      status: 404,
      body: { code: 'ticket_unknown' },
    })
  })

  test('have titles of their own', async () => {
    const { body: made } = await ask('POST', 'canned-replies', { title: 'Thanks', text: 'Thank you.' })
    expect(await ask('POST', 'canned-replies', { title: 'thanks', text: 'x' })).toMatchObject({
      status: 409,
      body: { code: 'title_taken', path: 'json.title' },
    })
    expect((await ask('PATCH', `canned-replies/${made.id}`, { text: 'Thanks.' })).body).toMatchObject({
      title: 'Thanks',
      text: 'Thanks.',
    })
    expect((await ask('DELETE', `canned-replies/${made.id}`)).status).toBe(204)
    expect((await ask('DELETE', `canned-replies/${made.id}`)).status).toBe(404)
  })

  test('put values in as they are, and look at them once', () => {
    const values = { 'requester.name': '{{agent.name}} $& {{', 'agent.name': 'Ava' } as const
    expect(fillIn('{{requester.name}} {{constructor}} {{ }} {{agent.name}}', values)).toEqual({
      text: '{{agent.name}} $& {{ {{constructor}} {{ }} Ava',
      missing: ['constructor'],
    })
  })
})

test('teams hold people who answer tickets, and stay while tickets tell of them', async () => {
  expect((await ask('POST', 'teams', { name: 'Billing' })).status).toBe(403)
  const { body: made } = await ask('POST', 'teams', { name: 'Billing', members: ['ben'] }, 'lead')
  expect(made).toMatchObject({ name: 'Billing', members: [{ id: 'ben', name: 'Ben' }] })
  expect(await ask('POST', 'teams', { name: 'Billing' }, 'lead')).toMatchObject({
    body: { code: 'name_taken' },
  })
  for (const members of [['vic'], ['nobody']])
    expect(await ask('PATCH', `teams/${made.id}`, { members }, 'lead')).toMatchObject({
      body: { code: 'person_unknown' },
    })
  expect((await ask('PATCH', `teams/${made.id}`, { members: [] }, 'lead')).body.members).toEqual([])
  await ticketAsRow(p.db, now, { teamId: made.id })
  expect(await ask('DELETE', `teams/${made.id}`, undefined, 'lead')).toMatchObject({
    status: 409,
    body: { code: 'team_has_tickets' },
  })
})
