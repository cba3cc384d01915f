import { gzipSync } from 'node:zlib'
import { measure } from '@tractops/sla'
import { describe, expect, test } from 'vitest'
import { monthOf, policy, scenes } from '../testing/scenes.ts'
import { incident, maintenance, NOTHING_TOLD, told, update } from '../testing/told.ts'
import { monthView } from '../view/month.ts'
import type { PublicIncident } from '../view/source.ts'
import { statusView } from '../view/view.ts'
import { incidentPage } from './incident-page.ts'
import { maintenancePage } from './maintenance-page.ts'
import { compact } from './markup.ts'
import { monthPage } from './month-page.ts'
import { incidentsPage, maintenancesPage } from './past-pages.ts'
import { statusPage } from './status-page.ts'

const now = scenes.told!.now
const at = (text: string) => Temporal.Instant.from(text)
const shown = (all: Partial<typeof told>) =>
  compact(statusPage(statusView({ ...scenes.up!, told: { ...NOTHING_TOLD, ...all } }), { stale: false }))
const h1 = (page: string) => /<h1>(.*?)<\/h1>/s.exec(page)?.[1]
const evil = "\"><script>alert(1)</script><img src=x onerror='alert(2)'>"

describe('/status, with what people tell', () => {
  test('an incident that is open and a maintenance under way are said in the first words, though everything is up', () => {
    expect(h1(shown({ incidents: told.incidents }))).toBe('One incident is open')
    expect(h1(shown({ maintenances: told.maintenances }))).toBe('Maintenance is under way')
    expect(h1(shown({ maintenances: told.maintenances.slice(1) }))).toBe('Everything works')
  })

  test('an active incident shows its latest update alone, and leads to all of them', () => {
    const page = shown({ incidents: told.incidents })
    expect(page).toContain('Stripe reports an outage of its API.')
    expect(page).not.toContain('have failed their checks since')
    expect(page).toContain(
      '<a href="/status/incidents/inc_0b8f6a52-6a0e-4d63-9a0f-3f1f6a1c9d01">All 2 updates',
    )
  })

  test('what was merged into another incident is not told beside it', () => {
    const page = shown({ incidents: told.incidents.map((one) => ({ ...one, resolvedAt: null })) })
    expect(page).toContain('Payments failed for some')
    expect(page).not.toContain('Sign-in failed')
  })

  test('announced maintenance is told in the contract’s zone first, with UTC for a reader elsewhere', () => {
    expect(shown({ maintenances: told.maintenances }).replace(/<.*?>/g, '')).toContain(
      '29 Nov, 02:00 to 04:00 PST29 Nov, 10:00 to 12:00 UTC',
    )
  })

  test('a vendor whose page could not be read is unknown, with the reason (row 23)', () => {
    const page = shown({ vendors: told.vendors }).replace(/<.*?>/g, '')
    expect(page).toContain('Unknown since')
    expect(page).toContain('Its page answered HTML instead of JSON.')
    expect(page).toContain('Major outage since')
  })

  test('with ten components, incidents, maintenances and vendors it is still at most 15 kB gzipped', () => {
    const view = statusView({ ...scenes.many!, told })
    expect(gzipSync(compact(statusPage(view, { stale: false }))).length).toBeLessThanOrEqual(15_000)
  })

  test('ten thousand incidents make a page of twenty, and lists that end', () => {
    const incidents = Array.from({ length: 10_000 }, (_, i) =>
      incident(
        { id: `inc_${i}`, title: `Outage ${i}`, resolvedAt: i < 5_000 ? null : at('2026-11-20T09:00:00Z') },
        '2026-11-20T08:00:00Z',
      ),
    )
    expect(shown({ incidents }).match(/<article class="interruption">/g)).toHaveLength(20)
    const list = compact(incidentsPage(incidents, now, policy.zone))
    expect(list.length).toBeLessThan(150_000)
    expect(list).toContain('Earlier ones of these days')
  })
})

describe('a page of an incident', () => {
  const pageOf = (one: PublicIncident, exclusions: Parameters<typeof incidentPage>[0]['exclusions'] = []) =>
    compact(incidentPage({ incident: one, exclusions, now, zone: policy.zone }))

  test('shows every update, what an update said before, who said it, and what was said late', () => {
    const [active, resolved] = told.incidents.map((one) => pageOf(one))
    expect(active).toMatch(/Identified.*Changed once.*Stripe has an outage\..*Investigating/s)
    expect(active).toContain('A third party: Stripe')
    expect(resolved).toMatch(/Written later, at.*09:02 UTC/s)
  })

  test('shows each exclusion that touches it, accepted or refused with its reason', () => {
    const row = { kind: 'vendor', start: '2026-11-23T13:50:00Z', end: '2026-11-23T14:00:00Z' } as const
    const page = pageOf(told.incidents[0]!, [
      { ...row, accepted: true, because: 'stripe reported a major outage', usedMs: 535_000 },
      { ...row, accepted: false, because: 'neon is unknown', usedMs: 0 },
    ]).replaceAll('\u00a0', ' ')
    expect(page).toMatch(
      /Third party: accepted.*stripe reported a major outage; 8 min 55 s of downtime excused/s,
    )
    expect(page).toMatch(/Third party: refused.*neon is unknown/s)
    expect(pageOf(told.incidents[0]!)).toContain('Not excluded')
  })

  test('shows text as text, wherever it came from', () => {
    const one = incident(
      {
        id: `inc_${evil}`,
        title: evil,
        components: [{ key: evil, name: evil }],
        cause: { kind: 'vendor', vendor: evil, by: evil, at: now },
        updates: [
          {
            ...update('resolved', '2026-11-23T13:00:00Z', ''),
            by: evil,
            edited: [{ at: now, by: evil, previousText: evil }],
          },
        ],
      },
      '2026-11-23T12:00:00Z',
    )
    for (const page of [
      pageOf(one),
      compact(incidentsPage([one], now, policy.zone)),
      shown({ incidents: [one] }),
    ])
      expect(page).not.toMatch(/<script|<img/)
  })
})

describe('a page of a maintenance', () => {
  test('says whether its notice was enough, with the reason (row 20), and that an overrun counts', () => {
    const late = maintenance(
      {
        id: 'mnt_1',
        title: evil,
        state: 'overrun',
        noticeEnough: false,
        because: 'announced 31 h ahead',
      },
      '2026-11-23T10:00:00Z',
      '2026-11-23T11:00:00Z',
    )
    const page = compact(maintenancePage(late, now, policy.zone))
    expect(page).toContain('Not enough: nothing of it is excluded')
    expect(page).toContain('announced 31 h ahead')
    expect(page).toContain('counts as downtime')
    expect(page).not.toContain('<script')
    expect(compact(maintenancesPage([late], now, policy.zone))).not.toContain('<script')
  })
})

test('a maintenance says when the last customer’s email was accepted, and of none that there was nobody to write to', () => {
  const publishedAt = at('2026-11-20T07:00:00Z')
  const page = (emailedAt: Temporal.Instant | null) => {
    const more = { id: 'mnt_1', title: 'Moving house', publishedAt, emailedAt }
    const one = maintenance(more, '2026-11-23T10:00:00Z', '2026-11-23T11:00:00Z')
    return compact(maintenancePage(one, now, policy.zone))
  }
  expect(page(at('2026-11-20T07:00:02Z'))).toContain('Last customer’s email accepted')
  expect(page(publishedAt)).toContain('there was no customer to write to')
  expect(page(publishedAt)).not.toContain('email accepted')
  expect(page(null)).not.toContain('email accepted')
})

test('a page of a month lists its exclusions with their reasons, its incidents and maintenances, and leads to its figures', () => {
  const figures = monthOf(scenes.season!.components, '2026-11', String(now))
  const notice = { start: at('2026-11-19T07:00:00Z'), end: at('2026-11-19T09:00:00Z') }
  const uptime = measure(policy, figures.period, {
    down: [...figures.down],
    maintenance: [
      { ...notice, publishedAt: at('2026-11-18T07:00:00Z'), emailedAt: at('2026-11-18T07:00:00Z') },
    ],
    now,
  })
  const page = compact(
    monthPage({
      view: monthView(policy, '2026-11', { ...figures, uptime }),
      uptime,
      incidents: told.incidents,
      maintenances: told.maintenances,
      declarations: [
        {
          ...{ id: 'fmj_1', start: at('2026-11-20T07:00:00Z'), end: at('2026-11-20T09:00:00Z') },
          ...{ html: '<p>An earthquake.</p>', declaredBy: 'Olga', publishedAt: at('2026-11-20T10:00:00Z') },
          withdrawn: { at: at('2026-11-21T10:00:00Z'), by: 'Olga', because: 'It was <none>.' },
        },
      ],
      page: 1,
      now,
      zone: policy.zone,
    }),
  )
  expect(h1(page)).toBe('November 2026')
  expect(page).toMatch(/Maintenance: refused.*24 h/s)
  expect(page).toMatch(/declared by Olga.*<p>An earthquake\.<\/p>.*Withdrawn by Olga.*It was &lt;none&gt;\./s)
  for (const words of ['Payments failed for some', 'New certificates', 'href="/status/history/2026-11.json"'])
    expect(page).toContain(words)
})

test('the share of first responses in time stands on the status page, each severity beside it', () => {
  const page = shown({}).replace(/<.*?>/g, '')
  expect(page).toContain('First responses in time')
  expect(page).toContain('66.6666')
  expect(page).toContain('P1: 1 of 1; P2: 0 of 1; P3: 1 of 1')
})
