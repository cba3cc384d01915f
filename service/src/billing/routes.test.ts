import { createHttpApp, inTransaction, mailBounced } from '@tractops/platform'
import { type TestPlatform, testPlatform } from '@tractops/platform/testing'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createKey } from '../accounts/index.ts'
import { billingRoutes, customerContacts, noticeContacts } from './index.ts'

const system = { kind: 'system', name: 'test' } as const
const harbor = {
  name: 'Harbor View HOA',
  plan: 'premium',
  billing: 'annual',
  units: 100,
  start: '2026-01-01',
}
const carla = { name: 'Carla', email: 'Carla@example.com', role: 'president' }
let p: TestPlatform
let app: ReturnType<typeof createHttpApp>
let keys: Record<'viewer' | 'agent' | 'lead', string>

beforeEach(async () => {
  p = await testPlatform({ now: Temporal.Instant.from('2026-11-24T18:00:00Z') })
  app = createHttpApp(p)
  app.route('/', billingRoutes(p))
  const make = async (role: 'viewer' | 'agent' | 'lead') =>
    (await inTransaction(p, system, (ctx) => createKey(ctx, { role, name: role }))).key
  keys = { viewer: await make('viewer'), agent: await make('agent'), lead: await make('lead') }
})
afterEach(() => p.close())

async function ask(method: string, path: string, body?: unknown, as: keyof typeof keys = 'lead') {
  const response = await app.request(`/api/v1/customers${path}`, {
    method,
    headers: { authorization: `Bearer ${keys[as]}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, body: text === '' ? null : JSON.parse(text) }
}
const contacts = () => inTransaction(p, system, customerContacts)

describe('a customer', () => {
  test('is entered with its contacts, and read again as it was entered', async () => {
    const made = await ask('POST', '', { ...harbor, discountPercent: 12.5, contacts: [carla] })
    expect(made).toMatchObject({
      status: 201,
      body: { ...harbor, externalId: null, end: null, discountPercent: 12.5, inForce: true },
    })
    expect(made.body.contacts).toMatchObject([{ ...carla, receivesNotices: true, bounced: null }])
    expect(await ask('GET', `/${made.body.id}`, undefined, 'viewer')).toEqual({
      status: 200,
      body: made.body,
    })
    const listed = await ask('GET', '?search=harbor', undefined, 'viewer')
    expect(listed.body).toEqual({ items: [made.body], next: null })
  })

  test('is changed by what is named, and leaves by an end', async () => {
    const { id } = (await ask('POST', '', { ...harbor, contacts: [carla] })).body
    expect((await ask('PATCH', `/${id}`, { units: 120 })).body).toMatchObject({ ...harbor, units: 120 })
    expect((await ask('PATCH', `/${id}`, { end: '2026-11-24' })).body.inForce).toBe(false)
    expect(await contacts()).toEqual([])
    expect(await ask('PATCH', `/${id}`, { end: '2025-01-01' })).toMatchObject({
      status: 400,
      body: { code: 'dates_reversed', path: 'json.end' },
    })
  })

  test('that was entered by mistake is taken away, and is then nowhere', async () => {
    const { id } = (await ask('POST', '', { ...harbor, externalId: 'hoa-1', contacts: [carla] })).body
    expect((await ask('DELETE', `/${id}`)).status).toBe(204)
    expect((await ask('GET', `/${id}`)).body.code).toBe('customer_not_found')
    expect((await ask('DELETE', `/${id}`)).status).toBe(404)
    expect(await contacts()).toEqual([])
    expect((await ask('POST', '', { ...harbor, externalId: 'hoa-1' })).status).toBe(201)
  })

  test('is made what the application says, by its own id, once for two calls at the same time', async () => {
    const put = (body: object) => ask('PUT', '/by-external-id/hoa-4711', body)
    const both = await Promise.all([
      put({ ...harbor, contacts: [carla] }),
      put({ ...harbor, contacts: [carla] }),
    ])
    expect(both.map(({ status }) => status).sort()).toEqual([200, 201])
    const [{ body: first }] = both
    const dev = { name: 'Dev', email: 'dev@example.com', role: 'treasurer', receivesNotices: false }
    const again = await put({
      ...harbor,
      units: 90,
      contacts: [{ ...carla, email: 'carla@example.com' }, dev],
    })
    expect(again).toMatchObject({ status: 200, body: { id: first.id, units: 90, externalId: 'hoa-4711' } })
    expect(again.body.contacts.map((c: { id: string; email: string }) => [c.id, c.email])).toEqual([
      [first.contacts[0].id, 'carla@example.com'],
      [expect.any(String), 'dev@example.com'],
    ])
    expect((await put({ ...harbor, units: 90 })).body.contacts).toHaveLength(2)
    expect((await put({ ...harbor, units: 90, contacts: [] })).body.contacts).toEqual([])
  })

  test('is listed by name, page by page', async () => {
    for (const name of ['cedar', 'Aspen', 'Birch', 'aspen'])
      await ask('POST', '', { ...harbor, name, start: name === 'cedar' ? '2027-01-01' : '2026-01-01' })
    const names = (page: { items: { name: string }[] }) => page.items.map(({ name }) => name)
    const first = (await ask('GET', '?limit=3')).body
    expect(names(first).map((n) => n.toLowerCase())).toEqual(['aspen', 'aspen', 'birch'])
    const second = (await ask('GET', `?limit=3&cursor=${first.next}`)).body
    expect([names(second), second.next]).toEqual([['cedar'], null])
    expect(names((await ask('GET', '?inForce=false')).body)).toEqual(['cedar'])
  })
})

describe('a contact', () => {
  test('is added, changed and taken away', async () => {
    const { id } = (await ask('POST', '', harbor)).body
    const added = await ask('POST', `/${id}/contacts`, carla)
    const contact = added.body.contacts[0]
    expect(added.status).toBe(201)
    expect(await ask('POST', `/${id}/contacts`, { ...carla, email: 'carla@EXAMPLE.com' })).toMatchObject({
      status: 409,
      body: { code: 'contact_there', path: 'json.email' },
    })
    const path = `/${id}/contacts/${contact.id}`
    expect((await ask('PATCH', path, { role: 'board' })).body.contacts[0]).toMatchObject({ role: 'board' })
    expect((await ask('DELETE', path)).body.contacts).toEqual([])
    expect((await ask('DELETE', path)).body.code).toBe('contact_not_found')
  })

  test('hears of notices while the customer is in force, unless mail to the address comes back', async () => {
    await ask('POST', '', {
      ...harbor,
      contacts: [carla, { ...carla, email: 'off@example.com', receivesNotices: false }],
    })
    await ask('POST', '', {
      ...harbor,
      name: 'Later',
      start: '2026-11-25',
      contacts: [{ ...carla, email: 'x@example.com' }],
    })
    await ask('POST', '', { ...harbor, name: 'Nobody there' })
    expect(await contacts()).toMatchObject([{ customerName: 'Harbor View HOA', email: 'Carla@example.com' }])
    await inTransaction(p, system, (ctx) => mailBounced(ctx, 'carla@example.com', '550 no such user'))
    expect(await contacts()).toEqual([])
    expect(await inTransaction(p, system, noticeContacts)).toMatchObject([
      { customerName: 'Harbor View HOA', contact: { name: 'Carla', bounced: '550 no such user' } },
      { customerName: 'Nobody there', contact: null },
    ])
    const shown = (await ask('GET', '?search=harbor')).body.items[0].contacts[0]
    expect(shown.bounced).toEqual({ at: '2026-11-24T18:00:00Z', reason: '550 no such user' })
    p.clock.set(Temporal.Instant.from('2026-11-25T07:59:59Z'))
    expect(await contacts()).toEqual([])
    p.clock.set(Temporal.Instant.from('2026-11-25T08:00:00Z'))
    expect(await contacts()).toMatchObject([{ customerName: 'Later' }])
  })
})

test.each<[string, object, string]>([
  ['a name of nothing', { ...harbor, name: '  ' }, 'json.name'],
  ['another plan', { ...harbor, plan: 'gold' }, 'json.plan'],
  ['half a unit', { ...harbor, units: 1.5 }, 'json.units'],
  ['a day that does not exist', { ...harbor, start: '2026-02-30' }, 'json.start'],
  ['an end before the start', { ...harbor, end: '2025-12-31' }, 'json.end'],
  ['a discount of three decimals', { ...harbor, discountPercent: 1.005 }, 'json.discountPercent'],
  ['a field that nobody knows', { ...harbor, colour: 'teal' }, 'json'],
  [
    'two addresses in one',
    { ...harbor, contacts: [{ ...carla, email: 'a@b.cc, d@e.ff' }] },
    'json.contacts.0.email',
  ],
  ['one address twice', { ...harbor, contacts: [carla, carla] }, 'json.contacts.1.email'],
])('%s is refused with its path', async (_, body, path) => {
  expect(await ask('POST', '', body)).toMatchObject({ status: 400, body: { path } })
  expect((await ask('GET', '')).body.items).toEqual([])
})

test.each(['/%00', '?search=%00', '?cursor=%00', `/${'x'.repeat(61)}`])(
  '%s is refused in words',
  async (path) => {
    expect((await ask('GET', path)).status).toBe(400)
  },
)

test('only a lead changes customers, and a viewer reads them', async () => {
  const { id } = (await ask('POST', '', harbor)).body
  for (const [method, path, body] of [
    ['POST', '', harbor],
    ['PUT', '/by-external-id/x', harbor],
    ['PATCH', `/${id}`, { units: 1 }],
    ['DELETE', `/${id}`],
    ['POST', `/${id}/contacts`, carla],
    ['PATCH', `/${id}/contacts/x`, {}],
    ['DELETE', `/${id}/contacts/x`],
  ] as const)
    expect((await ask(method, path, body, 'agent')).status, `${method} ${path}`).toBe(403)
  expect((await ask('GET', '', undefined, 'viewer')).status).toBe(200)
})
