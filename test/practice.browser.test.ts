import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Practice, startPractice } from '../practice/src/start-practice.ts'
import { launchBrowser } from './browser/launch.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'practice-browser-'))
let practice: Practice
let browser: Browser

beforeAll(async () => {
  practice = await startPractice({ host: '127.0.0.1', port: 0, tlsPort: 0, dataDir })
  browser = await launchBrowser()
})

afterAll(async () => {
  await browser.close()
  await practice.close()
  rmSync(dataDir, { recursive: true, force: true })
})

test.each(['light', 'dark'] as const)(
  'every practice page is accessible and fits a phone, %s',
  async (colorScheme) => {
    await fetch(`${practice.url}/practice/faults/voting`, { method: 'PUT', body: '{"fault":"slow"}' })
    const context = await browser.newContext({ colorScheme, viewport: { width: 390, height: 844 } })
    const page = await context.newPage()
    for (const path of ['/', '/sign-in', '/dashboard', '/payments', '/practice', '/nowhere']) {
      await page.goto(practice.url + path)
      const { violations } = await new AxeBuilder({ page }).analyze()
      expect(violations.map(({ id, nodes }) => `${path} ${id} ${nodes[0]?.html}`)).toEqual([])
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), path).toBe(true)
    }
    await context.close()
    await fetch(`${practice.url}/practice/faults/voting`, { method: 'DELETE' })
  },
)

test('without script and by keyboard alone, payments are broken and mended on the practice page', async () => {
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  await page.goto(`${practice.url}/practice`)
  const payments = page.getByRole('form', { name: 'Payments' })
  await payments.getByRole('button', { name: 'Down' }).press('Enter')
  expect(page.url()).toBe(`${practice.url}/practice#payments`)
  expect(await page.locator('#payments .state').textContent()).toMatch(/Down since /)
  expect((await fetch(`${practice.url}/payments`)).status).toBe(503)
  await payments.getByRole('button', { name: 'Mend' }).press('Enter')
  expect(await page.locator('#payments .state').textContent()).toMatch(/Works since /)
  expect((await fetch(`${practice.url}/payments`)).status).toBe(200)
  await context.close()
})
