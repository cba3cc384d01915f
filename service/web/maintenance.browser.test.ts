import { AxeBuilder } from '@axe-core/playwright'
import { smtpServer } from '@tractops/platform/testing'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { type Look, openConsole } from '../../test/visit-console.ts'

let open: Awaited<ReturnType<typeof openConsole>>
let service: (typeof open)['service']
let mail: Awaited<ReturnType<typeof smtpServer>>
const visit = (path: string, look: Look, then: Parameters<typeof open.visit>[2]) =>
  open.visit(path, look, then)

beforeAll(async () => {
  mail = await smtpServer()
  open = await openConsole({ smtpUrl: mail.url })
  service = open.service
})
afterAll(async () => {
  await open?.close()
  await mail?.close()
})

const heading = (page: Page, name: string) => page.getByRole('heading', { name, level: 1 }).waitFor()

/** Asks the API as the lead; resolves to what it answers, once it has done it. */
async function done<T = { id: string }>(path: string, body: object = {}): Promise<T> {
  const answer = await service.sessions.lead.ask('POST', `/api/v1/${path}`, body)
  expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300)
  return answer.body
}

/** The next window of the agreement that can be announced in time. */
async function nextWindow(): Promise<{ start: string; end: string }> {
  const { body } = await service.sessions.lead.ask('GET', '/api/v1/maintenances/proposal')
  return { start: body.start, end: body.end }
}

const harborView = {
  name: 'Harbor View HOA',
  plan: 'premium',
  billing: 'annual',
  units: 120,
  start: '2026-01-01',
}

/** A value of a field for a date and a time, some days later or earlier. */
const moved = (value: string, days: number) =>
  new Date(Date.parse(`${value}Z`) + days * 86_400_000).toISOString().slice(0, 19)

describe('by keyboard', () => {
  test('a customer is entered with a contact', async () => {
    await visit('/console/customers', { role: 'lead' }, async (page) => {
      await page.getByText('Maintenance is announced by mail to every customer.').waitFor()
      await page.keyboard.press('c')
      const form = page.getByRole('dialog', { name: 'Enter a customer' })
      await form.getByLabel('Name').fill(harborView.name)
      await form.getByLabel('Units').fill('120')
      await form.getByLabel('Covered from').fill('2026-03-01')
      await form.getByLabel('Until before').fill('2026-02-01')
      await page.keyboard.press('Enter')
      await form.locator('[aria-invalid=true]').waitFor()
      await form.getByLabel('Until before').fill('')
      await page.keyboard.press('Enter')
      await heading(page, harborView.name)
      await page.getByText('Nobody here receives notices.').waitFor()
      await page.getByRole('button', { name: 'Add a contact' }).press('Enter')
      const contact = page.getByRole('dialog', { name: 'Add a contact' })
      await contact.getByLabel('Name').fill('Carla')
      await contact.getByLabel('Email').fill('carla@harbor.example')
      await page.keyboard.press('Enter')
      await page.getByRole('cell', { name: 'carla@harbor.example' }).waitFor()
      expect(await page.getByText('Nobody here receives notices.').count()).toBe(0)
    })
  })

  test('a maintenance is planned in time, published, and each mail is there as evidence', async () => {
    await visit('/console/maintenance', { role: 'lead' }, async (page) => {
      await page.getByText('Nothing is announced.').waitFor()
      await page.keyboard.press('c')
      const form = page.getByRole('dialog', { name: 'Plan a maintenance' })
      await form.getByText('Published now, it is announced in time.').waitFor()
      await page.locator('input:focus').waitFor()
      await page.keyboard.type('Moving the database')
      const [start, end] = [form.getByLabel('Start'), form.getByLabel('End')]
      const [from, to] = [await start.inputValue(), await end.inputValue()]
      await end.fill(moved(to, -14))
      await form.getByText('The end must be after the start.').waitFor()
      await start.fill(moved(from, -14))
      await form.getByText('Published now, it is announced too late.').waitFor()
      await form.getByText('nothing of it will be excluded').waitFor()
      await start.fill(from)
      await end.fill(to)
      await form.getByText('Published now, it is announced in time.').waitFor()
      await form.getByLabel('What customers should know').fill('Voting **rests** for two hours.')
      await form.getByRole('button', { name: 'Plan it' }).press('Enter')
      await heading(page, 'Moving the database')
      await page.getByRole('button', { name: 'Publish it' }).press('Enter')
      const asked = page.getByRole('dialog', { name: 'Publish “Moving the database”?' })
      await asked.getByText(/^One mail goes out/).waitFor()
      await asked.getByRole('button', { name: 'Publish it' }).press('Enter')
      await page.getByRole('cell', { name: /Carla.*carla@harbor\.example/ }).waitFor()
      await page.getByRole('cell', { name: /accepted.*by smtp/ }).waitFor()
      await page.getByText(/^Yes: /).waitFor()
    })
  })
})

test('what is added to an announced time is judged for itself; calling it off says why', async () => {
  const plan = { title: 'New certificates', text: 'Soon.', ...(await nextWindow()) }
  const { id } = await done('maintenances', plan)
  await done(`maintenances/${id}/publication`)
  await visit(`/console/maintenance/${id}`, { role: 'lead' }, async (page) => {
    await page.getByRole('button', { name: 'Announce another time' }).click()
    const form = page.getByRole('dialog', { name: 'Announce another time' })
    await form.getByText('Nothing is added to what was announced.').waitFor()
    await form.getByLabel('End').fill(moved(await form.getByLabel('End').inputValue(), 1))
    await form.getByText('What is added to the announced time:').waitFor()
    await form.getByText('Published now, it is announced in time.').waitFor()
    await form.getByRole('button', { name: 'Announce it' }).click()
    await page.getByText(/^New time: /).waitFor()
    await page.getByLabel('Update').fill('We have *all* that we need.')
    await page.getByRole('button', { name: 'Publish the update' }).click()
    await page.locator('em', { hasText: 'all' }).waitFor()
    await page.getByRole('button', { name: 'Call it off' }).click()
    const asked = page.getByRole('dialog', { name: 'Call it off?' })
    await asked.getByLabel('Why').fill('They are not here yet.')
    await asked.getByRole('button', { name: 'Call it off' }).click()
    await page.getByText('called off', { exact: true }).waitFor()
  })
})

test('an overrun is shown loudly, and completed', async () => {
  const { id } = await overrun()
  await visit('/console/maintenance', { role: 'agent' }, async (page) => {
    await page.getByRole('heading', { name: 'Over its announced end' }).waitFor()
    await page.getByRole('link', { name: 'Reindexing' }).click()
    await page
      .getByRole('alert')
      .getByText(/^Overrun since .* failures count as downtime/)
      .waitFor()
    await page.getByRole('button', { name: 'Complete it' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Complete it' }).click()
    await page.getByText('completed', { exact: true }).waitFor()
    expect(await page.getByRole('alert').count()).toBe(0)
  })
  expect((await service.sessions.viewer.ask('GET', `/api/v1/maintenances/${id}`)).body.state).toBe(
    'completed',
  )
})

test('whoever no mail reaches undoes the announcement, and how they were told is kept', async () => {
  const nobody = await done('customers', { ...harborView, name: 'Seaview HOA' })
  const { id } = await done('maintenances', { title: 'A new disk', text: 'Soon.', ...(await nextWindow()) })
  await visit(`/console/maintenance/${id}`, { role: 'lead' }, async (page) => {
    await page.getByText('Published now, it does not reach every customer.').waitFor()
    await page.getByRole('button', { name: 'Publish it' }).click()
    const asked = page.getByRole('dialog', { name: 'Publish “A new disk”?' })
    await asked.getByText('Seaview HOA cannot be told').waitFor()
    await asked.getByRole('button', { name: 'Publish it' }).click()
    await page.getByText(/^No: /).waitFor()
    const row = page.getByRole('row', { name: /Seaview HOA nobody failed/ })
    await row.getByRole('button', { name: 'Note how they were told' }).press('Enter')
    await page.getByRole('dialog', { name: 'How Seaview HOA was told' }).waitFor()
    await page.locator('textarea:focus').waitFor()
    await page.keyboard.type('By phone, at 09:10.')
    await page.getByRole('button', { name: 'Note it' }).press('Enter')
    await row.getByText(/told in another way by Ava-lead.*By phone, at 09:10\./).waitFor()
    await page.getByText(/^No: /).waitFor()
  })
  await visit(`/console/maintenance/${id}`, { role: 'viewer' }, async (page) => {
    await page.getByText(/told in another way by Ava-lead/).waitFor()
    expect(await page.locator('main button').count()).toBe(0)
  })
  const { status } = await service.sessions.lead.ask('DELETE', `/api/v1/customers/${nobody.id}`)
  expect(status).toBe(204)
})

/** One that is over its end: announced to end soon, and left. */
async function overrun(): Promise<{ id: string }> {
  const at = service.p.clock.now().add({ seconds: 4 })
  const plan = { start: at.subtract({ hours: 1 }).toString(), end: at.toString() }
  const made = await done('maintenances', { title: 'Reindexing', text: 'Slow for an hour.', ...plan })
  await done(`maintenances/${made.id}/publication`)
  await vi.waitFor(
    async () => {
      const { body } = await service.sessions.viewer.ask('GET', `/api/v1/maintenances/${made.id}`)
      expect(body.state).toBe('overrun')
    },
    { timeout: 20_000, interval: 100 },
  )
  return made
}

describe('axe finds nothing in a maintenance, a customer and their forms', () => {
  let paths: string[]
  beforeAll(async () => {
    const contacts = [{ name: 'Dev', email: 'dev@harbor.example', role: 'manager' }]
    const customer = await done('customers', { ...harborView, contacts })
    const { id } = await overrun()
    paths = [
      '/console/maintenance',
      `/console/maintenance/${id}`,
      '/console/maintenance?new=maintenance',
      '/console/customers',
      `/console/customers/${customer.id}`,
      '/console/customers?new=customer',
    ]
  })

  const looks = (['light', 'dark'] as const).flatMap((colorScheme) =>
    [390, 1440].map((width) => ({ width, colorScheme })),
  )
  test.each(looks)('at $width px, $colorScheme', async (look) => {
    for (const path of paths)
      await visit(path, { role: 'lead', ...look }, async (page) => {
        await page.getByRole('heading', { level: 1 }).waitFor()
        for (const reading of await page.getByText('Reading …').all())
          await reading.waitFor({ state: 'hidden' })
        if (path.includes('?')) await page.getByRole('dialog').getByRole('button', { name: / it$/ }).waitFor()
        const { violations } = await new AxeBuilder({ page })
          .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
          .analyze()
        expect(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(' ')}`)).toEqual([])
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(look.width)
      })
  })
})
