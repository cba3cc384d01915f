import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { smtpServer, type TestSmtpServer } from '@tractops/platform/testing'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser } from '../../test/browser/launch.ts'
import { composeService } from '../../test/compose-service.ts'
import { ROOT } from '../../test/root.ts'

let service: Awaited<ReturnType<typeof composeService>>
let mails: TestSmtpServer
let browser: Browser
let context: BrowserContext
const EMAIL = 'carla@example.com'

beforeAll(async () => {
  execFileSync(process.execPath, [join(ROOT, 'scripts/build-web.mjs')])
  mails = await smtpServer()
  service = await composeService({ smtpUrl: mails.url })
  browser = await launchBrowser()
  const entered = await service.sessions.lead.ask('POST', '/api/v1/customers', {
    ...{ name: 'Harbor View HOA', plan: 'premium', billing: 'annual', units: 100, start: '2026-01-01' },
    contacts: [{ name: 'Carla', email: EMAIL, role: 'president' }],
  })
  expect(entered.status).toBe(201)
  context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' })
})
afterAll(async () => {
  await browser?.close()
  await service?.close()
  await mails?.close()
})

const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { name, level: 1 }).waitFor()

/** The newest mail to Carla with such a subject, once it is there. */
async function mailed(subject: RegExp): Promise<string> {
  const found = () => mails.mails.findLast((mail) => subject.test(mail.subject ?? ''))?.text
  await expect.poll(found, { timeout: 30_000 }).toBeTruthy()
  return found()!
}

/** Carla's browser; her page may not complain, above all not of its policy. */
async function asCarla(path: string, then: (page: Page) => Promise<void>): Promise<void> {
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error' && !/status of 4\d\d/.test(message.text())) complaints.push(message.text())
  })
  page.setDefaultTimeout(20_000)
  await page.goto(service.url + path)
  await then(page)
  expect(complaints).toEqual([])
  await page.close()
}

async function expectReadable(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const)
    for (const width of [390, 1440]) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await page.setViewportSize({ width, height: 900 })
      const { violations } = await new AxeBuilder({ page }).analyze()
      expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([])
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
    }
  await page.setViewportSize({ width: 1440, height: 900 })
}

describe('a customer in the portal', () => {
  test('signs in by a link in a mail, which opening it does not spend, and by keyboard alone', async () => {
    await asCarla('/portal', async (page) => {
      await heading(page, 'Your questions')
      await expectReadable(page)
      await page.getByLabel('Email').fill(EMAIL)
      await page.keyboard.press('Enter')
      await heading(page, 'Look into your mail')
      await expectReadable(page)
    })
    const link = /http\S+\/portal\/enter#[\w-]+/.exec(await mailed(/link to sign in/))![0]
    const path = link.slice(link.indexOf('/portal'))
    for (let i = 0; i < 2; i += 1) await asCarla(path, (page) => heading(page, 'Welcome'))
    await asCarla(path, async (page) => {
      await heading(page, 'Welcome')
      await expectReadable(page)
      await page.keyboard.press('Enter')
      await page.getByText('You have asked nothing yet').waitFor()
      await expectReadable(page)
    })
    await asCarla(path, async (page) => {
      await page.getByRole('button', { name: 'Sign in' }).click()
      await page.getByText('This link was used before').waitFor()
    })
  })

  test('asks with a file, sees when an answer is due, is answered, sees that it was kept, and says how it was', async () => {
    await asCarla('/portal', async (page) => {
      await page.waitForResponse('**/portal/api/events')
      await page.getByRole('link', { name: 'Ask something' }).click()
      await heading(page, 'Ask something')
      await page.getByLabel('How something is done').check()
      await page.getByText('We would take this as P3, normal').waitFor()
      await page.getByLabel('The application is down').check()
      await page.getByText('That wakes somebody within minutes').waitFor()
      await expectReadable(page)
      await page.getByLabel('How something is done').check()
      await page.getByLabel('In a few words').fill('The roof levy')
      await page.getByLabel('What happened').fill('How do I export it by unit?')
      const file = { name: 'levy.csv', mimeType: 'text/csv', buffer: Buffer.from('unit,levy\n1,200\n') }
      await page.locator('input[type=file]').setInputFiles(file)
      await page.getByText('Leave out levy.csv').waitFor()
      await page.getByRole('button', { name: 'Send it' }).click()
      await heading(page, 'The roof levy')
      await page.getByText('An answer is due in').waitFor()
      await page.getByText('of business time: at the latest').waitFor()
      await page.getByRole('link', { name: 'levy.csv' }).waitFor()
      await expectReadable(page)
      const id = page.url().split('/').at(-1)!
      await page.clock.install()
      await page.reload()
      await page.waitForResponse('**/portal/api/events')
      await heading(page, 'The roof levy')
      await page.clock.pauseAt(Date.now() + 2_000)
      const answer = { public: true, text: 'Under **Export**, by unit.' }
      const answered = await service.sessions.agent.ask('POST', `/api/v1/tickets/${id}/messages`, answer)
      expect(answered.status).toBe(201)
      await mailed(/^Re: .*roof levy/)
      // It is told over the line: the page is not loaded again, and its own time is let go on for less than until it asks by itself.
      await expect
        .poll(
          async () => {
            await page.clock.runFor(20)
            return page.getByText('First answered').count()
          },
          { timeout: 30_000, interval: 50 },
        )
        .toBe(1)
      await page.clock.resume()
      await page.getByText('Kept', { exact: true }).waitFor()
      await page.getByText('We have answered; it is your turn.').waitFor()
      expect(await page.locator('.messages strong').filter({ hasText: 'Export' }).count()).toBe(1)
      await expectReadable(page)
      await page.getByLabel('Write more').fill('Found it, thank you.')
      await page.getByRole('button', { name: 'Send it' }).click()
      await page.getByRole('list', { name: 'Messages' }).getByText('Found it, thank you.').waitFor()
      await page.getByRole('button', { name: 'This is done: close it' }).click()
      await page.getByText('It is closed.').waitFor()
      await page.getByLabel('5: very good').check()
      await page.getByRole('button', { name: 'Say so' }).click()
      await page.getByText('Thank you. It is kept.').waitFor()
      await expectReadable(page)
      await page.getByRole('link', { name: 'Your questions' }).click()
      await page.getByText('answered in time').waitFor()
      await expectReadable(page)
    })
  })

  test('asks, writes more, closes and says how it was by keyboard alone', async () => {
    await asCarla('/portal', async (page) => {
      await heading(page, 'Your questions')
      const at = (name: string) =>
        page
          .evaluate(() => document.activeElement?.textContent || document.activeElement?.id || '')
          .then((text) => text.includes(name))
      const tabTo = async (name: string) => {
        for (let i = 0; i < 30; i += 1) {
          await page.keyboard.press('Tab')
          if (await at(name)) return
        }
        throw new Error(`No tab leads to ${name}.`)
      }
      const typeIn = async (label: string, text: string) => {
        const field = page.getByLabel(label)
        for (let i = 0; i < 30 && !(await field.evaluate((one) => one === document.activeElement)); i += 1)
          await page.keyboard.press('Tab')
        await page.keyboard.type(text)
        expect(await field.inputValue()).toBe(text)
      }
      await page.keyboard.press('Tab')
      expect(await at('Skip to the page')).toBe(true)
      await tabTo('Ask something')
      await page.keyboard.press('Enter')
      await heading(page, 'Ask something')
      await page.getByRole('radio').first().focus()
      await page.keyboard.press('Space')
      await page.keyboard.press('ArrowDown')
      expect(await page.getByLabel('Something does not work for me').isChecked()).toBe(true)
      await typeIn('In a few words', 'The gate')
      await typeIn('What happened', 'It does not open.')
      await page.reload()
      await heading(page, 'Ask something')
      expect(await page.getByLabel('In a few words').inputValue()).toBe('The gate')
      expect(await page.getByLabel('Something does not work for me').isChecked()).toBe(true)
      await tabTo('Send it')
      await page.keyboard.press('Enter')
      await heading(page, 'The gate')
      await typeIn('Write more', 'It does now.')
      await page.reload()
      await heading(page, 'The gate')
      expect(await page.getByLabel('Write more').inputValue()).toBe('It does now.')
      await tabTo('Send it')
      await page.keyboard.press('Enter')
      await page.getByRole('list', { name: 'Messages' }).getByText('It does now.').waitFor()
      expect(await page.getByLabel('Write more').inputValue()).toBe('')
      await tabTo('This is done: close it')
      await page.keyboard.press('Enter')
      await page.getByText('It is closed.').waitFor()
      await page.getByLabel('1: bad').focus()
      for (let i = 0; i < 4; i += 1) await page.keyboard.press('ArrowRight')
      await typeIn('Anything to say of it?', 'Quick.')
      await tabTo('Say so')
      await page.keyboard.press('Enter')
      await page.getByText('Thank you. It is kept.').waitFor()
    })
  })

  test('sees how the month stands, and which figure it is', async () => {
    await asCarla('/portal/month', async (page) => {
      await heading(page, /so far$/)
      await page.getByText('The uptime of the whole application').waitFor()
      await expectReadable(page)
    })
  })

  test('signs out, and the page of a question asks who is there', async () => {
    await asCarla('/portal', async (page) => {
      await page.getByRole('button', { name: 'Carla' }).click()
      await page.getByRole('menuitem', { name: 'Sign out', exact: true }).click()
      await page.getByLabel('Email').waitFor()
    })
  })
})
