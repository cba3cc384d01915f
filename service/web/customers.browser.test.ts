import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openConsole } from '../../test/visit-console.ts'

let stage: Awaited<ReturnType<typeof openConsole>>
beforeAll(async () => {
  stage = await openConsole()
})
afterAll(() => stage?.close())

const HEAD = 'external id;name;plan;billing;units;start;contact name;contact email;contact role'
const HARBOR = 'hoa-1;Harbor View HOA;premium;annual;100;2026-01-01;Carla;carla@example.com;president'
const choose = (page: Page, ...rows: string[]) =>
  page.locator('input[type=file]').setInputFiles({
    ...{ name: 'customers.csv', mimeType: 'text/csv' },
    buffer: Buffer.from([HEAD, ...rows].join('\n')),
  })

test('a file of customers shows what is wrong, cell by cell, and is entered once it is mended', async () => {
  await stage.visit('/console/customers', { role: 'lead' }, async (page) => {
    await page.getByRole('button', { name: 'From a CSV file' }).click()
    await choose(page, HARBOR, 'hoa-2;Dunes COA;gold;monthly;many;2026-01-01;;;')
    await page.getByText('"gold" is not standard or premium.').waitFor()
    await page.getByText('"many" is not a whole number').waitFor()
    await page.getByText('Nothing is entered while a row is wrong').waitFor()
    for (const [width, colorScheme] of [
      [1440, 'light'],
      [390, 'dark'],
    ] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await page.setViewportSize({ width, height: 900 })
      const { violations } = await new AxeBuilder({ page }).analyze()
      expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([])
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
    }
    await choose(page, HARBOR)
    await page.getByText('contact: Carla <carla@example.com>, president').waitFor()
    await page.getByRole('button', { name: 'Enter one customer' }).click()
    await page.getByText('It is entered: 1 new').waitFor()
    await page.getByRole('button', { name: 'Back to the customers' }).click()
    await page.getByRole('link', { name: 'Harbor View HOA' }).waitFor()
  })
})
