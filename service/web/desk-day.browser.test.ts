// Longer than others: each file of browser tests starts a service and a browser of its own, which takes longer than most of its tests.
import { AxeBuilder } from '@axe-core/playwright'
import { sql } from 'drizzle-orm'
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openConsole } from '../../test/visit-console.ts'

let open: Awaited<ReturnType<typeof openConsole>>
let service: (typeof open)['service']
beforeAll(async () => {
  open = await openConsole()
  service = open.service
})
afterAll(() => open?.close())

async function ask(method: string, path: string, body?: object) {
  const answer = await service.sessions.lead.ask(method, `/api/v1${path}`, body)
  expect(answer.status).toBeLessThan(300)
  return answer.body
}

/** A question of Carla's. */
const ticket = async (subject: string, more: object = {}): Promise<{ id: string; number: number }> =>
  ask('POST', '/tickets', {
    ...{ subject, text: `${subject}. What now?`, requester: { name: 'Carla', email: 'carla@example.com' } },
    ...more,
  })

const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { name, level: 1 }).waitFor()
const hasFocus = (field: Locator) => field.and(field.page().locator(':focus')).waitFor()
const press = async (page: Page, ...keys: string[]) => {
  for (const key of keys) await page.keyboard.press(key)
}

/** What is open right now, in light and in dark. */
async function expectReadable(page: Page): Promise<void> {
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([])
  }
}

test('a ticket is set beside its incident by mouse and beside another ticket by keyboard, and one link is taken away', async () => {
  const components = (await ask('GET', '/components')) as { key: string }[]
  await ask('POST', '/incidents', {
    ...{ title: 'Ballots take long to open', impact: 'minor' },
    ...{
      components: [{ key: components[0]!.key, impact: 'degraded_performance' }],
      text: 'We look into it.',
    },
  })
  const other = await ticket('The lobby is dark')
  const { id } = await ticket('The ballot is slow')
  await open.visit(`/console/tickets/${id}`, { role: 'agent' }, async (page) => {
    await heading(page, 'The ballot is slow')
    await page.getByRole('button', { name: 'Link it to an incident or a ticket' }).click()
    const form = page.getByRole('dialog', { name: 'Link it' })
    await form.getByRole('combobox', { name: 'Incident' }).click()
    await page.getByRole('option', { name: 'Ballots take long to open' }).click()
    await expectReadable(page)
    await form.getByRole('button', { name: 'Link it' }).click()
    await form.waitFor({ state: 'detached' })
    await page.getByRole('link', { name: 'Ballots take long to open' }).first().waitFor()
    await press(page, 'l')
    await form.waitFor()
    await press(page, 'Shift+Tab', 'ArrowRight', 'Tab')
    await hasFocus(form.getByRole('combobox', { name: 'Ticket' }))
    await page.keyboard.type('lobby')
    await page.getByRole('option', { name: 'The lobby is dark' }).waitFor()
    await press(page, 'ArrowDown', 'Enter')
    await press(page, 'Enter')
    await form.waitFor({ state: 'detached' })
    await page.getByRole('button', { name: /^Remove the link to .*lobby/ }).focus()
    await press(page, 'Enter')
    await page.getByRole('button', { name: /^Remove the link to .*lobby/ }).waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Show all that was done' }).click()
    await page.getByText('took away a link').first().waitFor()
  })
  expect((await ask('GET', `/tickets/${id}`)).links).toMatchObject([{ kind: 'incident' }])
  expect((await ask('GET', `/tickets/${other.id}`)).links).toEqual([])
})

test('two tickets become one by keyboard: what was said is read there, and the old one leads to it', async () => {
  const kept = await ticket('The gate squeaks')
  const { id } = await ticket('The gate squeaks still')
  await open.visit(`/console/tickets/${id}`, { role: 'agent' }, async (page) => {
    await heading(page, 'The gate squeaks still')
    await press(page, 'm')
    const form = page.getByRole('dialog', { name: 'Merge into another ticket' })
    await hasFocus(form.getByRole('combobox', { name: 'Into which' }))
    await page.keyboard.type(String(kept.number))
    await page.getByRole('option', { name: `#${kept.number} The gate squeaks` }).waitFor()
    await press(page, 'ArrowDown', 'Enter')
    await expectReadable(page)
    await press(page, 'Enter')
    await form.waitFor({ state: 'detached' })
    await page.getByRole('link', { name: 'another ticket' }).click()
    await heading(page, 'The gate squeaks')
    await page.getByText('The gate squeaks still. What now?').waitFor()
  })
})

test('what is put aside leaves the queue, and comes back by itself with a word of why', async () => {
  const { id } = await ticket('A leak in the garage', { severity: 'P2' })
  await open.visit(`/console/tickets/${id}`, { role: 'agent' }, async (page) => {
    await heading(page, 'A leak in the garage')
    await page.getByRole('button', { name: 'Put aside' }).click()
    const form = page.getByRole('dialog', { name: 'Put it aside' })
    await form.getByRole('button', { name: 'In an hour' }).click()
    await expectReadable(page)
    await form.getByRole('button', { name: 'Put it aside' }).click()
    await page.getByText('put aside until').waitFor()
    await press(page, 'u')
    await heading(page, 'To answer')
    await page.getByRole('link', { name: /^Put aside/ }).click()
    await heading(page, 'Put aside')
    await page.getByRole('link', { name: 'A leak in the garage' }).click()
    await page.getByText('put aside until').waitFor()
    await page.getByRole('button', { name: 'Show all that was done' }).click()
    await service.p.db.execute(sql`update ticket set snoozed_until = '2026-01-01' where id = ${id}`)
    await page.getByText('Taken up again').first().waitFor()
    await page.getByRole('button', { name: 'Put aside' }).waitFor()
  })
})

test('a canned reply is written with a variable, put in by mouse with the name filled in, changed and removed', async () => {
  const { id } = await ticket('Where is the export?')
  await open.visit('/console/canned-replies', { role: 'agent' }, async (page) => {
    await page.getByText('Write down what you answer often.').waitFor()
    await page.getByRole('button', { name: 'Write one' }).click()
    const form = page.getByRole('dialog', { name: 'Write a canned reply' })
    await form.getByLabel('Title').fill('Where the export is')
    await form.getByText('Variables that are filled in').click()
    await form.getByText('{{requester.firstName}}').waitFor()
    await expectReadable(page)
    await form.getByLabel('Text').fill('Dear {{requester.firstName}}, under **Dues**.')
    await form.getByRole('button', { name: 'Keep it' }).click()
    await page.getByRole('heading', { name: 'Where the export is' }).waitFor()
    await page.goto(`${service.url}/console/tickets/${id}`)
    await page.getByRole('button', { name: 'Canned reply' }).click()
    await page.getByRole('option', { name: 'Where the export is' }).click()
    const reply = page.getByRole('textbox', { name: 'Reply' })
    await expect.poll(() => reply.inputValue()).toBe('Dear Carla, under **Dues**.')
    await page.getByText('Preview', { exact: true }).click()
    await page.locator('.composer strong', { hasText: 'Dues' }).waitFor()
    await expectReadable(page)
    await page.goto(`${service.url}/console/canned-replies`)
    await page.getByRole('button', { name: 'Change Where the export is' }).click()
    const change = page.getByRole('dialog', { name: 'Change the canned reply' })
    await change.getByLabel('Title').fill('Exports')
    await press(page, 'Enter')
    await page.getByRole('button', { name: 'Remove Exports' }).click()
    await page.getByRole('button', { name: 'Remove it' }).click()
    await page.getByText('Write down what you answer often.').waitFor()
  })
})

test('a lead makes a team by keyboard, a ticket is given to it, and its queue is a click away', async () => {
  const { id } = await ticket('Our invoice has 240 units')
  await open.visit('/console/teams', { role: 'lead' }, async (page) => {
    await page.getByText('There are no teams.').waitFor()
    await press(page, 'c')
    const form = page.getByRole('dialog', { name: 'Make a team' })
    await hasFocus(form.getByLabel('Name'))
    await page.keyboard.type('Billing')
    await press(page, 'Tab')
    await page.keyboard.type('Ava-agent')
    await page.getByRole('option', { name: 'Ava-agent' }).waitFor()
    await press(page, 'ArrowDown', 'Enter', 'Escape')
    await expectReadable(page)
    await form.getByRole('button', { name: 'Keep it' }).click()
    await form.waitFor({ state: 'detached' })
    await page.getByText('Ava-agent', { exact: true }).waitFor()
    await page.goto(`${service.url}/console/tickets/${id}`)
    await heading(page, 'Our invoice has 240 units')
    await press(page, 'a')
    const give = page.getByRole('dialog', { name: 'Give it to' })
    await give.getByRole('combobox', { name: 'Team' }).click()
    await page.getByRole('option', { name: 'Billing' }).click()
    await give.getByRole('button', { name: 'Give it' }).click()
    await give.waitFor({ state: 'detached' })
    await page.locator('.desk-facts').getByText('Ava-lead, Billing').waitFor()
    await page.goto(`${service.url}/console/teams`)
    await page.getByRole('link', { name: 'Billing' }).click()
    await page.getByRole('link', { name: 'Our invoice has 240 units' }).waitFor()
    expect(await page.locator('.ticket-line').count()).toBe(1)
  })
})

test('a view that a lead shares is there for everybody, and only a lead takes it away', async () => {
  await ticket('A wish', { severity: 'P4' })
  await open.visit('/console/tickets?view=all&severity=P4', { role: 'lead' }, async (page) => {
    await page.getByRole('button', { name: 'Keep as a view' }).click()
    await page.getByLabel('Name').fill('Wishes')
    await page.getByRole('checkbox', { name: 'For everybody' }).check()
    await expectReadable(page)
    await page.getByRole('button', { name: 'Keep it' }).click()
    await heading(page, 'Wishes')
  })
  await open.visit('/console/tickets', { role: 'agent' }, async (page) => {
    await page.getByRole('link', { name: /^Wishes/ }).click()
    await heading(page, 'Wishes')
    await page.getByRole('link', { name: 'A wish' }).waitFor()
    expect(await page.getByRole('button', { name: 'Remove this view' }).count()).toBe(0)
  })
  await open.visit('/console/tickets', { role: 'lead' }, async (page) => {
    await page.getByRole('link', { name: /^Wishes/ }).click()
    await page.getByRole('button', { name: 'Remove this view' }).click()
    await page.getByRole('button', { name: 'Remove it' }).click()
    await heading(page, 'To answer')
    expect(await page.getByRole('link', { name: /^Wishes/ }).count()).toBe(0)
  })
})

test('several are selected by mouse, made severe and closed; a severity that is lowered needs a reason', async () => {
  const ids: string[] = []
  for (const n of [1, 2, 3]) ids.push((await ticket(`Elevator ${n}`)).id)
  await open.visit('/console/tickets?q=elevator', { role: 'agent' }, async (page) => {
    for (const n of [1, 2])
      await page.getByRole('checkbox', { name: `Elevator ${n}` }).check({ timeout: 5_000 })
    const bar = page.getByRole('region', { name: 'With those selected' })
    await bar.getByText('2 selected').waitFor()
    await bar.getByRole('button', { name: 'Severity' }).click()
    const form = page.getByRole('dialog', { name: 'How severe is it?' })
    await form.getByRole('radio', { name: 'P2 high' }).check()
    await form.getByLabel('Reason').fill('Nobody gets up.')
    await form.getByRole('button', { name: 'Make it P2' }).click()
    await form.waitFor({ state: 'detached' })
    await expect.poll(() => page.locator('.ticket-line', { hasText: 'P2' }).count()).toBe(2)
    await page.getByRole('checkbox', { name: 'Elevator 2' }).check()
    await bar.getByRole('button', { name: 'Close' }).click()
    await page
      .locator('.ticket-line', { hasText: 'Elevator 2' })
      .getByText('closed', { exact: true })
      .waitFor()
    await page.getByRole('link', { name: 'Elevator 1' }).click()
    await page.getByRole('button', { name: 'Change the severity' }).click()
    await form.getByRole('radio', { name: 'P4 low' }).check()
    await form.getByRole('button', { name: 'Make it P4' }).click()
    await form
      .getByText(/reason/i)
      .last()
      .waitFor()
    await expectReadable(page)
    expect(await form.isVisible()).toBe(true)
    await form.getByLabel('Reason').fill('It was the light only.')
    await form.getByRole('button', { name: 'Make it P4' }).click()
    await page.getByText('made it P4, from P2: It was the light only.').waitFor()
  })
  const severities = await Promise.all(ids.map(async (id) => (await ask('GET', `/tickets/${id}`)).severity))
  expect(severities).toEqual(['P4', 'P2', 'P3'])
})

test('spam is closed with a reason, one by keyboard and two by mouse, leaves the queue, and is opened again', async () => {
  const { id } = await ticket('Cheap pills')
  for (const n of [1, 2]) await ticket(`Cheap watches ${n}`)
  await open.visit(`/console/tickets/${id}`, { role: 'agent' }, async (page) => {
    await heading(page, 'Cheap pills')
    await press(page, 'p')
    const form = page.getByRole('dialog', { name: 'Close it as spam' })
    await hasFocus(form.getByLabel('How one sees it'))
    await page.keyboard.type('It sells pills.')
    await expectReadable(page)
    await press(page, 'Enter')
    await page.getByText('Closed as spam by Ava-agent: It sells pills.').waitFor()
    await page.goto(`${service.url}/console/tickets?q=watches`)
    for (const n of [1, 2]) await page.getByRole('checkbox', { name: `Cheap watches ${n}` }).check()
    await page
      .getByRole('region', { name: 'With those selected' })
      .getByRole('button', { name: 'Spam' })
      .click()
    await form.getByLabel('How one sees it').fill('It sells watches.')
    await form.getByRole('button', { name: 'It is spam' }).click()
    await form.waitFor({ state: 'detached' })
    await expect.poll(() => page.locator('.ticket-line').getByText('closed', { exact: true }).count()).toBe(2)
    await page.goto(`${service.url}/console/tickets`)
    await heading(page, 'To answer')
    expect(await page.getByRole('link', { name: /^Cheap/ }).count()).toBe(0)
    await page.goto(`${service.url}/console/tickets/${id}`)
    await page.getByRole('button', { name: 'Open again' }).click()
    await page.getByRole('button', { name: 'Spam' }).waitFor()
  })
  expect(await ask('GET', `/tickets/${id}`)).toMatchObject({ status: 'open', spam: null })
})

test('a file that is dropped on the answer goes with it, and one that is too large says so and is left out', async () => {
  const { id } = await ticket('A picture, please')
  await open.visit(`/console/tickets/${id}`, { role: 'agent' }, async (page) => {
    const composer = page.getByRole('region', { name: 'Your reply' })
    const drop = async (name: string, bytes: number) => {
      const dataTransfer = await page.evaluateHandle(
        ([called, size]) => {
          const transfer = new DataTransfer()
          transfer.items.add(new File([new Uint8Array(size)], called, { type: 'text/plain' }))
          return transfer
        },
        [name, bytes] as const,
      )
      await composer.dispatchEvent('dragover', { dataTransfer })
      await composer.dispatchEvent('drop', { dataTransfer })
    }
    await composer.waitFor()
    await drop('plan.txt', 10)
    const attached = page.getByRole('list', { name: 'Attached files' })
    await attached.getByText('plan.txt').waitFor()
    await drop('film.bin', 27_000_000)
    await attached.getByRole('button', { name: 'Leave it out' }).waitFor()
    await expectReadable(page)
    await attached.getByRole('button', { name: 'Leave it out' }).click()
    await page.getByRole('textbox', { name: 'Reply' }).fill('Here it is.')
    await page.getByRole('button', { name: 'Send the reply' }).click()
    await page
      .getByRole('article', { name: 'Ava-agent, public' })
      .getByRole('link', { name: 'plan.txt' })
      .waitFor()
    await attached.waitFor({ state: 'detached' })
  })
})

test('what a customer says of a closed ticket stands beside it as they say it', async () => {
  const { id } = await ticket('Thank you for the lift')
  await ask('POST', `/tickets/${id}/messages`, { public: true, text: 'Gladly.', status: 'closed' })
  const link = async () => {
    const { rows } = await service.p.db.execute<{ text: string }>(
      sql`select message->>'text' as text from outgoing_mail where to_address = 'carla@example.com' and message->>'text' like ${`%${id}%`}`,
    )
    return rows.map(({ text }) => new RegExp(`/rate/${id}\\S+`).exec(text)?.[0]).find(Boolean)
  }
  await expect.poll(link).toBeTruthy()
  await open.visit(`/console/tickets/${id}`, { role: 'viewer' }, async (staff) => {
    await heading(staff, 'Thank you for the lift')
    await open.visit((await link())!, { role: 'viewer' }, async (page) => {
      await page.getByLabel('4: mostly').check()
      await page.getByLabel('What should we know?').fill('A little late.')
      await expectReadable(page)
      await page.getByRole('button', { name: 'Send' }).click()
      await page.getByText('Your word was kept.').waitFor()
      await expectReadable(page)
    })
    await staff.getByText('4 of 5').first().waitFor()
    await staff.getByText('A little late.').first().waitFor()
  })
})
