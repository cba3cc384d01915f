import { readFileSync } from 'node:fs'
import { AxeBuilder } from '@axe-core/playwright'
import { createHttpApp, type Listening, listen, type ManualClock, systemClock } from '@tractops/platform'
import { type TestPlatform, testPlatform } from '@tractops/platform/testing'
import { defaultPolicies } from '@tractops/sla'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { launchBrowser } from '../../../test/browser/launch.ts'
import { accountsRoutes } from '../accounts/index.ts'
import { hire, Visitor } from '../accounts/testing/visitor.ts'
import { consoleRoutes } from '../console/index.ts'
import { startVendors, type Vendors, vendorsRoutes } from './index.ts'
import { pageAt, pollerOf } from './testing/poller.ts'
import { incidentIo, statuspage } from './testing/recorded.ts'
import { vendorServer } from './testing/vendor-server.ts'

/*
 * The console is looked at now, so what vendors reported happened in the last two hours: Vercel had an outage that is over, Neon has
 * one, Stripe answers HTML, and Resend is well.
 */
const policies = defaultPolicies()
let p: TestPlatform
let server: Awaited<ReturnType<typeof vendorServer>>
let vendors: Vendors
let listening: Listening
let browser: Browser
let url: string
let visitor: Visitor

beforeAll(async () => {
  const start = systemClock.now().subtract({ hours: 2 })
  p = await testPlatform({ now: start })
  server = await vendorServer()
  await report(start)
  const now = { ...p, clock: systemClock }
  const site = (format: 'statuspage' | 'incident-io', path: string) => ({ format, urls: [server.url + path] })
  const page = (vendor: string, of: ReturnType<typeof site>) => ({
    vendor,
    site: of,
    page: null,
    components: [],
    regions: [],
    everyMs: 3_600_000,
    allowPrivate: ['127.0.0.1'],
  })
  const pages = [
    page('vercel', site('statuspage', '/api/v2/summary.json')),
    page('stripe', site('statuspage', '/html')),
    page('neon', site('incident-io', '/neon')),
    page('resend', site('incident-io', '/resend')),
  ]
  vendors = await startVendors(now, { policies, config: { poll: true, pages } })
  const app = createHttpApp(now, { title: 'test', version: '0', description: 'test' })
  app.route('/', accountsRoutes(now))
  app.route('/', vendorsRoutes(now, { policies, vendors }))
  app.route('/', consoleRoutes(now))
  listening = await listen(app, '127.0.0.1', 0)
  url = listening.url.replace('127.0.0.1', 'localhost')
  const { email } = await hire(now, 'agent', 'Ben')
  visitor = new Visitor({ request: (path, init) => fetch(path.replace('http://localhost', url), init) })
  visitor.headers = { ...visitor.headers, origin: url }
  await visitor.password(email)
  await visitor.enrolTotp()
  const settled = async () =>
    (await visitor.ask('GET', '/api/v1/vendors')).body.items.every((one: { askedAt: unknown }) => one.askedAt)
  await vi.waitUntil(settled, { timeout: 20_000 })
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser?.close()
  await listening?.close(0)
  await vendors?.stop()
  await server?.close()
  await p?.close()
})

async function report(start: Temporal.Instant) {
  const poller = await pollerOf(p, pageAt(server.url, { everyMs: 3_600_000 }))
  for (const [minute, statuses] of [
    [0, {}],
    [10, { API: 'major_outage', Builds: 'degraded_performance' }],
    [45, {}],
  ] as const) {
    const at = start.add({ seconds: minute * 60 })
    ;(p.clock as ManualClock).set(at)
    server.serve('/api/v2/summary.json', statuspage(statuses, { updated_at: at.toString() }))
    await poller.poll()
  }
  const updated = { last_update_at: systemClock.now().toString() }
  server.serve('/html', '<!doctype html><h1>We are down for maintenance</h1>')
  server.serve('/resend', incidentIo())
  server.serve('/neon', { ...incidentIo(updated), page_title: 'Neon', page_url: 'https://neonstatus.com' })
}

async function visit(
  path: string,
  look: { width?: number; colorScheme?: 'light' | 'dark' },
  then: (page: Page) => Promise<void>,
) {
  const { width = 1440, colorScheme = 'light' } = look
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    colorScheme,
    reducedMotion: 'reduce',
    acceptDownloads: true,
  })
  await context.addCookies([...visitor.cookies].map(([name, value]) => ({ name, value, url })))
  try {
    const page = await context.newPage()
    const complaints: string[] = []
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
    page.on('pageerror', (error) => complaints.push(error.message))
    await page.goto(url + path)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await then(page)
    expect(complaints).toEqual([])
  } finally {
    await context.close()
  }
}

describe('vendors in the console', () => {
  const looks = ['/console/vendors', '/console/vendors/vercel', '/console/vendors/stripe'].flatMap((path) =>
    ([390, 1440] as const).flatMap((width) =>
      (['light', 'dark'] as const).map((colorScheme) => ({ path, width, colorScheme })),
    ),
  )

  test.each(looks)(
    '$path at $width px, $colorScheme: axe finds nothing, and nothing sticks out',
    async (look) => {
      await visit(look.path, look, async (page) => {
        await page
          .getByText(/Last read|Never read/)
          .first()
          .waitFor()
        const { violations } = await new AxeBuilder({ page }).analyze()
        expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]!.html}`)).toEqual([])
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(look.width)
        const { SCREENSHOTS } = process.env
        const name = `${look.path.replaceAll('/', '-').slice(1)}-${look.width}-${look.colorScheme}.png`
        if (SCREENSHOTS !== undefined)
          await page.screenshot({ path: `${SCREENSHOTS}/${name}`, fullPage: true })
      })
    },
  )

  test('the whole in a sentence, an outage before all, and an unread page as unknown with its reason', async () => {
    await visit('/console/vendors', {}, async (page) => {
      await page.getByRole('heading', { level: 1, name: 'Neon reports an outage' }).waitFor()
      const rows = await page.getByRole('main').getByRole('listitem').allInnerTexts()
      expect(rows.map((row) => row.split('\n')[0])).toEqual([
        'major outage',
        'unknown',
        'operational',
        'operational',
      ])
      expect(rows[1]).toContain('Because the page answered HTML instead of JSON.')
    })
  })

  test('what was reported, whether it can excuse anything, and its evidence to download as it came', async () => {
    await visit('/console/vendors/vercel', {}, async (page) => {
      const outage = page.getByRole('listitem').filter({ hasText: 'major outage' }).first()
      await outage
        .getByText('Can excuse downtime that it caused: Vercel reported a major outage on "API".')
        .waitFor()
      await page.getByText('Excuses nothing: Vercel reported degraded performance').waitFor()
      await outage.getByText('Evidence').click()
      const started = page.waitForEvent('download')
      await outage.getByRole('link', { name: /bytes/ }).first().click()
      const download = await started
      expect(download.suggestedFilename()).toMatch(/^vercel-\d{8}T\d{6}Z-[0-9a-f]{12}\.bin$/)
      expect(JSON.parse(readFileSync(await download.path(), 'utf8')).page.name).toBe('Vercel')
    })
  })

  test('an agent asks now, by keyboard, and sees what changed', async () => {
    await visit('/console/vendors/resend', {}, async (page) => {
      await page.getByText('operational').first().waitFor()
      server.serve('/resend', incidentIo({ last_update_at: systemClock.now().toString() }))
      await page.getByRole('button', { name: 'Ask now' }).focus()
      await page.keyboard.press('Enter')
      await page.getByText('Asked just now.').waitFor()
      await page.getByText('major outage').first().waitFor()
    })
    server.serve('/resend', incidentIo())
    await vendors.pollNow({ kind: 'system', name: 'test' }, 'resend')
  })
})
