// Longer than others: each file of browser tests starts a service and a browser of its own, which takes longer than most of its tests.
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { AxeBuilder } from '@axe-core/playwright'
import { systemClock } from '@tractops/platform'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createIncident } from '../src/incidents/record/create-incident.ts'
import { policies } from '../test/desk-stage.ts'
import { openWidgetStage, type WidgetStage } from '../test/widget-stage.ts'

let stage: WidgetStage
beforeAll(async () => {
  stage = await openWidgetStage()
})
afterAll(() => stage?.close())

const launcher = (page: Page) => page.locator('tractops-help .open')
const open = (page: Page) => launcher(page).click()
const axe = async (page: Page, where: string) => {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(violations.map(({ id, nodes }) => `${where}, ${colorScheme}: ${id} ${nodes[0]?.html}`)).toEqual([])
  }
}
const tickets = async (email: string) =>
  (
    await stage.p.pool.query('select id, number from ticket where requester_email = $1 order by number', [
      email,
    ])
  ).rows as { id: string; number: number }[]
const codeMailed = async () => {
  await stage.deliver()
  const mail = stage.server.mails.splice(0).findLast(({ subject }) => /code/.test(subject ?? ''))
  return /Your code is (\d{3} \d{3})/.exec(mail!.text!)![1]!
}
/** What the widget does by itself in a while, at once. */
const lookAgain = (page: Page) => page.evaluate("dispatchEvent(new Event('online'))")

test('the widget is one file of at most 15 kB gzipped, and imports nothing', () => {
  const script = readFileSync(new URL('dist/widget.js', import.meta.url))
  expect(gzipSync(script, { level: 9 }).length).toBeLessThanOrEqual(15_000)
  expect(String(script)).not.toMatch(/\bimport\s*[({"']|\beval\(|new Function/)
})

describe('in a foreign page with a strict policy', () => {
  test.each([1440, 390])(
    'a reader asks with a file, reloads, is answered and answers; %i px',
    async (width) => {
      const email = `carla-${width}@example.com`
      const token = stage.token({ email, sub: email })
      const complaints = await stage.visit({ token }, { width }, async (page) => {
        await axe(page, 'shut')
        await open(page)
        await page.getByRole('radio', { name: 'How do I' }).check()
        await page.getByText('of business time').waitFor()
        expect(await page.locator('.due').textContent()).toMatch(/(day|today) \d\d:\d\d/)
        await page.getByRole('textbox').fill('How do I export the dues?')
        const file = { name: 'what-i-see.txt', mimeType: 'text/plain', buffer: Buffer.from('a list') }
        await page.locator('input[type=file]').setInputFiles([file])
        await page.getByRole('button', { name: 'Remove what-i-see.txt' }).waitFor()
        await axe(page, 'asking')
        expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
        // Nothing of what was written is lost by loading the page again.
        await page.reload()
        await open(page)
        expect(await page.getByRole('textbox').inputValue()).toBe('How do I export the dues?')
        expect(await page.getByRole('radio', { name: 'How do I' }).isChecked()).toBe(true)
        await page.getByRole('button', { name: 'Remove what-i-see.txt' }).waitFor()
        await page.getByRole('button', { name: 'Send' }).click()
        const conversation = page.getByRole('list', { name: 'Messages' })
        await conversation.getByText('How do I export the dues?').waitFor()
        const [ticket] = await tickets(email)
        await page.getByText(`#${ticket!.number}. An answer at the latest`).waitFor()
        expect(
          await (
            await fetch((await page.getByRole('link', { name: 'what-i-see.txt' }).getAttribute('href'))!)
          ).text(),
        ).toBe('a list')
        await page.getByRole('button', { name: 'Close' }).click()
        stage.p.clock.set(systemClock.now())
        await stage.answers(ticket!.id, { text: 'Under **Export**.' })
        await stage.deliver()
        await lookAgain(page)
        await page
          .getByRole('button', { name: 'Help, 1 new answer' })
          .or(page.getByText('1 new answer'))
          .first()
          .waitFor()
        await open(page)
        await conversation.getByText('Ava').waitFor()
        expect(await conversation.locator('strong').textContent()).toBe('Export')
        await axe(page, 'answered')
        await page.getByRole('textbox', { name: 'Add something' }).fill('Thank you!')
        await page.getByRole('button', { name: 'Send' }).click()
        await conversation.getByText('Thank you!').waitFor()
        // The next page of the host knows the conversation, and that it was read.
        await page.reload()
        await open(page)
        await page.getByRole('button', { name: 'Your questions (1)' }).click()
        await axe(page, 'list')
        await page.getByRole('button', { name: 'How do I export the dues?' }).click()
        await conversation.getByText('Thank you!').waitFor()
        expect(await page.getByText('new answer').count()).toBe(0)
      })
      expect(complaints).toEqual([])
      expect(await tickets(email)).toHaveLength(1)
    },
  )

  test('everything works by keyboard, focus goes in, is held where it matters, and comes back', async () => {
    const email = 'keyboard@example.com'
    const complaints = await stage.visit({ token: stage.token({ email, sub: email }) }, {}, async (page) => {
      await launcher(page).waitFor()
      const focused = () =>
        page.evaluate(() => {
          const inside = document.querySelector('tractops-help')?.shadowRoot?.activeElement
          return (inside ?? document.activeElement)?.textContent?.trim() ?? ''
        })
      await page.locator('#own').focus()
      await page.keyboard.press('Tab')
      expect(await focused()).toBe('Help')
      await page.keyboard.press('Enter')
      expect(await focused()).toBe('How can we help?')
      await page.keyboard.press('Escape')
      expect(await focused()).toBe('Help')
      await page.keyboard.press('Enter')
      await page.keyboard.press('Tab')
      await page.keyboard.press('Space')
      for (let i = 0; i < 4; i++) await page.keyboard.press('ArrowDown')
      expect(await page.getByRole('radio', { name: 'How do I' }).isChecked()).toBe(true)
      await page.keyboard.press('Tab')
      await page.keyboard.type('By keyboard alone')
      await page.keyboard.press('Tab')
      await page.keyboard.press('Tab')
      expect(await focused()).toBe('Send')
      await page.keyboard.press('Enter')
      await page.getByRole('list', { name: 'Messages' }).getByText('By keyboard alone').waitFor()
      expect(await focused()).toBe('By keyboard alone')
      expect(await page.getByRole('status').filter({ hasText: 'Its number is' }).count()).toBe(1)
    })
    expect(complaints).toEqual([])
    expect(await tickets(email)).toHaveLength(1)
  })

  test('whoever forgot something is led to it, by sentence and focus', async () => {
    await stage.visit({}, {}, async (page) => {
      await open(page)
      await page.getByRole('button', { name: 'Send' }).click()
      await page.getByRole('alert').filter({ hasText: 'Say what it is about.' }).waitFor()
      await page.getByRole('radio', { name: 'A bill' }).check()
      await page.getByRole('button', { name: 'Send' }).click()
      const text = page.getByRole('textbox', { name: 'What happened' })
      await page.getByRole('alert').filter({ hasText: 'Write a sentence' }).waitFor()
      expect(await text.evaluate((field) => field.matches(':focus'))).toBe(true)
      await text.fill('Which bill is this?')
      await page.getByRole('textbox', { name: 'Your name' }).fill('Dev')
      await page.getByRole('textbox', { name: 'Your mail' }).fill('dev at example')
      await page.getByRole('button', { name: 'Send' }).click()
      await page.getByRole('alert').filter({ hasText: 'carla@example.com' }).waitFor()
      await axe(page, 'refused')
    })
  })

  test('a file that is too large says how large one may be, before it is sent, and is left out', async () => {
    const email = 'large@example.com'
    await stage.visit({ token: stage.token({ email, sub: email }) }, { width: 390 }, async (page) => {
      await open(page)
      await page.getByRole('radio', { name: 'An idea' }).check()
      await page.getByRole('textbox').fill('A film of it.')
      const film = { name: 'film.mp4', mimeType: 'video/mp4', buffer: Buffer.alloc(1_000_001) }
      await page.locator('input[type=file]').setInputFiles([film])
      await page.getByRole('alert').filter({ hasText: 'It is larger than 1.0 MB.' }).waitFor()
      await axe(page, 'too large')
      await page.getByRole('button', { name: 'Remove film.mp4' }).click()
      expect(await page.getByRole('alert').count()).toBe(0)
      await page.getByRole('button', { name: 'Send' }).click()
      await page.getByRole('list', { name: 'Messages' }).getByText('A film of it.').waitFor()
      expect(await page.getByRole('link', { name: 'film.mp4' }).count()).toBe(0)
    })
  })

  test('somebody unknown confirms an address, after a reload and a wrong code too', async () => {
    const complaints = await stage.visit({ email: 'dev@example.com' }, { width: 390 }, async (page) => {
      await open(page)
      await page.getByRole('radio', { name: 'A problem of mine' }).check()
      await page.getByRole('textbox', { name: 'What happened' }).fill('I cannot sign in.')
      await page.getByRole('textbox', { name: 'Your name' }).fill('Dev')
      await page.getByRole('button', { name: 'Send' }).click()
      await page.getByRole('heading', { name: 'Is this your address?' }).waitFor()
      await axe(page, 'code')
      const code = await codeMailed()
      await page.reload()
      await open(page)
      await page.getByRole('textbox', { name: 'The code' }).fill(code === '000 000' ? '000 001' : '000 000')
      await page.getByRole('button', { name: 'Confirm and send' }).click()
      await page.getByRole('alert').filter({ hasText: 'not the code' }).waitFor()
      expect(await tickets('dev@example.com')).toEqual([])
      await page.getByRole('textbox', { name: 'The code' }).fill(code)
      await page.getByRole('button', { name: 'Confirm and send' }).click()
      await page.getByRole('list', { name: 'Messages' }).getByText('I cannot sign in.').waitFor()
      await page.reload()
      await open(page)
      await page.getByRole('button', { name: 'Your questions (1)' }).waitFor()
    })
    expect(complaints).toEqual([])
    expect(await tickets('dev@example.com')).toHaveLength(1)
  })

  test('a token that is refused tells the developer why, and the reader is asked for an address; nothing is lost', async () => {
    const said: string[] = []
    const token = stage.token({ aud: 'somebody-else', sub: 'refused' })
    await stage.visit({ token }, {}, async (page) => {
      page.on('console', (message) => said.push(message.text()))
      await page.reload()
      await open(page)
      await page.getByRole('textbox', { name: 'Your name' }).waitFor()
      expect(said.find((text) => text.includes('widget_token_audience'))).toMatch(
        /"aud" must be "tractops-widget"/,
      )
    })
  })

  test('a page that stays open gives a new token whenever the last one has run out', async () => {
    const email = 'long@example.com'
    const of = (exp?: number) => stage.token({ email, sub: email, ...(exp ? { exp } : {}) })
    const tokens = [of(1_700_000_000), of(1_700_000_000), of()]
    await stage.visit({}, {}, async (page) => {
      await page.exposeFunction('newToken', () => tokens.shift() ?? of())
      await page.addInitScript('window.tractops = { token: () => window.newToken() }')
      await page.reload()
      await open(page)
      await page.getByRole('radio', { name: 'How do I' }).check()
      await page.getByRole('textbox').fill('Still here?')
      expect(await page.getByRole('textbox', { name: 'Your name' }).count()).toBe(0)
      await page.getByRole('button', { name: 'Send' }).click()
      await page.getByRole('list', { name: 'Messages' }).getByText('Still here?').waitFor()
    })
    expect(await tickets(email)).toHaveLength(1)
  })

  test('what is sent without a connection is kept, and is there once when there is one again', async () => {
    const email = 'offline@example.com'
    const complaints = await stage.visit(
      { token: stage.token({ email, sub: email }) },
      {},
      async (page, context) => {
        await open(page)
        await page.getByRole('radio', { name: 'An idea' }).check()
        await page.getByRole('textbox').fill('A darker dark.')
        await context.setOffline(true)
        await page.getByRole('button', { name: 'Send' }).click()
        await page.getByRole('heading', { name: 'Your question waits to be sent' }).waitFor()
        await axe(page, 'offline')
        expect(await tickets(email)).toEqual([])
        await context.setOffline(false)
        await page.getByRole('list', { name: 'Messages' }).getByText('A darker dark.').waitFor()
        // The answer to what was sent is lost on its way: it is sent again, and is one message.
        let lost = 0
        await page.route('**/messages', async (route) => {
          if (route.request().method() !== 'POST' || lost++ > 0) return route.continue()
          await route.fetch()
          await route.abort()
        })
        await page.getByRole('textbox', { name: 'Add something' }).fill('Sent twice, said once.')
        await page.getByRole('button', { name: 'Send' }).click()
        await expect.poll(() => lost, { timeout: 30_000 }).toBe(2)
        await page.getByText(/waits to be sent|on its way/).waitFor({ state: 'detached' })
        expect(await page.getByText('Sent twice, said once.').count()).toBe(1)
      },
    )
    expect(complaints).toEqual([])
    const { rows } = await stage.p.pool.query(
      `select m.text from ticket_message m join ticket t on t.id = m.ticket_id where t.requester_email = $1`,
      [email],
    )
    expect(rows.map(({ text }) => text).sort()).toEqual(['A darker dark.', 'Sent twice, said once.'])
  })

  test('what waits to be sent outlives the page, and two tabs send it once', async () => {
    const email = 'tabs@example.com'
    await stage.visit({ token: stage.token({ email, sub: email }) }, {}, async (page, context) => {
      await context.route('**/widget/api/**', (route) => route.abort())
      await open(page)
      await page.getByRole('radio', { name: 'An idea' }).check()
      await page.getByRole('textbox').fill('It outlives the page.')
      await page.getByRole('button', { name: 'Send' }).click()
      await page.getByRole('heading', { name: 'Your question waits to be sent' }).waitFor()
      await page.reload()
      const other = await context.newPage()
      await other.goto(stage.hostUrl)
      await open(page)
      await page.getByText('It outlives the page.').waitFor()
      await context.unroute('**/widget/api/**')
      await Promise.all([page, other].map(lookAgain))
      for (const tab of [page, other]) {
        await tab.reload()
        await open(tab)
        await tab.getByRole('button', { name: 'Your questions (1)' }).waitFor()
      }
    })
    expect(await tickets(email)).toHaveLength(1)
  })

  test.each([
    ['at once, over a line', true],
    ['by asking now and then, where no line can be had', false],
  ])('an answer is shown while the conversation is open: %s', async (_, hasLine) => {
    const email = `line-${hasLine}@example.com`
    await stage.visit({ token: stage.token({ email, sub: email }) }, {}, async (page) => {
      // The page's own time stands still, so that nothing is asked by itself.
      await page.clock.install()
      if (!hasLine)
        await page.route('**/widget/api/events', (route) => route.fulfill({ status: 429, body: '{}' }))
      await page.reload()
      await page.clock.pauseAt(Date.now() + 3_600_000)
      const line = page.waitForResponse('**/widget/api/events')
      await open(page)
      await page.getByRole('radio', { name: 'An idea' }).check()
      await page.getByRole('textbox').fill('A livelier widget.')
      await page.getByRole('button', { name: 'Send' }).click()
      await page.getByRole('list', { name: 'Messages' }).getByText('A livelier widget.').waitFor()
      expect((await line).status()).toBe(hasLine ? 200 : 429)
      const [ticket] = await tickets(email)
      stage.p.clock.set(systemClock.now())
      await stage.answers(ticket!.id, { text: 'It is livelier now.' })
      if (!hasLine) await page.clock.runFor(10_000)
      await page.getByText('It is livelier now.').waitFor()
      await page.getByRole('status').filter({ hasText: 'There is a new answer.' }).waitFor()
    })
  })

  test('for an outage it leads to the mail that is told at once, and shows an incident that is open', async () => {
    await stage.visit({ token: stage.token() }, {}, async (page) => {
      await stage.doing((ctx) =>
        createIncident(ctx, {
          ...{
            title: 'Payments are refused',
            impact: 'critical',
            state: 'identified',
            components: [],
            policies,
          },
          text: 'Cards are refused since this morning.',
        }),
      )
      await open(page)
      await page.getByText('Payments are refused').waitFor()
      expect(await page.getByRole('link', { name: 'follow it here' }).getAttribute('href')).toMatch(
        /\/status\/incidents\/inc_/,
      )
      await page.getByRole('radio', { name: 'An outage' }).check()
      await page.getByRole('textbox').fill('Nobody can pay\nsince nine')
      const href = (await page.getByRole('link', { name: 'Write the mail' }).getAttribute('href'))!
      const mail = new URL(href)
      expect(mail.pathname).toBe('contact@tractops.com')
      expect(mail.searchParams.get('subject')).toBe('[P1] Nobody can pay')
      expect(mail.searchParams.get('body')).toBe('Nobody can pay\nsince nine')
      await page.getByText('within 1 h').waitFor()
      await axe(page, 'outage')
    })
  })
})
