// Longer than others: each file of browser tests starts a service and a browser of its own, which takes longer than most of its tests.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { AxeBuilder } from '@axe-core/playwright'
import { sql } from 'drizzle-orm'
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

type Made = { id: string; number: number; messages: { id: string }[] }

async function ticket(more: object = {}): Promise<Made> {
  const { status, body } = await service.sessions.agent.ask('POST', '/api/v1/tickets', {
    subject: 'Ballots do not open',
    text: 'Our owners see a white page.',
    requester: { name: 'Carla', email: 'carla@harborview.example' },
    ...more,
  })
  expect(status).toBe(201)
  return body
}

const read = async (id: string) => (await service.sessions.agent.ask('GET', `/api/v1/tickets/${id}`)).body
const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { name, level: 1 }).waitFor()
const focused = (page: Page, name: string | RegExp) =>
  page.getByRole('textbox', { name, exact: true }).and(page.locator(':focus')).waitFor()

describe('an agent by keyboard alone', () => {
  test('answers ten tickets, the next one a key away', async () => {
    const ids: string[] = []
    for (let n = 1; n <= 10; n++)
      ids.push((await ticket({ subject: `Question ${n}`, severity: n === 10 ? 'P1' : 'P2' })).id)
    await visit('/console', { role: 'agent' }, async (page) => {
      await page.getByRole('heading', { name: 'Components' }).waitFor()
      await page.keyboard.press('g')
      await page.keyboard.press('q')
      await heading(page, 'To answer')
      await page.getByRole('link', { name: 'Question 10' }).waitFor()
      await page.keyboard.press('j')
      await page.getByRole('link', { name: 'Question 10' }).and(page.locator(':focus')).waitFor()
      await page.keyboard.press('Enter')
      for (const n of [10, 1, 2, 3, 4, 5, 6, 7, 8, 9]) {
        await heading(page, `Question ${n}`)
        await page.keyboard.press('r')
        await focused(page, 'Reply')
        await page.keyboard.type(`Answer ${n}.`)
        await page.keyboard.press('Control+Enter')
        await page.getByRole('article', { name: 'Ava-agent, public' }).getByText(`Answer ${n}.`).waitFor()
        await page.keyboard.press('j')
      }
    })
    for (const [i, id] of ids.entries())
      expect((await read(id)).messages.at(-1)).toMatchObject({ author: 'staff', text: `Answer ${i + 1}.` })
  })

  test('raises a severity, takes a ticket, notes, and closes with the answer', async () => {
    const { id } = await ticket()
    await visit(`/console/tickets/${id}`, { role: 'agent' }, async (page) => {
      await heading(page, 'Ballots do not open')
      await page.keyboard.press('s')
      const severity = page.getByRole('dialog', { name: 'How severe is it?' })
      await severity.getByRole('radio', { name: 'P3 normal' }).and(page.locator(':focus')).waitFor()
      await page.keyboard.press('ArrowUp')
      await page.keyboard.press('Enter')
      await severity.waitFor({ state: 'detached' })
      await page.getByText('made it P2, from P3').waitFor()
      await page.keyboard.press('a')
      await page.getByRole('dialog', { name: 'Give it to' }).waitFor()
      await page.getByRole('combobox', { name: 'Person' }).and(page.locator(':focus')).waitFor()
      await page.keyboard.press('Enter')
      await page.locator('.desk-facts').getByText('Ava-agent').waitFor()
      await page.keyboard.press('n')
      await focused(page, 'Note')
      await page.keyboard.type('The lock again.')
      await page.keyboard.press('Control+Enter')
      await page.getByRole('article', { name: 'Ava-agent, internal note' }).waitFor()
      await page.keyboard.press('r')
      await focused(page, 'Reply')
      await page.keyboard.type('Done.')
      await page.keyboard.press('Control+Shift+Enter')
      await page.getByText('Closed', { exact: false }).first().waitFor()
    })
    expect(await read(id)).toMatchObject({ status: 'closed', severity: 'P2' })
  })

  test('finds every key in the list of shortcuts and in the palette', async () => {
    const { id } = await ticket()
    await visit(`/console/tickets/${id}`, { role: 'agent' }, async (page) => {
      await heading(page, 'Ballots do not open')
      await page.keyboard.press('?')
      const list = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
      for (const does of ['Reply to the customer', 'Say how severe it is', 'Put it aside for a while'])
        await list.getByText(does).waitFor()
      await page.keyboard.press('Escape')
      await list.waitFor({ state: 'detached' })
      await page.keyboard.press('Control+k')
      await page.locator('input:focus').waitFor()
      await page.keyboard.type('note for staff')
      await page.keyboard.press('Enter')
      await focused(page, 'Note')
    })
  })

  test('puts in a canned reply with its variables by a semicolon', async () => {
    await service.sessions.agent.ask('POST', '/api/v1/canned-replies', {
      title: 'Ask for a picture',
      text: 'Dear {{requester.firstName}}, please send a picture.',
    })
    const { id } = await ticket()
    await visit(`/console/tickets/${id}`, { role: 'agent' }, async (page) => {
      await heading(page, 'Ballots do not open')
      await page.keyboard.press('r')
      await focused(page, 'Reply')
      await page.keyboard.type(';pict')
      await page.getByRole('option', { name: 'Ask for a picture' }).waitFor()
      await page.keyboard.press('Enter')
      await page.getByText('Dear Carla, please send a picture.', { exact: true }).waitFor()
      await focused(page, 'Reply')
    })
  })
})

test('a script in a mail does not run, and an image from elsewhere is fetched only when asked for', async () => {
  let fetched = 0
  const spy = createServer((_, response) => {
    fetched++
    response.end()
  })
  await new Promise<void>((done) => void spy.listen(0, '127.0.0.1', done))
  try {
    const { id, messages } = await ticket()
    const image = `http://127.0.0.1:${(spy.address() as AddressInfo).port}/pixel.gif`
    // Worse than what is ever kept: the frame holds by itself.
    const html = `<p>Formatted <b>words</b></p><script>top.document.title='taken'</script><img src=x onerror="top.document.title='taken'"><img data-remote-src="${image}">`
    await service.p.db.execute(
      sql`update ticket_message set html = ${html}, author = 'customer', channel = 'mail' where id = ${messages[0]!.id}`,
    )
    const open = async (page: Page) => {
      await page.getByRole('button', { name: 'Show as it was formatted' }).click()
      await page.frameLocator('iframe').getByText('Formatted').waitFor()
    }
    await service.sessions.viewer.ask('GET', `/api/v1/tickets/${id}`)
    await openQuietly(`/console/tickets/${id}`, async (page) => {
      await open(page)
      expect(await page.title()).toContain('Ballots do not open')
      expect(fetched).toBe(0)
      const asked = page.waitForRequest(image)
      await page.getByRole('button', { name: 'Load images from elsewhere' }).click()
      await asked
      expect(await page.title()).toContain('Ballots do not open')
    })
  } finally {
    spy.close()
  }
})

/** A visit whose page complains of what its policy has stopped, as it should. */
async function openQuietly(path: string, then: (page: Page) => Promise<void>): Promise<void> {
  await open.visit(
    path,
    { role: 'agent', complains: /Refused|Blocked|violates|sandboxed|ERR_|Failed to load/i },
    then,
  )
}

test('a mail whose sender may be forged says so, and what each check answered', async () => {
  const { id, messages } = await ticket()
  const verdict = {
    spf: { result: 'softfail', domain: 'harborview.example' },
    dkim: [],
    dmarc: { result: 'fail', domain: 'harborview.example', policy: 'reject' },
    arc: { result: 'none' },
    aligned: false,
  }
  await service.p.db.execute(
    sql`insert into incoming_mail (id, same, transport, received_at, envelope, subject, fields, size, raw, outcome, impersonates, verdict)
      values ('inm_forged', 'forged', 'smtp', '2026-11-25T18:00:00Z', ${'{"from":"","to":[],"ip":null,"helo":null,"tls":false}'}::jsonb,
        'Hello', '[]'::jsonb, 0, ''::bytea, 'opened', 'Ben', ${JSON.stringify(verdict)}::jsonb)`,
  )
  await service.p.db.execute(
    sql`update ticket_message set incoming_mail_id = 'inm_forged' where id = ${messages[0]!.id}`,
  )
  await visit(`/console/tickets/${id}`, { role: 'viewer' }, async (page) => {
    await page.getByText('It names Ben as its sender, without proof.').waitFor()
    await page.getByText('sender may be forged').click()
    await page.getByText('softfail for harborview.example').waitFor()
  })
})

test('a file that is attached stays with the draft, and goes out as a download with the answer', async () => {
  const { id } = await ticket()
  await visit(`/console/tickets/${id}`, { role: 'agent' }, async (page) => {
    await heading(page, 'Ballots do not open')
    const file = { name: 'guide.txt', mimeType: 'text/plain', buffer: Buffer.from('Open the ballot.') }
    await page.locator('input[type=file]').setInputFiles(file)
    await page.getByRole('textbox', { name: 'Reply' }).fill('See the guide.')
    const attached = page.getByRole('list', { name: 'Attached files' })
    await attached.getByText('guide.txt').waitFor()
    await page.getByText('The draft is kept.').waitFor()
    await page.reload()
    await attached.getByText('guide.txt').waitFor()
    await page.getByRole('button', { name: 'Send the reply' }).click()
    const link = page
      .getByRole('article', { name: 'Ava-agent, public' })
      .getByRole('link', { name: 'guide.txt' })
    const [download] = await Promise.all([page.waitForEvent('download'), link.click()])
    expect(download.suggestedFilename()).toBe('guide.txt')
  })
})

test('a draft is there after a reload, and on another device', async () => {
  const { id } = await ticket()
  const path = `/console/tickets/${id}`
  await visit(path, { role: 'agent' }, async (page) => {
    await heading(page, 'Ballots do not open')
    await page.getByRole('textbox', { name: 'Reply' }).fill('We found it, and')
    await page.getByText('The draft is kept.').waitFor()
    await page.reload()
    await page.getByText('We found it, and').waitFor()
  })
  await visit(path, { role: 'agent' }, async (page) => {
    await page.getByText('We found it, and').waitFor()
    await page.getByRole('textbox', { name: 'Reply' }).fill('We found it.')
    await page.getByRole('button', { name: 'Send the reply' }).click()
    await page.getByRole('article', { name: 'Ava-agent, public' }).getByText('We found it.').waitFor()
    await page.reload()
    await heading(page, 'Ballots do not open')
    expect(await page.getByRole('textbox', { name: 'Reply' }).inputValue()).toBe('')
  })
})

test('who else is at a ticket is told, and that they write', async () => {
  const { id } = await ticket()
  const path = `/console/tickets/${id}`
  await visit(path, { role: 'agent' }, async (ava) => {
    await heading(ava, 'Ballots do not open')
    await visit(path, { role: 'lead' }, async (ben) => {
      await ben.getByText('Ava-agent is looking at this ticket too.').waitFor()
      await ava.getByText('Ava-lead is looking at this ticket too.').waitFor()
      await ava.getByRole('textbox', { name: 'Reply' }).pressSequentially('Dear')
      await ben.getByText('Ava-agent is writing at this ticket too.').waitFor()
      await ben.getByRole('link', { name: 'Queue' }).first().click()
      await ben.getByRole('searchbox').waitFor()
    })
    await ava.getByText('Ava-lead is looking at this ticket too.').waitFor({ state: 'detached' })
  })
})

test('several are selected by keyboard and tagged, given and closed in one go', async () => {
  for (const n of [1, 2, 3]) await ticket({ subject: `Roof leak ${n}` })
  await visit('/console/tickets?q=roof+leak', { role: 'agent' }, async (page) => {
    await page.getByRole('link', { name: 'Roof leak 3' }).waitFor()
    await page.keyboard.press('j')
    await page.keyboard.press('x')
    await page.keyboard.press('j')
    await page.keyboard.press('x')
    await page.getByText('2 selected').waitFor()
    await page.keyboard.press('t')
    const tags = page.getByRole('dialog', { name: 'Add tags' })
    await tags.getByLabel('Tags').and(page.locator(':focus')).waitFor()
    await page.keyboard.type('Roof')
    await page.keyboard.press('Enter')
    await tags.getByRole('button', { name: 'Add them' }).click()
    await tags.waitFor({ state: 'detached' })
    await expect.poll(() => page.locator('.tag', { hasText: 'roof' }).count()).toBe(2)
    await page.keyboard.press('x')
    await page.keyboard.press('e')
    await page.getByText('closed', { exact: true }).waitFor()
  })
})

test('search finds words of a message and marks them, and a click keeps the place in the queue', async () => {
  const { id } = await ticket({ subject: 'Something else', text: 'The chandelier of the lobby is dark.' })
  await visit('/console/tickets', { role: 'viewer' }, async (page) => {
    await page.getByRole('searchbox', { name: 'Search tickets' }).waitFor()
    await page.keyboard.press('/')
    await page.keyboard.type('chandelier')
    await page.locator('mark', { hasText: 'chandelier' }).waitFor()
    await page.getByRole('link', { name: 'Something else' }).click()
    await heading(page, 'Something else')
    await page.goBack()
    await page.getByRole('link', { name: 'Something else' }).and(page.locator(':focus')).waitFor()
    expect(new URL(page.url()).searchParams.get('q')).toBe('chandelier')
  })
  expect((await read(id)).status).toBe('open')
})

test('beyond the first page of the queue one comes back to the place one left', async () => {
  for (let n = 1; n <= 55; n++) await ticket({ subject: `Paged ${n}`, severity: 'P4' })
  await visit('/console/tickets?view=unanswered&severity=P4', { role: 'agent' }, async (page) => {
    await page.getByRole('link', { name: 'Paged 50' }).waitFor()
    await page.getByRole('button', { name: 'Show more' }).click()
    await page.getByRole('link', { name: 'Paged 54' }).focus()
    await page.keyboard.press('Enter')
    await heading(page, 'Paged 54')
    await page.keyboard.press('j')
    await heading(page, 'Paged 55')
    await page.keyboard.press('k')
    await heading(page, 'Paged 54')
    await page.keyboard.press('u')
    await page.getByRole('link', { name: 'Paged 54' }).and(page.locator(':focus')).waitFor()
    expect(new URL(page.url()).searchParams.get('severity')).toBe('P4')
  })
})

test('what narrows the queue is kept as a view, and removed again', async () => {
  await ticket({ subject: 'For the view', severity: 'P4' })
  await visit('/console/tickets?view=all&severity=P4', { role: 'agent' }, async (page) => {
    await page.getByRole('link', { name: 'For the view' }).waitFor()
    await page.getByRole('button', { name: 'Keep as a view' }).click()
    const form = page.getByRole('dialog', { name: 'Keep as a view' })
    await form.getByLabel('Name').fill('Wishes')
    await form.getByRole('button', { name: 'Keep it' }).click()
    await heading(page, 'Wishes')
    await page.getByRole('link', { name: 'For the view' }).waitFor()
    expect(await page.getByRole('link', { name: 'Ballots do not open' }).count()).toBe(0)
    await page.getByRole('button', { name: 'Remove this view' }).click()
    await page.getByRole('button', { name: 'Remove it' }).click()
    await heading(page, 'To answer')
    expect(await page.getByRole('link', { name: /^Wishes/ }).count()).toBe(0)
  })
})

test('the overview tells which first responses are due next, and leads to them', async () => {
  const { number } = await ticket({ subject: 'Everything is down', severity: 'P1' })
  await visit('/console', { role: 'agent' }, async (page) => {
    await page.getByRole('link', { name: `P1 #${number} Everything is down` }).click()
    await heading(page, 'Everything is down')
    await page.getByText(/^Due in \d+ min/).waitFor()
  })
})

test('keys without Ctrl can be turned off, and stay off', async () => {
  const { id } = await ticket()
  await visit(`/console/tickets/${id}`, { role: 'agent' }, async (page) => {
    await heading(page, 'Ballots do not open')
    await page.keyboard.press('Control+k')
    await page.locator('input:focus').waitFor()
    await page.keyboard.type('turn keys')
    await page.keyboard.press('Enter')
    await page.getByPlaceholder('Go to a page, or do something').waitFor({ state: 'detached' })
    await page.reload()
    await heading(page, 'Ballots do not open')
    await page.keyboard.press('e')
    await page.keyboard.press('s')
    expect(await page.getByRole('dialog').count()).toBe(0)
  })
  expect((await read(id)).status).toBe('open')
})

test('reports tell how first responses were kept, as figures and as a file', async () => {
  const { id } = await ticket({ severity: 'P2' })
  const answer = { text: 'Dear Carla.', public: true }
  await service.sessions.agent.ask('POST', `/api/v1/tickets/${id}/messages`, answer)
  await expect.poll(async () => (await read(id)).responseState).toBe('met')
  await visit('/console/reports', { role: 'viewer' }, async (page) => {
    await page.getByText(/of first responses went out in time/).waitFor()
    expect(await page.locator('.figure').textContent()).toBe('100 %')
    await page.getByText('Month', { exact: true }).click()
    await page.getByRole('columnheader', { name: 'Month' }).waitFor()
    await page.getByText('Person', { exact: true }).click()
    await page.getByRole('cell', { name: 'Ava-agent' }).first().waitFor()
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'As CSV' }).click(),
    ])
    expect(file.suggestedFilename()).toMatch(/^first-responses-.*\.csv$/)
    expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id }) => id)).toEqual([])
  })
})

test('what somebody asked by telephone is entered for them', async () => {
  await visit('/console/tickets', { role: 'agent' }, async (page) => {
    await page.getByRole('button', { name: 'Enter a ticket' }).waitFor()
    await page.keyboard.press('c')
    const form = page.getByRole('dialog', { name: 'Enter a ticket' })
    await form.getByLabel('Who asks').fill('Dev')
    await form.getByLabel('Subject').fill('A call about dues')
    await form.getByLabel('What they said').fill('How do I pay?')
    await form.getByRole('button', { name: 'Enter it' }).click()
    await heading(page, 'A call about dues')
    await page.getByText('entered by staff').first().waitFor()
  })
})

test('a viewer reads tickets and can change none', async () => {
  const { id } = await ticket()
  await visit(`/console/tickets/${id}`, { role: 'viewer' }, async (page) => {
    await page.getByText('Our owners see a white page.').waitFor()
    expect(await page.getByRole('button', { name: /Send|Close|Merge|Give|Put aside/ }).count()).toBe(0)
  })
})

test.each(
  (['light', 'dark'] as const).flatMap((colorScheme) => [390, 1440].map((width) => ({ width, colorScheme }))),
)('axe finds nothing in the desk at $width px, $colorScheme', async (look) => {
  const { id } = await ticket({ severity: 'P1' })
  const ask = (path: string, body: object) =>
    service.sessions.agent.ask('POST', `/api/v1/tickets/${id}/${path}`, body)
  await ask('messages', { text: 'Only **us**.', public: false })
  await ask('messages', { text: 'Dear Carla.', public: true })
  await ask('tags', { add: ['voting'] })
  for (const path of ['/tickets?view=all', `/tickets/${id}`, '/tickets?view=all&new=ticket'])
    await visit(`/console${path}`, { role: 'lead', ...look }, async (page) => {
      await page.getByRole('heading', { level: 1 }).waitFor()
      await page.locator('[role=status] .mantine-Loader-root').first().waitFor({ state: 'detached' })
      await page
        .locator(path.includes('?') ? '.ticket-line' : '.said')
        .first()
        .waitFor()
      if (path.endsWith('ticket')) await page.getByRole('dialog').waitFor()
      if (path.endsWith('all')) await page.getByRole('checkbox').first().check()
      const { violations } = await new AxeBuilder({ page })
        .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
        .analyze()
      expect(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(' ')}`)).toEqual([])
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(look.width)
    })
})
