import { type Actor, createHttpApp, inTransaction, type Role, verifyAuditChain } from '@tractops/platform'
import { type TestPlatform, testPlatform } from '@tractops/platform/testing'
import { defaultPolicies } from '@tractops/sla'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createKey } from '../../accounts/index.ts'
import { applyConfig } from '../../monitoring/record/apply-config.ts'
import {
  forceMajeureIn,
  incidentCauses,
  incidentChangesSince,
  publicIncident,
  settlementsIn,
} from '../index.ts'
import { declareForceMajeure } from '../majeure/declare-force-majeure.ts'
import { enterBuiltIn } from '../templates/templates.ts'
import { incidentsRoutes } from './routes.ts'

const policies = defaultPolicies()
const at = (text: string) => Temporal.Instant.from(text)
const ava: Actor = { kind: 'person', id: 'ava', name: 'Ava' }

let p: TestPlatform
let app: ReturnType<typeof createHttpApp>
const keys = new Map<Role, string>()

beforeEach(async () => {
  p = await testPlatform({ now: at('2026-11-24T18:00:00Z') })
  app = createHttpApp(p, { title: 'test', version: '0' })
  app.route('/', incidentsRoutes(p, { policies }))
  await inTransaction(p, ava, async (ctx) => {
    const names = { viewer: 'Carla', agent: 'Ben', lead: 'Ava', admin: 'Olga' } as const
    for (const [role, name] of Object.entries(names) as [Role, string][])
      keys.set(role, (await createKey(ctx, { name, role })).key)
    const components = [
      { key: 'payments', name: 'Dues and payments', description: null, critical: true },
      { key: 'voting', name: 'Voting', description: null, critical: false },
    ]
    await applyConfig(ctx, { source: 'tractops.yaml', usesPractice: false, components, monitors: [] })
    await enterBuiltIn(ctx)
  })
})
afterEach(() => p.close())

async function ask(role: Role, method: string, path: string, body?: unknown) {
  const headers = { authorization: `Bearer ${keys.get(role)}`, 'content-type': 'application/json' }
  const init = body === undefined ? { method, headers } : { method, headers, body: JSON.stringify(body) }
  const response = await app.request(`/api/v1/${path}`, init)
  const text = await response.text()
  return { status: response.status, body: text === '' ? null : JSON.parse(text) }
}

async function open(more: object = {}) {
  const given = { title: 'Cards are refused', impact: 'major', text: 'We look into it.', ...more }
  const { status, body } = await ask('agent', 'POST', 'incidents', given)
  expect(status, JSON.stringify(body)).toBe(201)
  return body
}

describe('an incident that people open', () => {
  test('is told through its states to its end, each update signed', async () => {
    const { id } = await open({ components: [{ key: 'payments', impact: 'partial_outage' }] })
    p.clock.advance(600_000)
    await ask('agent', 'POST', `incidents/${id}/updates`, { text: 'A cable.', state: 'identified' })
    p.clock.advance(600_000)
    await ask('agent', 'POST', `incidents/${id}/updates`, { text: 'Mended.', state: 'monitoring' })
    p.clock.advance(600_000)
    const { status, body } = await ask('agent', 'POST', `incidents/${id}/updates`, {
      text: 'Over.',
      state: 'resolved',
    })
    expect(status).toBe(201)
    expect(body).toMatchObject({
      state: 'resolved',
      automatic: false,
      startedAt: '2026-11-24T18:00:00Z',
      resolvedAt: '2026-11-24T18:30:00Z',
      components: [{ key: 'payments', name: 'Dues and payments' }],
      spans: [{ key: 'payments', start: '2026-11-24T18:00:00Z', end: '2026-11-24T18:30:00Z' }],
      taken: { by: 'Ben', at: '2026-11-24T18:00:00Z' },
      postmortemDueAt: null,
    })
    expect(body.updates.map((u: { state: string; by: string }) => `${u.state} ${u.by}`)).toEqual([
      'investigating Ben',
      'identified Ben',
      'monitoring Ben',
      'resolved Ben',
    ])
    const changes = await inTransaction(p, ava, (ctx) => incidentChangesSince(ctx, 0))
    expect(changes.map(({ kind }) => kind)).toEqual(['opened', 'updated', 'updated', 'resolved'])
    const later = await inTransaction(p, ava, (ctx) => incidentChangesSince(ctx, changes[2]!.seq))
    expect(later.map(({ kind }) => kind)).toEqual(['resolved'])
    expect(await inTransaction(p, ava, verifyAuditChain)).toMatchObject({ verified: true })
  })

  test('can be taken up again, and then owes nothing until it is resolved anew', async () => {
    const { id } = await open({ impact: 'critical' })
    const update = (state: string) => ask('agent', 'POST', `incidents/${id}/updates`, { text: 'Hm.', state })
    expect((await update('resolved')).body.postmortemDueAt).toBe('2026-12-01T18:00:00Z')
    p.clock.advance(60_000)
    expect((await update('investigating')).body).toMatchObject({ resolvedAt: null, postmortemDueAt: null })
  })

  test('shows HTML in its texts as text', async () => {
    const text = '<script>alert(1)</script> <img src=x onerror=alert(1)> [x](javascript:alert(1))'
    const { id } = await open({ title: '<b>Cards</b>', text })
    const found = (await inTransaction(p, ava, (ctx) => publicIncident(ctx, id)))!
    expect(found.title).toBe('<b>Cards</b>')
    expect(found.updates[0]!.text).toBe(text)
    expect(found.updates[0]!.html).not.toMatch(/<(script|img)|href/)
    expect(found.updates[0]!.html).toContain('&lt;script&gt;')
  })

  test('fills in the variables of its texts, and refuses one that stands for nothing', async () => {
    const { updates } = await open({
      text: 'Since {{started_at}}, {{ components }} fails: {{title}} ({{impact}}).',
      components: [
        { key: 'payments', impact: 'major_outage' },
        { key: 'voting', impact: 'degraded_performance' },
      ],
      startedAt: '2026-11-24T17:30:00Z',
    })
    expect(updates[0].text).toBe(
      'Since 24 Nov 2026, 09:30:00 PST (17:30:00 UTC), Dues and payments and Voting fails: Cards are refused (major).',
    )
    const refused = await ask('agent', 'POST', 'incidents', {
      ...{ title: 'x', impact: 'minor', text: '{{compnents}} fails' },
    })
    expect(refused).toMatchObject({ status: 400, body: { code: 'variable_unknown', path: 'text' } })
  })
})

describe('what is dated back', () => {
  test('is marked, with the time at which it was really written', async () => {
    const { id } = await open({ startedAt: '2026-11-24T17:00:00Z' })
    const { body } = await ask('agent', 'POST', `incidents/${id}/updates`, {
      text: 'We had seen it by then.',
      at: '2026-11-24T17:10:00Z',
      state: 'identified',
    })
    expect(body.updates).toMatchObject([
      { at: '2026-11-24T17:10:00Z', postedAt: '2026-11-24T18:00:00Z', backdated: true, state: 'identified' },
      { at: '2026-11-24T18:00:00Z', postedAt: '2026-11-24T18:00:00Z', backdated: false },
    ])
    // It tells the past; the present state is that of the last update.
    expect(body.state).toBe('investigating')
    expect(body.createdAt).toBe('2026-11-24T18:00:00Z')
  })

  test('is refused beyond its bounds', async () => {
    const { id } = await open({ startedAt: '2026-11-24T17:00:00Z' })
    for (const [when, code] of [
      ['2026-11-24T16:59:59Z', 'before_start'],
      ['2026-11-24T18:00:01Z', 'at_in_future'],
      ['yesterday', 'invalid_input'],
    ])
      expect(await ask('agent', 'POST', `incidents/${id}/updates`, { text: 'x', at: when })).toMatchObject({
        status: 400,
        body: { code },
      })
    for (const [startedAt, code] of [
      ['2026-11-17T17:59:59Z', 'start_too_early'],
      ['2026-11-24T18:00:01Z', 'start_in_future'],
    ])
      expect(
        await ask('agent', 'POST', 'incidents', { title: 'x', impact: 'minor', text: 'x', startedAt }),
      ).toMatchObject({ status: 400, body: { code, path: 'startedAt' } })
  })
})

test('an edited update keeps what it said before, by whom and when it was changed', async () => {
  const { id, updates } = await open()
  p.clock.advance(60_000)
  const path = `incidents/${id}/updates/${updates[0].id}`
  await ask('lead', 'PATCH', path, { text: 'We look into the cards.' })
  const { body } = await ask('lead', 'PATCH', path, { text: 'We look into the cards.' })
  expect(body.updates[0]).toMatchObject({
    text: 'We look into the cards.',
    by: 'Ben',
    edited: [{ at: '2026-11-24T18:01:00Z', by: 'Ava', previousText: 'We look into it.' }],
  })
  const other = await open()
  expect(
    await ask('agent', 'PATCH', `incidents/${other.id}/updates/${updates[0].id}`, { text: 'x' }),
  ).toMatchObject({
    status: 404,
    body: { code: 'update_unknown' },
  })
})

test('title, impact, start and components are changed, and the components again', async () => {
  const { id } = await open()
  const path = `incidents/${id}`
  const payments = { key: 'payments', impact: 'major_outage' }
  await ask('agent', 'PATCH', path, { components: [payments], startedAt: '2026-11-24T17:00:00Z' })
  const { body } = await ask('agent', 'PATCH', path, {
    ...{ title: 'Cards and votes', impact: 'critical' },
    components: [payments, { key: 'voting', impact: 'partial_outage', start: '2026-11-24T17:30:00Z' }],
  })
  expect(body).toMatchObject({
    title: 'Cards and votes',
    impact: 'critical',
    startedAt: '2026-11-24T17:00:00Z',
  })
  expect(body.spans).toEqual([
    { key: 'payments', impact: 'major_outage', start: '2026-11-24T17:00:00Z', end: null },
    { key: 'voting', impact: 'partial_outage', start: '2026-11-24T17:30:00Z', end: null },
  ])
  expect(await ask('agent', 'PATCH', path, { startedAt: '2026-11-24T17:59:00Z' })).toMatchObject({
    status: 400,
    body: { code: 'start_too_late' },
  })
  expect(
    await ask('agent', 'PATCH', path, { components: [{ key: 'paymets', impact: 'major_outage' }] }),
  ).toMatchObject({ status: 400, body: { code: 'component_unknown', path: 'components.0.key' } })
})

describe('a cause', () => {
  const window = { from: at('2026-11-24T00:00:00Z'), to: at('2026-11-25T00:00:00Z') }
  const causes = () => inTransaction(p, ava, (ctx) => incidentCauses(ctx, window))

  test('is recorded with who says so and why; a correction stands, and what was said before is kept', async () => {
    const { id } = await open({ components: [{ key: 'payments', impact: 'major_outage' }] })
    expect(await causes()).toMatchObject([{ cause: null, end: null }])
    await ask('lead', 'PUT', `incidents/${id}/cause`, { kind: 'own', because: 'Our cable.' })
    p.clock.advance(60_000)
    const { body } = await ask('lead', 'PUT', `incidents/${id}/cause`, {
      ...{ kind: 'vendor', vendor: 'stripe', because: 'Stripe reported it.' },
    })
    expect(body.cause).toEqual({
      ...{ kind: 'vendor', vendor: 'stripe', because: 'Stripe reported it.' },
      ...{ by: 'Ava', at: '2026-11-24T18:01:00Z' },
    })
    expect(body.causes.map((c: { kind: string }) => c.kind)).toEqual(['own', 'vendor'])
    expect(await causes()).toMatchObject([{ incidentId: id, components: ['payments'], cause: 'stripe' }])
  })

  test('of one component stands beside that of the rest', async () => {
    const { id } = await open({
      components: [
        { key: 'payments', impact: 'major_outage' },
        { key: 'voting', impact: 'major_outage' },
      ],
    })
    await ask('lead', 'PUT', `incidents/${id}/cause`, { kind: 'own', because: 'Ours.' })
    await ask('lead', 'PUT', `incidents/${id}/cause`, {
      ...{ kind: 'vendor', vendor: 'stripe', component: 'payments', because: 'Theirs.' },
    })
    expect(await causes()).toMatchObject([
      { components: ['payments'], cause: 'stripe' },
      { components: ['voting'], cause: 'own' },
    ])
  })

  test('is refused where it says nothing', async () => {
    const { id } = await open()
    for (const [given, code] of [
      [{ kind: 'vendor', because: 'x' }, 'vendor_missing'],
      [{ kind: 'vendor', vendor: 'paypal', because: 'x' }, 'vendor_unknown'],
      [{ kind: 'own', vendor: 'stripe', because: 'x' }, 'vendor_not_asked'],
      [{ kind: 'own', component: 'voting', because: 'x' }, 'component_not_affected'],
      [{ kind: 'own', because: ' ' }, 'invalid_input'],
      [{ kind: 'sunspots', because: 'x' }, 'invalid_input'],
    ] as const)
      expect(await ask('lead', 'PUT', `incidents/${id}/cause`, given), code).toMatchObject({
        status: 400,
        body: { code },
      })
  })
})

describe('merging two incidents', () => {
  test('keeps the earlier start, every update with its origin, all components, and leads from one to the other', async () => {
    const first = await open({ components: [{ key: 'voting', impact: 'partial_outage' }], impact: 'minor' })
    await ask('lead', 'PUT', `incidents/${first.id}/cause`, { kind: 'own', because: 'Ours.' })
    p.clock.advance(300_000)
    const second = await open({
      components: [{ key: 'payments', impact: 'major_outage' }],
      impact: 'critical',
    })
    p.clock.advance(300_000)
    await ask('agent', 'POST', `incidents/${first.id}/updates`, { text: 'Still looking.' })
    const { body } = await ask('lead', 'POST', `incidents/${second.id}/merge`, { other: first.id })
    expect(body).toMatchObject({ id: second.id, startedAt: '2026-11-24T18:00:00Z', impact: 'critical' })
    expect(body.updates.map((u: { origin: string | null }) => u.origin)).toEqual([first.id, null, first.id])
    expect(body.components.map((c: { key: string }) => c.key)).toEqual(['voting', 'payments'])
    expect(body.causes).toMatchObject([{ component: 'voting', kind: 'own' }])
    expect((await ask('viewer', 'GET', `incidents/${first.id}`)).body.mergedInto).toBe(second.id)
    expect((await ask('viewer', 'GET', 'incidents')).body.items).toHaveLength(1)
    expect(await ask('agent', 'POST', `incidents/${first.id}/updates`, { text: 'x' })).toMatchObject({
      status: 409,
      body: { code: 'incident_merged' },
    })
    const third = await open()
    await ask('lead', 'POST', `incidents/${third.id}/merge`, { other: second.id })
    expect((await ask('viewer', 'GET', `incidents/${first.id}`)).body.mergedInto).toBe(third.id)
  })

  test('is refused with itself, with one that was merged, and into one that is over', async () => {
    const one = await open()
    const other = await open()
    const merge = (into: string, from: string) =>
      ask('lead', 'POST', `incidents/${into}/merge`, { other: from })
    expect(await merge(one.id, one.id)).toMatchObject({ status: 400, body: { code: 'merge_with_itself' } })
    expect(await merge(one.id, 'inc_none')).toMatchObject({ status: 404, body: { path: 'other' } })
    await ask('agent', 'POST', `incidents/${one.id}/updates`, { text: 'Over.', state: 'resolved' })
    expect(await merge(one.id, other.id)).toMatchObject({
      status: 409,
      body: { code: 'merge_into_resolved' },
    })
    expect(await merge(other.id, one.id)).toMatchObject({ status: 200, body: { resolvedAt: null } })
    expect(await merge(one.id, other.id)).toMatchObject({ status: 409, body: { code: 'incident_merged' } })
  })
})

test('a postmortem is published when the incident is over, closes it, and keeps its earlier texts', async () => {
  const { id } = await open({ impact: 'critical' })
  const publish = (text: string) => ask('lead', 'PUT', `incidents/${id}/postmortem`, { text })
  expect(await publish('# Why')).toMatchObject({ status: 409, body: { code: 'not_resolved' } })
  await ask('agent', 'POST', `incidents/${id}/updates`, { text: 'Over.', state: 'resolved' })
  expect((await publish('# Why\n\nA cable.')).body).toMatchObject({
    state: 'postmortem',
    postmortemDueAt: null,
  })
  const { body } = await publish('# Why\n\nTwo cables.')
  expect(body.updates.at(-1)).toMatchObject({
    html: '<h3>Why</h3>\n<p>Two cables.</p>\n',
    edited: [{ previousText: '# Why\n\nA cable.' }],
  })
  expect(await ask('agent', 'POST', `incidents/${id}/updates`, { text: 'x' })).toMatchObject({
    status: 409,
    body: { code: 'incident_closed' },
  })
})

test('templates are there from the start, are changed and taken away, and do not come back', async () => {
  const list = async () => (await ask('viewer', 'GET', 'incident-templates')).body.items
  expect((await list()).map((t: { id: string }) => t.id)).toContain('tpl_resolved')
  await ask('lead', 'PATCH', 'incident-templates/tpl_vendor', { text: '{{components}} waits for others.' })
  await ask('lead', 'DELETE', 'incident-templates/tpl_resolved')
  await inTransaction(p, ava, enterBuiltIn)
  const after = await list()
  expect(after.find((t: { id: string }) => t.id === 'tpl_vendor').text).toBe(
    '{{components}} waits for others.',
  )
  expect(after.some((t: { id: string }) => t.id === 'tpl_resolved')).toBe(false)
  const made = await ask('lead', 'POST', 'incident-templates', { name: 'Mail', text: 'Mail is late.' })
  expect(made).toMatchObject({ status: 201, body: { title: null, state: null } })
  expect(await ask('lead', 'POST', 'incident-templates', { name: 'Bad', text: '{{nothing}}' })).toMatchObject(
    { status: 400, body: { code: 'variable_unknown' } },
  )
})

test('a preview shows a text as it would stand, and writes nothing', async () => {
  const given = { text: '**{{components}}** since {{started_at}}', components: ['payments'] }
  const { body } = await ask('agent', 'POST', 'incidents/preview', {
    ...given,
    startedAt: '2026-11-24T17:00:00Z',
  })
  expect(body.html).toBe(
    '<p><strong>Dues and payments</strong> since 24 Nov 2026, 09:00:00 PST (17:00:00 UTC)</p>\n',
  )
  expect(body.variables).toContain('components')
  expect((await ask('viewer', 'GET', 'incidents')).body.items).toEqual([])
})

test('the list comes in pages, the latest first, and by state', async () => {
  const ids: string[] = []
  for (let i = 0; i < 5; i++) {
    ids.unshift((await open({ title: `No ${i}` })).id)
    p.clock.advance(1_000)
  }
  await ask('agent', 'POST', `incidents/${ids[0]}/updates`, { text: 'Over.', state: 'resolved' })
  const seen: string[] = []
  let next: string | null = null
  do {
    const query: string = next === null ? 'incidents?limit=2' : `incidents?limit=2&cursor=${next}`
    const page = (await ask('viewer', 'GET', query)).body
    seen.push(...page.items.map((one: { id: string }) => one.id))
    next = page.next
  } while (next !== null)
  expect(seen).toEqual(ids)
  expect((await ask('viewer', 'GET', 'incidents?unresolved=true')).body.items).toHaveLength(4)
  expect((await ask('viewer', 'GET', 'incidents?state=resolved')).body.items).toMatchObject([{ id: ids[0] }])
  expect(await ask('viewer', 'GET', 'incidents?cursor=x')).toMatchObject({ status: 400 })
})

describe('force majeure', () => {
  const given = {
    ...{ start: '2026-11-24T10:00:00Z', end: '2026-11-24T12:00:00Z' },
    ...{ text: 'An earthquake.', declaredBy: 'Olga' },
  }
  const window = { from: at('2026-11-24T11:00:00Z'), to: at('2026-11-24T11:30:00Z') }

  test('is declared by an officer and published at once; withdrawn, it counts for nothing and stays to be read', async () => {
    const { body } = await ask('admin', 'POST', 'force-majeure', given)
    expect(await inTransaction(p, ava, (ctx) => forceMajeureIn(ctx, window))).toMatchObject([
      { id: body.id, declaredBy: 'Olga', publishedAt: at('2026-11-24T18:00:00Z') },
    ])
    const because = 'It was no earthquake.'
    expect((await ask('admin', 'DELETE', `force-majeure/${body.id}`, { because })).status).toBe(204)
    expect(await inTransaction(p, ava, (ctx) => forceMajeureIn(ctx, window))).toEqual([])
    expect((await ask('viewer', 'GET', 'force-majeure')).body.items).toMatchObject([
      { id: body.id, text: 'An earthquake.', withdrawn: { by: 'Olga', because } },
    ])
    expect(await ask('admin', 'DELETE', `force-majeure/${body.id}`, { because })).toMatchObject({
      status: 409,
      body: { code: 'declaration_withdrawn' },
    })
  })

  test('is refused to whoever is no officer, to a lead, and to one who signs for another', async () => {
    expect((await ask('lead', 'POST', 'force-majeure', given)).status).toBe(403)
    const [policy] = policies
    const named = [{ ...policy!, exclusions: { ...policy!.exclusions, officers: ['Olga'] } }]
    const input = { start: at(given.start), end: at(given.end), text: given.text, policies: named }
    const declare = (actor: Actor, declaredBy: string) =>
      inTransaction(p, actor, (ctx) => declareForceMajeure(ctx, { ...input, declaredBy }))
    const mallory: Actor = { kind: 'person', id: 'mallory', name: 'Mallory' }
    await expect(declare(mallory, 'Mallory')).rejects.toMatchObject({ code: 'not_an_officer', status: 403 })
    await expect(declare(mallory, 'Olga')).rejects.toMatchObject({ code: 'signed_for_another', status: 403 })
    await declare({ kind: 'person', id: 'olga', name: 'Olga' }, 'Olga')
    expect(await inTransaction(p, ava, (ctx) => forceMajeureIn(ctx, window))).toHaveLength(1)
  })

  test('has an interval that runs forward', async () => {
    expect(await ask('admin', 'POST', 'force-majeure', { ...given, end: given.start })).toMatchObject({
      status: 400,
      body: { code: 'interval_reversed' },
    })
  })
})

describe('unmeasured time', () => {
  test('is settled by a named person with a reason; a correction stands where it reaches', async () => {
    const settle = (from: number, to: number, settled: string, reason: string) => {
      const hour = (n: number) => `2026-11-24T${String(n).padStart(2, '0')}:00:00Z`
      return ask('lead', 'POST', 'gap-settlements', { start: hour(from), end: hour(to), settled, reason })
    }
    await settle(2, 8, 'down', 'Nobody could sign in.')
    await settle(4, 6, 'up', 'The log shows answers.')
    const window = { from: at('2026-11-24T00:00:00Z'), to: at('2026-11-25T00:00:00Z') }
    const pieces = await inTransaction(p, ava, (ctx) => settlementsIn(ctx, window))
    expect(pieces.map((s) => `${s.start} ${s.end} ${s.settled} ${s.by}`)).toEqual([
      '2026-11-24T02:00:00Z 2026-11-24T04:00:00Z down Ava',
      '2026-11-24T04:00:00Z 2026-11-24T06:00:00Z up Ava',
      '2026-11-24T06:00:00Z 2026-11-24T08:00:00Z down Ava',
    ])
    const { items } = (await ask('viewer', 'GET', 'gap-settlements')).body
    expect(items.map((s: { reason: string }) => s.reason)).toEqual([
      'The log shows answers.',
      'Nobody could sign in.',
    ])
    expect(await settle(17, 19, 'up', 'x')).toMatchObject({
      status: 400,
      body: { code: 'interval_in_future' },
    })
    expect(await settle(3, 3, 'up', 'x')).toMatchObject({ status: 400, body: { code: 'interval_reversed' } })
    expect(await settle(3, 4, 'up', ' ')).toMatchObject({ status: 400, body: { path: 'json.reason' } })
  })
})

const closed: [Role, string, string][] = [
  ['viewer', 'POST', 'incidents'],
  ['viewer', 'PATCH', 'incidents/x'],
  ['viewer', 'POST', 'incidents/x/updates'],
  ['viewer', 'PATCH', 'incidents/x/updates/y'],
  ['viewer', 'POST', 'incidents/preview'],
  ['agent', 'PUT', 'incidents/x/cause'],
  ['agent', 'POST', 'incidents/x/merge'],
  ['agent', 'PUT', 'incidents/x/postmortem'],
  ['agent', 'POST', 'incident-templates'],
  ['agent', 'PATCH', 'incident-templates/x'],
  ['agent', 'DELETE', 'incident-templates/x'],
  ['agent', 'POST', 'gap-settlements'],
  ['lead', 'POST', 'force-majeure'],
  ['lead', 'DELETE', 'force-majeure/x'],
]
test('each change is closed to the role below the one that it needs', async () => {
  for (const [role, method, path] of closed)
    expect((await ask(role, method, path, {})).status, `${role} ${method} ${path}`).toBe(403)
})

test('an update that is not of the shape is refused, with the place', async () => {
  const { id } = await open()
  for (const [given, path] of [
    [{ text: '' }, 'json.text'],
    [{ text: 'x'.repeat(20_001) }, 'json.text'],
    [{ text: 'x', state: 'postmortem' }, 'json.state'],
    [{ text: 'x', at: '2026-11-24T17:00:00.0001Z' }, 'json.at'],
    [{ text: 'x', colour: 'red' }, 'json'],
  ] as const)
    expect(await ask('agent', 'POST', `incidents/${id}/updates`, given)).toMatchObject({
      status: 400,
      body: { code: 'invalid_input', path },
    })
})

test('a text with what no database holds is kept as far as it can be', async () => {
  const { updates } = await open({ text: 'a\u0000b\ud800c\r\nd' })
  expect(updates[0].text).toBe('a\uFFFDb\uFFFDc\nd')
})
