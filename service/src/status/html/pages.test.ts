import { gzipSync } from 'node:zlib'
import { agreementOf } from '@tractops/sla'
import { describe, expect, test } from 'vitest'
import { policy, scene, scenes } from '../testing/scenes.ts'
import { statusView } from '../view/view.ts'
import { lengthText, percentShown, timesOf } from './format.ts'
import { historyPage } from './history-page.ts'
import { compact } from './markup.ts'
import { slaLive } from './sla-live.ts'
import { slaPage } from './sla-page.ts'
import { statusPage } from './status-page.ts'

const statusOf = (name: string, notes = {}) =>
  compact(statusPage(statusView(scenes[name]!), { stale: false, ...notes }))
const slaOf = (name: string) => {
  const view = statusView(scenes[name]!)
  return compact(slaPage(agreementOf(policy), slaLive(view, scenes[name]!.monthToDate.uptime)))
}
const h1 = (page: string) => /<h1>(.*?)<\/h1>/s.exec(page)?.[1]

describe('/status', () => {
  test.each([
    ['up', 'Everything works'],
    ['fresh', 'Everything works'],
    ['down', 'Payments are down'],
    ['degraded', 'Voting is degraded'],
    ['nothing', 'Nothing is being measured right now'],
    ['empty', 'Nothing is watched yet'],
  ])('the scene "%s" reads "%s"', (name, words) => {
    expect(h1(statusOf(name))).toBe(words)
  })

  test('several troubles are told in one sentence, the worst first', () => {
    const troubled = (key: string, name: string, state: 'down' | 'degraded') => ({
      key,
      name,
      critical: true,
      troubles: [{ at: '2026-11-23T13:00:00Z', forMs: null, state }],
    })
    const input = scene(
      [
        troubled('a', 'Voting', 'degraded'),
        troubled('b', 'Sign-in', 'down'),
        troubled('c', 'Payments', 'down'),
      ],
      '2026-01-01T00:00:00Z',
      '2026-11-23T14:00:00Z',
    )
    expect(h1(compact(statusPage(statusView(input), { stale: false })))).toBe(
      'Sign-in and Payments are down; Voting is degraded',
    )
  })

  test('names, descriptions and reasons from outside are shown as text, never as markup', () => {
    const evil = "\"><script>alert(1)</script><img src=x onerror='alert(2)'>"
    const input = scene(
      [
        {
          key: evil,
          name: evil,
          description: evil,
          critical: true,
          troubles: [{ at: '2026-11-23T13:00:00Z', forMs: null, state: 'down', reason: evil }],
        },
      ],
      '2026-01-01T00:00:00Z',
      '2026-11-23T14:00:00Z',
    )
    const view = statusView(input)
    for (const page of [
      statusPage(view, { stale: false, practiceUrl: evil }),
      slaPage(agreementOf(policy), slaLive(view, input.monthToDate.uptime)),
    ]) {
      expect(compact(page)).not.toMatch(/<script|<img/)
      expect(compact(page)).toContain('&quot;&gt;&lt;script&gt;')
    }
  })

  test('with ten components and ninety days the page is at most 15 kB gzipped, and is one request', () => {
    const page = statusOf('many')
    expect(gzipSync(page).length).toBeLessThanOrEqual(15_000)
    expect(page.match(/<i class=[ugdpn] /g)).toHaveLength(900)
    expect(page).not.toMatch(/<script|<link rel="stylesheet"|<img|@import|url\(|style="/)
  })

  test('it says that it watches a practice application only where it does', () => {
    expect(statusOf('up')).not.toContain('practice')
    expect(statusOf('up', { practiceUrl: 'http://127.0.0.1:3100' })).toContain(
      '<a href="http://127.0.0.1:3100">',
    )
  })

  test('data that could not be read again is shown with its age', () => {
    expect(statusOf('up', { stale: true })).toMatch(/cannot be read just now.*As of.*14:03:20 UTC/s)
  })

  test('every bar says its day in words, and the same days stand in a table', () => {
    const page = statusOf('season')
    expect(page).toContain('title="19 Nov: down 15\u00a0min, up 23\u00a0h 45\u00a0min"')
    expect(page).toContain('<th scope="row">19 Nov</th><td>down 15\u00a0min, up 23\u00a0h 45\u00a0min</td>')
  })
})

describe('/sla', () => {
  test('all 36 meanings stand in it, each with its value and reason', () => {
    const page = slaOf('up')
    for (let row = 1; row <= 36; row += 1) expect(page).toContain(`id="row-${row}"`)
    for (const { because } of Object.values(policy.meanings))
      expect(page).toContain(because.replaceAll("'", '&#39;'))
  })

  test('a missed month shows the credit of its tier, and unmeasured time that nothing is decided yet', () => {
    expect(slaOf('missed')).toContain('10 % of the monthly fee')
    expect(slaOf('missed')).not.toContain('has still to be settled')
    expect(slaOf('fresh')).toContain('has still to be settled')
  })
})

test('/status/history shows a month with its figures, and says what to expect while there is none', () => {
  const { month } = statusView(scenes.season!)
  expect(compact(historyPage([{ ...month, excludedDownMs: 0 }]))).toMatch(
    /November 2026.*99\.9169.*26.min 40.s/s,
  )
  expect(compact(historyPage([]))).toContain('The first figure appears')
})

describe('words for figures', () => {
  test('a percentage loses decimals that say nothing and is never rounded (row 8)', () => {
    expect(['100.0000', '99.4999', '99.5000', '99.9999'].map(percentShown)).toEqual([
      '100',
      '99.4999',
      '99.5000',
      '99.9999',
    ])
  })

  test('a length is told in whole units, truncated', () => {
    expect(
      [0, 999, 59_999, 12_978_000, 86_400_000, 90_061_000].map((ms) =>
        lengthText(ms).replaceAll('\u00a0', ' '),
      ),
    ).toEqual(['0 s', '0 s', '59 s', '3 h 36 min 18 s', '1 d', '1 d 1 h 1 min'])
  })

  test('an instant is told in UTC with Pacific time beside it, each with its own day and its own zone', () => {
    const times = timesOf(Temporal.Instant.from('2027-01-02T00:00:00Z'), policy.zone)
    const text = (at: string) => String(times.when(Temporal.Instant.from(at))).replace(/<.*?>/g, '')
    expect(text('2026-11-01T08:30:00Z')).toBe('1 Nov 2026, 08:30:00 UTC (01:30:00 PDT)')
    expect(text('2026-11-01T09:30:00Z')).toBe('1 Nov 2026, 09:30:00 UTC (01:30:00 PST)')
    expect(text('2027-01-01T03:00:00Z')).toBe('1 Jan, 03:00:00 UTC (31 Dec 2026, 19:00:00 PST)')
  })
})
