import { AxeBuilder } from '@axe-core/playwright'
import { testPlatform } from '@tractops/platform/testing'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser } from '../../../test/browser/launch.ts'
import { scenes } from './testing/scenes.ts'
import { serveScene } from './testing/serve-scene.ts'

describe('the public pages in a browser', () => {
  let browser: Browser
  let platform: Awaited<ReturnType<typeof testPlatform>>

  beforeAll(async () => {
    platform = await testPlatform({ now: scenes.season!.now })
    browser = await launchBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await platform?.close()
  })

  async function visit(
    scene: string,
    path: string,
    look: { width?: number; colorScheme?: 'light' | 'dark' },
    then: (page: Page) => Promise<void>,
  ): Promise<void> {
    const site = await serveScene(
      platform,
      () => scenes[scene]!,
      scene === 'fresh' ? 'http://127.0.0.1:3100' : undefined,
    )
    const { width = 1440, colorScheme = 'light' } = look
    const context = await browser.newContext({
      viewport: { width, height: 900 },
      colorScheme,
      reducedMotion: 'reduce',
    })
    try {
      const page = await context.newPage()
      const complaints: string[] = []
      page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
      await page.goto(site.url + path)
      await then(page)
      expect(complaints).toEqual([])
    } finally {
      await context.close()
      await site.stop()
    }
  }

  const places = ['fresh', 'season', 'down', 'degraded', 'long'].map((scene) => [scene, '/status'])
  const more = [
    'status',
    'status/incidents',
    'status/incidents/inc_0b8f6a52-6a0e-4d63-9a0f-3f1f6a1c9d01',
    'status/maintenance',
    'status/maintenance/mnt_7d3c1f60-5a4b-4b8e-8f5e-2f0f5e6f7a03',
    'status/history/2026-11',
    'status/embed',
    'status/subscribe',
  ].map((path) => ['told', `/${path}`])
  const all = [...places, ['season', '/sla'], ['fresh', '/sla'], ['season', '/status/history'], ...more] as [
    string,
    string,
  ][]
  const looks = all.flatMap(([scene, path]) =>
    (['light', 'dark'] as const).map((colorScheme) => ({ scene, path, colorScheme })),
  )

  test.each(looks)(
    'axe finds nothing on $path in the scene "$scene", $colorScheme',
    async ({ scene, path, colorScheme }) => {
      await visit(scene, path, { colorScheme }, async (page) => {
        await page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
        const { violations } = await new AxeBuilder({ page })
          .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
          .analyze()
        expect(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(' ')}`)).toEqual([])
      })
    },
  )

  test.each(all)('the scene "%s" fits %s into 320 px without scrolling sideways', async (scene, path) => {
    await visit(scene, path, { width: 320 }, async (page) => {
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(320)
    })
  })

  test('by keyboard alone: past the navigation, and to every day of every component', async () => {
    await visit('season', '/status', {}, async (page) => {
      await page.keyboard.press('Tab')
      expect(await page.locator(':focus').textContent()).toBe('Skip to the content')
      await page.keyboard.press('Enter')
      await page.keyboard.press('Tab')
      expect(await page.locator(':focus').textContent()).toBe('Day by day, Application')
      await page.keyboard.press('Enter')
      expect(await page.getByRole('cell', { name: 'down 11 min 20 s' }).isVisible()).toBe(true)
      for (const name of ['Sign-in', 'Payments', 'Dashboard', 'Voting']) {
        await page.keyboard.press('Tab')
        expect(await page.locator(':focus').textContent()).toBe(`Day by day, ${name}`)
      }
    })
  })

  test.each(['atom', 'rss'])('the %s feed is well formed XML, with hostile texts in it', async (name) => {
    await visit('hostile', '/status', {}, async (page) => {
      const wrong = await page.evaluate(
        `fetch('/status/feed.${name}').then((r) => r.text()).then((text) => {
          const error = new DOMParser().parseFromString(text, 'application/xml').querySelector('parsererror')
          return error === null ? null : error.textContent
        })`,
      )
      expect(wrong).toBe(null)
    })
  })

  test('the month’s uptime is the largest text of the page', async () => {
    await visit('season', '/status', {}, async (page) => {
      const largest = await page.evaluate(
        `[...document.querySelectorAll('main *')]
          .map((e) => [Number.parseFloat(getComputedStyle(e).fontSize), e.className])
          .reduce((a, b) => (b[0] > a[0] ? b : a))[1]`,
      )
      expect(largest).toBe('figure')
    })
  })

  test('the states differ by shape, and not by colour alone', async () => {
    await visit('season', '/status', {}, async (page) => {
      const [up, down] = await Promise.all(
        ['.days .u', '.days .d'].map((bar) => page.locator(bar).last().boundingBox()),
      )
      expect(down!.height).toBeGreaterThan(up!.height * 1.4)
      const hatch = await page.evaluate(
        `getComputedStyle(document.querySelector('.days .g')).backgroundImage`,
      )
      expect(hatch).toContain('repeating-linear-gradient')
    })
  })
})
