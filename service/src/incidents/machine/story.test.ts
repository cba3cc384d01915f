import { type Actor, inTransaction, verifyAuditChain } from '@tractops/platform'
import { type TestPlatform, testPlatform } from '@tractops/platform/testing'
import { defaultPolicies } from '@tractops/sla'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { applyConfig } from '../../monitoring/record/apply-config.ts'
import { recordResults } from '../../monitoring/record/record-results.ts'
import { MONITORING } from '../../monitoring/record/recorder.ts'
import type { MonitorResult } from '../../monitoring/record/results.ts'
import { httpMonitorForTest } from '../../monitoring/testing/http-monitor.ts'
import { dueNext, incidentCauses, incidentChangesSince, openIncidents, publicIncidents } from '../index.ts'
import type { PublicIncident } from '../read/public-incident.ts'
import { createIncident } from '../record/create-incident.ts'
import { INCIDENTS } from '../record/hold.ts'
import { mergeIncidents } from '../record/merge-incidents.ts'
import { postUpdate } from '../record/post-update.ts'
import { remindOfPostmortems } from '../remind-of-postmortems.ts'
import { followMeasurements } from './follow-measurements.ts'

const EVERY_MS = 20_000
const policies = defaultPolicies()
const ava: Actor = { kind: 'person', id: 'ava', name: 'Ava' }
const at = (text: string) => Temporal.Instant.from(text)
const names: Record<string, string> = {
  signin: 'Signing in',
  payments: 'Dues and payments',
  voting: 'Voting',
}

let p: TestPlatform
const broken = new Map<string, { fromMs: number; toMs: number; state: 'down' | 'degraded' }[]>()

beforeEach(() => begin('2026-11-23T18:00:00Z'))
afterEach(() => p.close())

async function begin(now: string): Promise<void> {
  broken.clear()
  p = await testPlatform({ now: at(now) })
  await watch(Object.keys(names))
  await follow()
}

async function watch(keys: string[]): Promise<void> {
  const monitors = keys.map((component) => httpMonitorForTest({ component, everyMs: EVERY_MS }))
  const components = keys.map((key) => ({
    ...{ key, name: names[key]!, description: null, critical: key !== 'voting' },
  }))
  const config = { source: 'tractops.yaml', usesPractice: false, components, monitors }
  await inTransaction(p, MONITORING, (ctx) => applyConfig(ctx, config))
}

const about = () => ({ policies, out: { queue: p.queue, publicUrl: 'https://status.example' } })
const follow = () => inTransaction(p, INCIDENTS, (ctx) => followMeasurements(ctx, about()))
const list = () => inTransaction(p, ava, (ctx) => publicIncidents(ctx))
const say = (incidentId: string, text: string, more: object = {}) =>
  inTransaction(p, ava, (ctx) => postUpdate(ctx, { incidentId, text, policies, ...more }))

/** Lets a component really be broken from `from` on, for `seconds`. */
function breaks(component: string, from: string, seconds: number, state: 'down' | 'degraded' = 'down'): void {
  const fromMs = at(from).epochMilliseconds
  broken.set(component, [...(broken.get(component) ?? []), { fromMs, toMs: fromMs + seconds * 1_000, state }])
}

/** Checks everything every 20 s until `until`, a failing one again a second later; with `following`, the machine looks after each. */
async function play(
  until: string,
  { following = true, components = Object.keys(names) } = {},
): Promise<void> {
  const lastMs = at(until).epochMilliseconds
  const stateOf = (key: string, ms: number) =>
    broken.get(key)?.find(({ fromMs, toMs }) => fromMs <= ms && ms < toMs)?.state ?? 'up'
  for (let ms = p.clock.now().epochMilliseconds; ms <= lastMs; ms += EVERY_MS) {
    const results = components.flatMap((component) => {
      const check = (atMs: number): MonitorResult => {
        const state = stateOf(component, atMs)
        const reason = state === 'up' ? null : 'answered 503, expected 200'
        return { component, monitor: 'page', atMs, state, reason, latencyMs: 12, statusCode: null }
      }
      return stateOf(component, ms) === 'up' ? [check(ms)] : [check(ms), check(ms + 1_000)]
    })
    await inTransaction(p, MONITORING, (ctx) => recordResults(ctx, results))
    p.clock.set(Temporal.Instant.fromEpochMilliseconds(ms + 2_000))
    if (following) await follow()
  }
  p.clock.set(at(until).add({ milliseconds: EVERY_MS }))
}

const told = (incident: PublicIncident) => incident.updates.map(({ state, by }) => `${state} by ${by}`)

describe('an outage of a critical component', () => {
  test('opens an incident dated at the first failed check, tells recovery, and resolves it after 10 good minutes', async () => {
    breaks('payments', '2026-11-23T18:05:00Z', 240)
    await play('2026-11-23T18:04:40Z')
    expect(await list()).toEqual([])
    await play('2026-11-23T18:05:00Z')
    const [opened] = await list()
    expect(opened).toMatchObject({
      title: 'Outage: Dues and payments',
      impact: 'critical',
      state: 'investigating',
      automatic: true,
      components: [{ key: 'payments', name: 'Dues and payments' }],
      startedAt: at('2026-11-23T18:05:00Z'),
      resolvedAt: null,
      cause: null,
    })
    expect(opened!.updates[0]!.text).toBe(
      '**Dues and payments**: down since 23 Nov 2026, 10:05:00 PST (18:05:00 UTC).\n\nOur checks found this and this text was written automatically. Staff will write here what they find.',
    )
    await play('2026-11-23T18:09:00Z')
    const [good] = await list()
    expect(good).toMatchObject({
      state: 'monitoring',
      spans: [{ start: at('2026-11-23T18:05:00Z'), end: at('2026-11-23T18:09:00Z') }],
    })
    expect(good!.updates.at(-1)!.text).toContain(
      'since 23 Nov 2026, 10:09:00 PST (18:09:00 UTC). If it stays so',
    )
    expect(await inTransaction(p, ava, dueNext)).toMatchObject([
      { kind: 'incident.resolve', at: at('2026-11-23T18:19:00Z'), href: `/console/incidents/${good!.id}` },
    ])
    await play('2026-11-23T18:18:40Z')
    expect((await list())[0]!.state).toBe('monitoring')
    await play('2026-11-23T18:19:00Z')
    const [resolved] = await list()
    expect(resolved).toMatchObject({ state: 'resolved', resolvedAt: at('2026-11-23T18:09:00Z') })
    expect(told(resolved!)).toEqual([
      'investigating by automatic',
      'monitoring by automatic',
      'resolved by automatic',
    ])
    const changes = await inTransaction(p, ava, (ctx) => incidentChangesSince(ctx, 0))
    expect(changes.map(({ kind }) => kind)).toEqual(['opened', 'updated', 'resolved'])
    expect(changes.map(({ updateId }) => updateId)).toEqual(resolved!.updates.map(({ id }) => id))
    expect(await inTransaction(p, ava, verifyAuditChain)).toMatchObject({ verified: true })
  })

  test('of two components at once, or one after the other, is one incident that ends when both are good', async () => {
    breaks('payments', '2026-11-23T18:01:00Z', 300)
    breaks('signin', '2026-11-23T18:02:00Z', 120)
    await play('2026-11-23T18:20:00Z')
    const incidents = await list()
    expect(incidents).toHaveLength(1)
    expect(incidents[0]).toMatchObject({
      title: 'Outage: Dues and payments, Signing in',
      startedAt: at('2026-11-23T18:01:00Z'),
      resolvedAt: at('2026-11-23T18:06:00Z'),
    })
    expect(incidents[0]!.updates.map(({ text }) => text.split('\n')[0])).toEqual([
      '**Dues and payments**: down since 23 Nov 2026, 10:01:00 PST (18:01:00 UTC).',
      '**Signing in**: down as well since 23 Nov 2026, 10:02:00 PST (18:02:00 UTC).',
      expect.stringContaining('passes our checks again, since 23 Nov 2026, 10:06:00 PST'),
      expect.stringContaining('Resolved'),
    ])
  })

  test('that comes back within the 10 minutes goes on in the same incident', async () => {
    breaks('payments', '2026-11-23T18:01:00Z', 60)
    breaks('payments', '2026-11-23T18:07:00Z', 60)
    await play('2026-11-23T18:17:00Z')
    const [incident, ...others] = await list()
    expect(others).toEqual([])
    expect(incident!.state).toBe('monitoring')
    expect(incident!.updates[2]!.text).toContain('down again since 23 Nov 2026, 10:07:00 PST')
    expect(told(incident!).map((line) => line.split(' ')[0])).toEqual([
      'investigating',
      'monitoring',
      'investigating',
      'monitoring',
    ])
    await play('2026-11-23T18:18:00Z')
    expect((await list())[0]).toMatchObject({ state: 'resolved', resolvedAt: at('2026-11-23T18:08:00Z') })
    breaks('payments', '2026-11-23T18:30:00Z', 60)
    await play('2026-11-23T18:31:00Z')
    expect(await list()).toHaveLength(2)
  })

  test('that a person takes is resolved by people only; the machine says that measurements are good', async () => {
    breaks('payments', '2026-11-23T18:01:00Z', 120)
    await play('2026-11-23T18:01:40Z')
    const { id } = (await list())[0]!
    await say(id, 'We see it.', { state: 'identified' })
    await expect(say(id, 'Over.', { state: 'resolved' })).rejects.toMatchObject({ code: 'component_failing' })
    await play('2026-11-23T18:40:00Z')
    const [open] = await list()
    expect(told(open!)).toEqual([
      'investigating by automatic',
      'identified by Ava',
      'identified by automatic',
    ])
    expect(open!.updates.at(-1)!.text).toContain('People will say here when this is resolved.')
    await expect(
      say(id, 'Over.', { state: 'resolved', at: at('2026-11-23T18:02:30Z') }),
    ).rejects.toMatchObject({ code: 'before_last_update' })
    await say(id, 'Over.', { state: 'resolved' })
    expect((await list())[0]).toMatchObject({ state: 'resolved', resolvedAt: p.clock.now() })
    await follow()
    expect(await inTransaction(p, ava, openIncidents)).toEqual([])
  })

  test('joins the incident that a person had opened for that component', async () => {
    await play('2026-11-23T18:00:40Z')
    const components = [{ key: 'payments', impact: 'partial_outage' as const }]
    const { id } = await inTransaction(p, ava, (ctx) =>
      createIncident(ctx, {
        ...{ title: 'Cards are refused', impact: 'major', state: 'investigating', text: 'We look.' },
        components,
        policies,
      }),
    )
    breaks('payments', '2026-11-23T18:01:00Z', 60)
    await play('2026-11-23T18:15:00Z')
    const [incident, ...others] = await list()
    expect(others).toEqual([])
    expect(incident).toMatchObject({
      id,
      title: 'Cards are refused',
      automatic: false,
      state: 'investigating',
    })
    expect(told(incident!)).toEqual([
      'investigating by Ava',
      'investigating by automatic',
      'investigating by automatic',
    ])
  })

  test('is not missed when the process was killed before it could open the incident', async () => {
    breaks('payments', '2026-11-23T18:01:00Z', 120)
    await play('2026-11-23T18:01:20Z', { following: false })
    await follow()
    expect(await list()).toMatchObject([{ startedAt: at('2026-11-23T18:01:00Z'), state: 'investigating' }])
  })

  test('that came and went meanwhile has its incident all the same', async () => {
    breaks('payments', '2026-11-23T18:01:00Z', 120)
    await play('2026-11-23T18:30:00Z', { following: false })
    await follow()
    const [incident] = await list()
    expect(incident).toMatchObject({
      state: 'resolved',
      startedAt: at('2026-11-23T18:01:00Z'),
      resolvedAt: at('2026-11-23T18:03:00Z'),
    })
    expect(told(incident!)).toEqual(['investigating by automatic', 'resolved by automatic'])
    expect(incident!.updates[0]!.text).toContain('down from 23 Nov 2026, 10:01:00 PST (18:01:00 UTC) to')
    await follow()
    expect(await list()).toHaveLength(1)
  })

  test('is one incident, however many processes look at once', async () => {
    breaks('payments', '2026-11-23T18:01:00Z', 120)
    await play('2026-11-23T18:01:20Z', { following: false })
    await Promise.all(Array.from({ length: 8 }, follow))
    expect(await list()).toHaveLength(1)
    expect((await list())[0]!.updates).toHaveLength(1)
    await play('2026-11-23T18:14:00Z', { following: false })
    await Promise.all(Array.from({ length: 8 }, follow))
    expect(told((await list())[0]!)).toEqual(['investigating by automatic', 'resolved by automatic'])
  })

  test('that nobody measures any more is not taken to be over', async () => {
    breaks('payments', '2026-11-23T18:01:00Z', 60)
    await play('2026-11-23T18:01:40Z')
    await play('2026-11-23T18:30:00Z', { components: ['signin'] })
    expect((await list())[0]).toMatchObject({ state: 'investigating', resolvedAt: null })
    await play('2026-11-23T18:31:00Z')
    expect((await list())[0]).toMatchObject({ state: 'monitoring' })
  })

  test('of a component that is no longer watched does not stay open for ever', async () => {
    breaks('payments', '2026-11-23T18:01:00Z', 6_000)
    await play('2026-11-23T18:02:00Z')
    await watch(['signin', 'voting'])
    await play('2026-11-23T18:02:40Z', { components: ['signin', 'voting'] })
    const [incident] = await list()
    expect(incident!.state).toBe('monitoring')
    expect(incident!.spans[0]!.end).not.toBeNull()
  })
})

test('a slow critical component, or a failing other one, opens nothing by itself (row 2)', async () => {
  breaks('payments', '2026-11-23T18:01:00Z', 300, 'degraded')
  breaks('voting', '2026-11-23T18:01:00Z', 300)
  await play('2026-11-23T18:07:00Z')
  expect(await list()).toEqual([])
})

test('what was over before the machine first looked opens nothing; what still lasts does', async () => {
  await p.pool.query('delete from incident_watch')
  breaks('payments', '2026-11-23T18:01:00Z', 60)
  breaks('signin', '2026-11-23T18:01:00Z', 600)
  await play('2026-11-23T18:05:00Z', { following: false })
  await follow()
  await play('2026-11-23T18:06:00Z')
  expect(await list()).toMatchObject([{ title: 'Outage: Signing in', startedAt: at('2026-11-23T18:01:00Z') }])
})

test.each([
  [
    'when clocks go back',
    '2026-11-01T08:55:00Z',
    '2026-11-01T09:05:00Z',
    '1 Nov 2026, 01:55:00 PDT (08:55:00 UTC)',
    '1 Nov 2026, 01:05:00 PST (09:05:00 UTC)',
  ],
  [
    'when clocks go forward',
    '2027-03-14T09:55:00Z',
    '2027-03-14T10:05:00Z',
    '14 Mar 2027, 01:55:00 PST (09:55:00 UTC)',
    '14 Mar 2027, 03:05:00 PDT (10:05:00 UTC)',
  ],
])('in the night %s the times say which of the two they are', async (_, from, to, start, end) => {
  await p.close()
  await begin(at(from).subtract({ minutes: 1 }).toString())
  breaks('payments', from, (at(to).epochMilliseconds - at(from).epochMilliseconds) / 1_000)
  await play(at(to).add({ minutes: 11 }).toString())
  const [incident] = await list()
  expect(incident).toMatchObject({ startedAt: at(from), resolvedAt: at(to), state: 'resolved' })
  expect(incident!.updates[0]!.text).toContain(`down since ${start}.`)
  expect(incident!.updates[1]!.text).toContain(`since ${end}.`)
})

test('staff are written to once of an outage; its postmortem is owed within 7 days, and leads are reminded twice', async () => {
  await p.queue.start()
  for (const [name, role] of [
    ['ava', 'lead'],
    ['ben', 'agent'],
    ['vera', 'viewer'],
  ])
    await p.pool.query(
      `insert into person (id, name, email, email_verified, role, two_factor_enabled, created_at, updated_at)
       values ($1, $1, $2, true, $3, true, $4, $4)`,
      [name, `${name}@tractops.example`, role, String(p.clock.now())],
    )
  const mails = async () =>
    (
      await p.pool.query<{ line: string }>(
        `select kind || ' ' || to_address as line from outgoing_mail order by created_at, to_address`,
      )
    ).rows.map(({ line }) => line)
  breaks('payments', '2026-11-23T18:01:00Z', 60)
  await play('2026-11-23T18:13:00Z')
  const opened = ['incident.opened ava@tractops.example', 'incident.opened ben@tractops.example']
  expect(await mails()).toEqual(opened)
  expect(await inTransaction(p, ava, dueNext)).toMatchObject([
    { kind: 'incident.postmortem', at: at('2026-11-30T18:02:00Z') },
  ])
  const remind = () => inTransaction(p, INCIDENTS, (ctx) => remindOfPostmortems(ctx, about()))
  expect(await remind()).toBe(0)
  p.clock.set(at('2026-11-28T18:02:00Z'))
  expect([await remind(), await remind()]).toEqual([1, 0])
  p.clock.set(at('2026-11-30T18:02:00Z'))
  expect([await remind(), await remind()]).toEqual([1, 0])
  const owed = 'incident.postmortem_owed ava@tractops.example'
  expect(await mails()).toEqual([...opened, owed, owed])
})

test('a cause reaches over all that was measured in the incident, the flapping included', async () => {
  breaks('payments', '2026-11-23T18:01:00Z', 60)
  breaks('payments', '2026-11-23T18:07:00Z', 60)
  await play('2026-11-23T18:20:00Z')
  const window = { from: at('2026-11-23T00:00:00Z'), to: at('2026-11-24T00:00:00Z') }
  expect(await inTransaction(p, ava, (ctx) => incidentCauses(ctx, window))).toMatchObject([
    {
      components: ['payments'],
      start: at('2026-11-23T18:01:00Z'),
      end: at('2026-11-23T18:08:00Z'),
      cause: null,
    },
  ])
})

test('the machine goes on in the incident that its own was merged into', async () => {
  await play('2026-11-23T18:00:40Z')
  const { id } = await inTransaction(p, ava, (ctx) =>
    createIncident(ctx, {
      ...{ title: 'Our host is down', impact: 'major', state: 'identified', text: 'We wait.' },
      components: [],
      policies,
    }),
  )
  breaks('payments', '2026-11-23T18:01:00Z', 120)
  await play('2026-11-23T18:01:40Z')
  const automatic = (await list()).find((incident) => incident.automatic)!
  await inTransaction(p, ava, (ctx) => mergeIncidents(ctx, { incidentId: id, other: automatic.id }))
  await play('2026-11-23T18:20:00Z')
  const [incident, ...others] = await list()
  expect(others).toEqual([])
  expect(incident).toMatchObject({ id, impact: 'critical', resolvedAt: null })
  expect(incident!.updates.map(({ by, origin }) => [by, origin])).toEqual([
    ['Ava', null],
    ['automatic', automatic.id],
    ['automatic', null],
  ])
})
