import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Look, openConsole } from '../../test/visit-console.ts'

let open: Awaited<ReturnType<typeof openConsole>>
let service: (typeof open)['service']
const visit = (path: string, look: Look, then: Parameters<typeof open.visit>[2]) =>
  open.visit(path, look, then)

beforeAll(async () => {
  open = await openConsole()
  service = open.service
})
afterAll(() => open?.close())

async function incident(more: object = {}): Promise<{ id: string }> {
  const given = { title: 'Cards are refused', impact: 'critical', text: 'We look.', ...more }
  const { status, body } = await service.sessions.lead.ask('POST', '/api/v1/incidents', given)
  expect(status).toBe(201)
  return body
}

/** Chooses as one does by keyboard: the list opens with an arrow. */
const choose = async (page: Page, label: string, option: string) => {
  await page.getByRole('combobox', { name: label, exact: true }).press('ArrowDown')
  await page.getByRole('option', { name: option }).click()
}

describe('an incident', () => {
  test('is opened by keyboard from a template, seen as it will stand, and then told to its end', async () => {
    await visit('/console/incidents', { role: 'lead' }, async (page) => {
      await page.getByRole('button', { name: 'Open an incident' }).waitFor()
      await page.keyboard.press('c')
      await page.getByRole('dialog', { name: 'Open an incident' }).waitFor()
      await page.getByLabel('Title').fill('Ballots do not open')
      await choose(page, 'Components affected', 'Voting')
      await page.keyboard.press('Escape')
      await choose(page, 'Begin from a template', 'We are looking into it')
      await page
        .getByLabel('As it will stand in public')
        .getByText(/, Voting may not work as it should/)
        .waitFor()
      await page.getByRole('button', { name: 'Publish it' }).click()
      await page.getByRole('heading', { name: 'Ballots do not open', level: 1 }).waitFor()
      await page.getByText(/Voting out from/).waitFor()
      await page
        .getByLabel('Update', { exact: true })
        .fill('A **lock** on a table. <img src=x onerror=alert(1)>')
      await choose(page, 'State', 'Identified')
      await page.getByRole('button', { name: 'Publish the update' }).click()
      const latest = page.locator('.rows > li').first()
      await latest.getByText('Identified').waitFor()
      expect(await latest.locator('strong').last().textContent()).toBe('lock')
      expect(await latest.locator('img').count()).toBe(0)
      await page.getByLabel('Update', { exact: true }).fill('Over.')
      await choose(page, 'State', 'Resolved')
      await page.getByRole('button', { name: 'Publish the update' }).click()
      await page.getByText(/^Resolved, impact major/).waitFor()
    })
  })

  test('shows what a text said before it was edited', async () => {
    const { id } = await incident()
    await visit(`/console/incidents/${id}`, { role: 'agent' }, async (page) => {
      await page.getByRole('button', { name: 'Edit' }).click()
      const dialog = page.getByRole('dialog', { name: 'Edit the update' })
      await dialog.getByLabel('Text', { exact: true }).fill('We look into the cards.')
      await dialog.getByRole('button', { name: 'Publish the change' }).click()
      await page.getByText('Edited by Ava-agent').click()
      await page.locator('.before').getByText('We look.').waitFor()
    })
  })

  test('keeps every cause that was recorded, beside what vendors reported at that time', async () => {
    const { id } = await incident()
    await visit(`/console/incidents/${id}`, { role: 'lead' }, async (page) => {
      await page.getByText('Nobody has recorded a cause.').waitFor()
      await page.getByLabel('Why you say so').fill('Our cable.')
      await page.getByRole('button', { name: 'Record it' }).click()
      await page.getByText('Our own: Our cable.').waitFor()
      await page.getByText('Stripe', { exact: true }).waitFor()
      await choose(page, 'What it was', 'A vendor')
      await choose(page, 'Which one', 'Stripe')
      await page.getByLabel('Why you say so').fill('They reported it.')
      await page.getByRole('button', { name: 'Record it' }).click()
      await page.getByText('stripe: They reported it.').waitFor()
      await page.getByText('Our own: Our cable.').waitFor()
    })
  })

  test('that is refused says why at its field', async () => {
    const { id } = await incident()
    await visit(`/console/incidents/${id}`, { role: 'agent' }, async (page) => {
      await page.getByLabel('Update', { exact: true }).fill('Since {{when}}.')
      await page.getByRole('button', { name: 'Publish the update' }).click()
      await page.getByText('{{when}} stands for nothing').first().waitFor()
      expect(await page.getByLabel('Update', { exact: true }).getAttribute('aria-invalid')).toBe('true')
    })
  })

  test('that somebody else changes is shown anew, and a viewer can change nothing', async () => {
    const { id } = await incident()
    await visit(`/console/incidents/${id}`, { role: 'viewer' }, async (page) => {
      await page.getByRole('heading', { name: 'What was said' }).waitFor()
      await page.waitForLoadState('load')
      expect(await page.getByRole('button', { name: /Publish|Edit|Change|Merge|Record/ }).count()).toBe(0)
      await service.sessions.agent.ask('POST', `/api/v1/incidents/${id}/updates`, { text: 'Still looking.' })
      await page.getByText('Still looking.').waitFor()
    })
  })
})

test('what nobody measured is settled with a reason, and signed', async () => {
  await visit('/console/evidence', { role: 'lead' }, async (page) => {
    await page.getByRole('button', { name: 'Settle' }).first().click()
    const dialog = page.getByRole('dialog', { name: 'Settle what nobody measured' })
    await dialog.getByLabel('How you know').fill('Nothing was sold before.')
    await dialog.getByRole('button', { name: 'Settle it' }).click()
    await page.getByText('Nothing was sold before.').waitFor()
    await page.getByText('by Ava-lead').waitFor()
  })
})

test('force majeure is signed in one’s own name, by an admin, and stays to be read when it is withdrawn', async () => {
  await visit('/console/evidence', { role: 'admin' }, async (page) => {
    await page.getByRole('button', { name: 'Declare force majeure' }).click()
    const dialog = page.getByRole('dialog', { name: 'Declare force majeure' })
    await dialog.getByText('Signed as Ava-admin').waitFor()
    await dialog.getByLabel('From').fill('2026-11-02T10:00:00')
    await dialog.getByLabel('To').fill('2026-11-02T11:00:00')
    await dialog.getByLabel('What happened').fill('An earthquake.')
    await dialog.getByRole('button', { name: 'Sign and publish it' }).click()
    await page.getByText('signed by Ava-admin').waitFor()
    await page.getByRole('button', { name: 'Withdraw' }).click()
    await page.getByLabel('Why').fill('It was none.')
    await page.getByRole('button', { name: 'Withdraw it' }).click()
    await page.getByText('It was none.').waitFor()
  })
})

test.each(
  (['light', 'dark'] as const).flatMap((colorScheme) => [390, 1440].map((width) => ({ width, colorScheme }))),
)('axe finds nothing in an incident and its forms at $width px, $colorScheme', async (look) => {
  const { id } = await incident({ components: [{ key: 'payments', impact: 'major_outage' }] })
  await service.sessions.lead.ask('POST', `/api/v1/incidents/${id}/updates`, {
    text: 'Over.',
    state: 'resolved',
  })
  for (const path of [
    `/console/incidents/${id}`,
    '/console/incidents/templates',
    '/console/incidents?new=incident',
  ])
    await visit(path, { role: 'lead', ...look }, async (page) => {
      await page.getByRole('heading', { level: 1 }).waitFor()
      await page.locator('[role=status] .mantine-Loader-root').first().waitFor({ state: 'detached' })
      if (path.endsWith('incident')) await page.getByRole('dialog').waitFor()
      const { violations } = await new AxeBuilder({ page })
        .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
        .analyze()
      expect(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(' ')}`)).toEqual([])
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(look.width)
    })
})
