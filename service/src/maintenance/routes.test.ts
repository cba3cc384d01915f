import { createHttpApp, inTransaction, type Role } from '@tractops/platform'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { at, enterCustomers, openStage, type Stage } from '../../test/maintenance-stage.ts'
import { createKey } from '../accounts/index.ts'
import { maintenanceRoutes } from './index.ts'

const system = { kind: 'system', name: 'test' } as const
let stage: Stage
let app: ReturnType<typeof createHttpApp>
let keys: Record<'viewer' | 'agent' | 'lead', string>

beforeEach(async () => {
  stage = await openStage(at('2026-11-26T10:00:00Z'))
  const { p } = stage
  await p.pool.query(
    "insert into component (key, name, position) values ('payments', 'Dues and payments', 0)",
  )
  await p.pool.query(
    "insert into component_span (component_id, start_at, critical) values (1, '2026-01-01', true)",
  )
  app = createHttpApp(p)
  app.route('/', maintenanceRoutes(p, { mail: 'Mail leaves by SMTP.', sendsMail: true }))
  const make = async (role: Role) =>
    (await inTransaction(p, system, (ctx) => createKey(ctx, { role, name: `the ${role}` }))).key
  keys = { viewer: await make('viewer'), agent: await make('agent'), lead: await make('lead') }
})
afterEach(() => stage.close())

async function ask(method: string, path: string, body?: unknown, as: keyof typeof keys = 'lead') {
  const response = await app.request(`/api/v1/maintenances${path}`, {
    method,
    headers: { authorization: `Bearer ${keys[as]}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, body: text === '' ? null : JSON.parse(text) }
}
const plan = {
  title: 'Moving the database',
  text: 'To a **larger** machine.',
  components: ['payments'],
  start: '2026-11-29T02:00:00-08:00',
  end: '2026-11-29T04:00:00-08:00',
}

describe('the form asks what publishing now would come to', () => {
  const propose = async (query = '') => (await ask('GET', `/proposal${query}`, undefined, 'viewer')).body

  test('and offers the next Sunday window that can still be announced in time first', async () => {
    await enterCustomers(stage)
    expect(await propose()).toMatchObject({
      start: '2026-11-29T10:00:00Z',
      end: '2026-11-29T12:00:00Z',
      announceBy: '2026-11-27T10:00:00Z',
      enough: true,
      leftMs: 86_400_000,
      because: 'announced 72 h ahead on /status and by mail',
      means:
        'It is excluded from the uptime if it is published, and every mail accepted, by Friday 27 November 2026, 02:00 PST.',
      inWindow: true,
      contacts: 2,
      unreachable: [],
      mail: 'Mail leaves by SMTP.',
    })
    stage.p.clock.set(at('2026-11-27T10:00:00.001Z'))
    const late = await propose()
    expect(late).toMatchObject({ start: '2026-12-06T10:00:00Z', enough: true })
    expect(late.windows.map((w: { start: string; enough: boolean }) => [w.start, w.enough])).toEqual([
      ['2026-11-29T10:00:00Z', false],
      ['2026-12-06T10:00:00Z', true],
      ['2026-12-13T10:00:00Z', true],
    ])
  })

  test('and hears that it is too late, and what that means', async () => {
    stage.p.clock.set(at('2026-11-28T03:00:00Z'))
    expect(await propose('?start=2026-11-29T10:00:00Z')).toMatchObject({
      end: '2026-11-29T12:00:00Z',
      enough: false,
      leftMs: -61_200_000,
      because: 'announced 31 h ahead; 48 h are needed',
      means:
        'announced 31 h ahead; 48 h are needed: nothing of it will be excluded, and whatever fails in it counts as downtime.',
    })
  })

  test('and hears who cannot be told, so that nothing would be excluded', async () => {
    await enterCustomers(stage)
    await stage.p.pool.query("delete from customer_contact where id = 'con_Dev'")
    const found = await propose('?start=2026-12-01T10:00:00Z&end=2026-12-01T11:00:00Z')
    expect(found).toMatchObject({ enough: true, inWindow: false, contacts: 1 })
    expect(found.unreachable).toEqual([
      { customer: "Dev's HOA", why: 'the customer has no contact who receives notices' },
    ])
    expect(found.means).toContain('One of those who must be told cannot be reached')
  })

  test.each([
    ['?start=tomorrow', 'query.start'],
    ['?start=2026-12-01T10:00:00Z&end=2026-12-01T10:00:00Z', 'query.end'],
    ['?start=2026-12-01T10:00:00Z&end=2026-12-31T10:00:00Z', 'query.end'],
  ])('%s is refused', async (query, path) => {
    expect(await propose(query)).toMatchObject({ status: 400, path })
  })

  test.each([
    ['2026-03-05T09:00:00Z', '2026-03-08T10:00:00Z', '2026-03-08T11:00:00Z'],
    ['2026-10-29T09:00:00Z', '2026-11-01T10:00:00Z', '2026-11-01T12:00:00Z'],
  ])(
    'and on %s is offered the window of a clock change as it really is (row 36)',
    async (now, start, end) => {
      stage.p.clock.set(at(now))
      expect(await propose()).toMatchObject({ start, end, inWindow: true, enough: true })
    },
  )
})

describe('over HTTP', () => {
  test('a maintenance goes from plan to completion, and staff see what each step came to', async () => {
    await enterCustomers(stage)
    const planned = await ask('POST', '', plan, 'agent')
    expect(planned).toMatchObject({
      status: 201,
      body: {
        state: 'draft',
        components: [{ key: 'payments', name: 'Dues and payments' }],
        html: '<p>To a <strong>larger</strong> machine.</p>\n',
        because: 'never announced',
        createdBy: 'the agent',
      },
    })
    const path = `/${planned.body.id}`
    expect((await ask('PATCH', path, { title: 'Moving house' }, 'agent')).body.title).toBe('Moving house')
    expect((await ask('POST', `${path}/publication`)).body).toMatchObject({
      state: 'scheduled',
      risk: 'Not announced yet: not every mail has been accepted so far.',
      announcements: [{ emailedAt: null, reached: { accepted: 0, waiting: 2, failed: 0 } }],
    })
    await stage.deliver()
    expect((await ask('GET', path, undefined, 'viewer')).body).toMatchObject({
      noticeEnough: true,
      risk: null,
      announcements: [{ emailedAt: '2026-11-26T10:00:00Z', reached: { accepted: 2, waiting: 0, failed: 0 } }],
      notices: [{ start: '2026-11-29T10:00:00Z', enough: true }],
    })
    expect((await ask('GET', `${path}/recipients?limit=1`)).body).toMatchObject({
      items: [{ email: 'carla@example.com', acceptedAt: '2026-11-26T10:00:00Z', counts: true }],
      next: expect.any(String),
    })
    expect(await ask('PATCH', path, { end: '2026-11-29T13:00:00Z' })).toMatchObject({
      status: 409,
      body: { code: 'maintenance_announced', path: 'json.end' },
    })
    await stage.until(at('2026-11-29T12:30:00Z'))
    expect((await ask('GET', path)).body).toMatchObject({
      state: 'overrun',
      risk: 'Overrun since 04:00 PST; from then on failures count as downtime.',
    })
    const longer = { end: '2026-11-29T13:00:00Z', note: 'The copy is slow.' }
    const extended = (await ask('POST', `${path}/announcements`, longer)).body
    expect(extended.notices.map((n: { because: string }) => n.because)).toEqual([
      'announced 72 h ahead on /status and by mail',
      'not announced to every customer by mail',
    ])
    await ask('POST', `${path}/updates`, { text: 'Half of it is there.' }, 'agent')
    const done = (await ask('POST', `${path}/completion`, {}, 'agent')).body
    expect(done).toMatchObject({ state: 'completed', completedBy: 'the agent', risk: null })
    expect(done.updates.map((u: { text: string }) => u.text)).toContain('Half of it is there.')
    expect((await ask('GET', '?state=completed')).body.items.map((m: { id: string }) => `/${m.id}`)).toEqual([
      path,
    ])
    expect((await ask('GET', '?state=draft')).body).toEqual({ items: [], next: null })
  })

  test('a plan that nobody was told of can be forgotten, and one that was published is cancelled', async () => {
    const { id } = (await ask('POST', '', plan)).body
    expect((await ask('DELETE', `/${id}`)).status).toBe(204)
    expect((await ask('GET', `/${id}`)).body.code).toBe('maintenance_not_found')
    const other = (await ask('POST', '', plan)).body.id
    await ask('POST', `/${other}/publication`)
    expect(await ask('DELETE', `/${other}`)).toMatchObject({
      status: 409,
      body: { code: 'maintenance_scheduled' },
    })
    const cancelled = await ask('POST', `/${other}/cancellation`, { because: 'Not needed.' })
    expect(cancelled.body).toMatchObject({ state: 'cancelled', cancelledBecause: 'Not needed.', notices: [] })
  })

  test.each<[string, object, string]>([
    ['no title', { ...plan, title: ' ' }, 'json.title'],
    ['a component that is none', { ...plan, components: ['payments', 'paymets'] }, 'json.components.1'],
    ['an end before the start', { ...plan, end: '2026-11-29T01:00:00-08:00' }, 'json.end'],
    ['a month of it', { ...plan, end: '2026-12-29T02:00:00-08:00' }, 'json.end'],
    ['a start that is no instant', { ...plan, start: '2026-11-29 02:00' }, 'json.start'],
    ['a field that nobody knows', { ...plan, colour: 'teal' }, 'json'],
    ['a text that no database keeps', { ...plan, text: 'a\u0000b' }, 'json.text'],
  ])('%s is refused with its path', async (_, body, path) => {
    expect(await ask('POST', '', body)).toMatchObject({ status: 400, body: { path } })
  })

  test('a time that has passed is not published', async () => {
    const { id } = (await ask('POST', '', plan)).body
    stage.p.clock.set(at('2026-11-29T12:00:00Z'))
    expect(await ask('POST', `/${id}/publication`)).toMatchObject({
      status: 409,
      body: { code: 'maintenance_over' },
    })
  })
})
