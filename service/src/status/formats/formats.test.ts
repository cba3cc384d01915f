import { testPlatform } from '@tractops/platform/testing'
import { Statuspage } from 'statuspage.io'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { scenes } from '../testing/scenes.ts'
import { serveScene } from '../testing/serve-scene.ts'
import { told } from '../testing/told.ts'

const shown = scenes.told!
let platform: Awaited<ReturnType<typeof testPlatform>>
let site: Awaited<ReturnType<typeof serveScene>>

beforeAll(async () => {
  platform = await testPlatform({ now: shown.now })
  site = await serveScene(platform, () => shown)
})
afterAll(async () => {
  await site?.stop()
  await platform?.close()
})
const get = (path: string) => fetch(site.url + path)

describe('the Statuspage API, asked by a client made for Statuspage', () => {
  const client = () => {
    const statuspage = new Statuspage('tractops')
    statuspage.setApiUrl(`${site.url}/status`)
    return statuspage.api
  }

  test('tells the indicator, and every component with its state', async () => {
    const { status, page } = await client().getStatus()
    expect(status).toEqual({ indicator: 'critical', description: 'Payments are down' })
    expect(page).toMatchObject({ url: `${site.url}/status`, time_zone: 'America/Los_Angeles' })
    const { components } = await client().getComponents()
    expect(Object.fromEntries(components.map((one) => [one.id, one.status]))).toEqual({
      home: 'operational',
      'sign-in': 'operational',
      payments: 'major_outage',
      dashboard: 'under_maintenance',
      voting: 'operational',
    })
  })

  test('tells incidents with their updates, the latest first, and those unresolved alone', async () => {
    const { incidents } = await client().incidents.getAll()
    expect(incidents.map((one) => [one.name, one.status, one.impact])).toEqual([
      ['Payments cannot be made', 'identified', 'critical'],
      ['Payments failed for some', 'resolved', 'major'],
    ])
    expect(incidents[0]!.incident_updates.map((one) => [one.status, one.display_at])).toEqual([
      ['identified', '2026-11-23T13:58:30.000Z'],
      ['investigating', '2026-11-23T13:51:07.000Z'],
    ])
    const { status } = await fetch(incidents[0]!.shortlink)
    expect(status).toBe(200)
    const unresolved = await client().incidents.getUnresolved()
    expect(unresolved.incidents.map((one) => one.id)).toEqual([told.incidents[0]!.id])
  })

  test('tells maintenance that is to come, is under way, or was', async () => {
    const listed = async (name: string) =>
      (await (await get(`/status/api/v2/${name}.json`)).json()) as {
        scheduled_maintenances: { status: string; name: string; impact: string }[]
      }
    // The client asks for the upcoming ones whichever it is asked for, so that the other two are fetched here.
    const all = await listed('scheduled-maintenances')
    expect(all.scheduled_maintenances.map((one) => one.status)).toEqual([
      'in_progress',
      'scheduled',
      'completed',
    ])
    const upcoming = await client().scheduledMaintenances.getUpcoming()
    expect(upcoming.scheduled_maintenances).toMatchObject([
      { scheduled_for: '2026-11-29T10:00:00.000Z', scheduled_until: '2026-11-29T12:00:00.000Z' },
    ])
    const active = await listed('scheduled-maintenances/active')
    expect(active.scheduled_maintenances).toMatchObject([{ name: 'Faster charts', impact: 'maintenance' }])
  })

  test('sums everything up, for a browser of any origin', async () => {
    const summary = await client().getSummary()
    expect(summary.components).toHaveLength(5)
    expect([summary.incidents.length, summary.scheduled_maintenances.length]).toEqual([1, 2])
    const reply = await get('/status/api/v2/summary.json')
    expect(reply.headers.get('access-control-allow-origin')).toBe('*')
    expect(reply.headers.get('content-type')).toContain('application/json')
  })
})

describe('feeds', () => {
  test.each(['atom', 'rss'])(
    '%s gives each entry an id and a date of its own, and hostile texts stay text',
    async (name) => {
      const fresh = await serveScene(platform, () => scenes.hostile!)
      try {
        const reply = await fetch(`${fresh.url}/status/feed.${name}`)
        expect(reply.headers.get('content-type')).toBe(`application/${name}+xml; charset=utf-8`)
        const text = await reply.text()
        expect(text).not.toContain('<script>alert')
        const ids = [...text.matchAll(/<(?:id|guid[^>]*)>(urn:uuid:[0-9a-f-]{36})</g)].map(([, id]) => id)
        expect(new Set(ids).size).toBe(6)
        expect(text).toContain(name === 'atom' ? '<updated>2026-11-23T' : 'Mon, 23 Nov 2026')
      } finally {
        await fresh.stop()
      }
    },
  )

  test('JSON Feed is of version 1.1, the latest changed first', async () => {
    const feed = (await (await get('/status/feed.json')).json()) as { items: { date_modified: string }[] }
    expect(feed).toMatchObject({
      version: 'https://jsonfeed.org/version/1.1',
      feed_url: `${site.url}/status/feed.json`,
      language: 'en',
      authors: [{ name: 'TractOps' }],
    })
    expect(feed.items[0]).toMatchObject({
      id: expect.stringMatching(/^urn:uuid:/),
      url: expect.stringMatching(/\/status\/(incidents|maintenance)\//),
      content_html: expect.any(String),
    })
    const dates = feed.items.map((item) => item.date_modified)
    expect(dates).toEqual(dates.toSorted().toReversed())
  })
})

describe('a badge', () => {
  test('says by word how everything is, or one component', async () => {
    const words = async (query: string) => {
      const text = await (await get(`/status/badge.svg${query}`)).text()
      return /aria-label="(.*?)"/.exec(text)?.[1]
    }
    expect(await words('')).toBe('TractOps: down')
    expect(await words('?component=voting&style=flat-square')).toBe('Voting: up')
    expect(await words('?component=dashboard&style=for-the-badge')).toBe('DASHBOARD: MAINTENANCE')
  })

  test('is refused for a component or a style that is not there', async () => {
    expect((await get('/status/badge.svg?component=%3Cscript%3E')).status).toBe(404)
    expect((await get('/status/badge.svg?style=round')).status).toBe(400)
  })
})

test('the line to embed may be framed by anyone, and runs nothing', async () => {
  const reply = await get('/status/embed')
  expect(reply.headers.get('content-security-policy')).toContain('frame-ancestors *')
  expect(reply.headers.get('x-frame-options')).toBe(null)
  const page = await reply.text()
  expect(page).toContain('TractOps: Payments are down')
  expect(page).not.toContain('<script')
})
