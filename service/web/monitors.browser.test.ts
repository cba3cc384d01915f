import { AxeBuilder } from '@axe-core/playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Look, openConsole } from '../../test/visit-console.ts'

let open: Awaited<ReturnType<typeof openConsole>>
const visit = (path: string, look: Look, then: Parameters<typeof open.visit>[2]) =>
  open.visit(path, look, then)

beforeAll(async () => {
  open = await openConsole()
})
afterAll(() => open?.close())

test('a component is named, watched, looked at, changed and ended, by keyboard', async () => {
  await visit('/console/components', { role: 'admin' }, async (page) => {
    await page.getByRole('heading', { name: 'Components', level: 1 }).waitFor()
    await page.keyboard.press('c')
    await page.getByLabel('Key').waitFor()
    await page.keyboard.type('documents')
    await page.keyboard.press('Tab')
    await page.keyboard.type('Documents')
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page.keyboard.press('g')
    await page.keyboard.press('m')
    await page.getByRole('heading', { name: 'Monitors', level: 1 }).waitFor()
    await page.keyboard.press('c')
    await page.getByLabel('Key').fill('documents-page')
    await page.getByRole('combobox', { name: 'Component' }).click()
    await page.getByRole('option', { name: 'Documents' }).click()
    const definition = page.getByLabel('Definition')
    await definition.fill('{ "http": ')
    await page.getByText('This is not JSON yet').waitFor()
    await definition.fill(JSON.stringify({ http: { url: 'ftp://example.com/' } }))
    await page.getByRole('button', { name: 'Watch it' }).click()
    await page.getByRole('alert').getByText('write one that begins with http:// or https://').waitFor()
    await definition.fill(
      JSON.stringify({
        http: { url: open.service.url },
        allowPrivate: ['localhost'],
        expect: { status: 302 },
      }),
    )
    await page.getByRole('button', { name: 'Watch it' }).click()
    await page.getByRole('heading', { name: 'documents-page', level: 1 }).waitFor()
    await page.getByRole('button', { name: 'Run now' }).click()
    await page
      .getByRole('status')
      .getByText(/answered 200, expected 302, in \d+ ms/)
      .waitFor()
    await page.getByRole('heading', { name: 'Results' }).waitFor()
    await page
      .getByRole('cell', { name: /down: answered 200/ })
      .first()
      .waitFor()
    await page.getByRole('button', { name: 'Change it' }).click()
    const changed = page.getByRole('dialog').getByLabel('Definition')
    await changed.fill((await changed.inputValue()).replace('302', '200'))
    await page.getByRole('dialog').getByRole('button', { name: 'Change it' }).click()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Run now' }).click()
    await page
      .getByRole('status')
      .getByText(/^up, in \d+ ms/)
      .waitFor()
    await page.getByRole('button', { name: 'End this monitor' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'End it' }).click()
    await page.getByRole('heading', { name: 'Monitors', level: 1 }).waitFor()
    await page.getByRole('link', { name: 'documents-page' }).waitFor({ state: 'detached' })
  })
})

test('a heartbeat shows where the target calls, this once', async () => {
  await visit('/console/monitors?new=monitor', { role: 'lead' }, async (page) => {
    await page.getByLabel('Key').fill('nightly-dues')
    await page.getByRole('combobox', { name: 'Component' }).click()
    await page.getByRole('option', { name: 'Voting' }).click()
    await page.getByRole('combobox', { name: 'Kind' }).click()
    await page.getByRole('option', { name: /heartbeat/ }).click()
    await page.getByRole('button', { name: 'Watch it' }).click()
    const address = page.getByRole('textbox', { name: 'Where the target calls' })
    const url = await address.inputValue()
    expect(url).toMatch(/\/hooks\/heartbeat\/[\w-]{20,}$/)
    expect((await fetch(url)).status).toBe(200)
  })
})

test('a secret is stored, shown by name only, and kept while a monitor sends it', async () => {
  await visit('/console/monitors', { role: 'admin' }, async (page) => {
    await page.getByRole('button', { name: 'Store a secret' }).click()
    await page.getByLabel('Name').fill('PROBE_TOKEN')
    await page
      .getByRole('dialog')
      .getByRole('textbox', { name: 'Value' })
      .fill('a value that nobody reads again')
    await page.getByRole('button', { name: 'Store it' }).click()
    await page.getByText('PROBE_TOKEN', { exact: true }).waitFor()
    expect(await page.content()).not.toContain('nobody reads again')
    await page.getByRole('button', { name: 'Forget PROBE_TOKEN' }).click()
    await page.getByRole('button', { name: 'Forget it' }).click()
    await page.getByText('PROBE_TOKEN', { exact: true }).waitFor({ state: 'detached' })
  })
})

test('a viewer may look, and change nothing', async () => {
  await visit('/console/monitors/home', { role: 'viewer' }, async (page) => {
    await page.getByRole('heading', { name: 'What the agents see' }).waitFor()
    expect(await page.getByRole('button', { name: 'Run now' }).count()).toBe(0)
    expect(await page.getByRole('button', { name: 'Change it' }).count()).toBe(0)
  })
})

for (const [width, colorScheme] of [
  [1440, 'light'],
  [390, 'dark'],
] as const)
  test(`axe finds nothing on a monitor that has results, ${width} px, ${colorScheme}`, async () => {
    await open.service.sessions.admin.ask('POST', '/api/v1/monitors/home/run', {})
    await visit('/console/monitors/home', { role: 'admin', width, colorScheme }, async (page) => {
      await page.getByText(/checks?, none failed/).waitFor()
      await page.getByText('The same figures as a table').click()
      const { violations } = await new AxeBuilder({ page }).analyze()
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
    })
  })
