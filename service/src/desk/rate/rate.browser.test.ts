import { AxeBuilder } from '@axe-core/playwright'
import { createHttpApp, listen } from '@tractops/platform'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../../../../test/browser/launch.ts'
import { at, type DeskStage, openDeskStage } from '../../../test/desk-stage.ts'
import { deskRoutes } from '../http/routes.ts'
import { closeTicket } from '../tickets/close-ticket.ts'
import { ratingLink } from './rating-link.ts'

let browser: Browser
let stage: DeskStage
let site: Awaited<ReturnType<typeof listen>>
beforeAll(async () => {
  stage = await openDeskStage(at('2026-11-23T18:00:00Z'))
  const app = createHttpApp(stage.p)
  app.route('/', deskRoutes(stage.p, stage.desk))
  site = await listen(app, '127.0.0.1', 0)
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser?.close()
  await site?.close(0)
  await stage?.close()
})

test.each([
  ['light', 1440],
  ['dark', 390],
] as const)(
  'Carla says by keyboard how it was, on the page of a mail’s link (%s, %i px)',
  async (colorScheme, width) => {
    const { id } = await stage.asks({ subject: `A question ${'with a long subject '.repeat(8)}` })
    await stage.doing((ctx) => closeTicket(ctx, stage.desk, { ticketId: id }))
    const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme })
    try {
      const page = await context.newPage()
      const complaints: string[] = []
      page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
      const looks = async () => {
        expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
        const tooWide = 'document.documentElement.scrollWidth > document.documentElement.clientWidth'
        expect(await page.evaluate(tooWide)).toBe(false)
      }
      await page.goto(site.url + new URL(ratingLink(stage.desk, id)).pathname)
      await looks()
      await page.keyboard.press('Tab')
      await page.keyboard.press('Space')
      for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowDown')
      await page.keyboard.press('Tab')
      await page.keyboard.type('Quick, and kind.')
      await page.keyboard.press('Tab')
      await page.keyboard.press('Enter')
      await page.getByRole('heading', { name: 'Thank you' }).waitFor()
      await looks()
      expect(await page.getByRole('radio', { name: '4: mostly' }).isChecked()).toBe(true)
      expect(await stage.row(id)).toMatchObject({ rating: 4, ratingComment: 'Quick, and kind.' })
      expect(complaints).toEqual([])
    } finally {
      await context.close()
    }
  },
)
