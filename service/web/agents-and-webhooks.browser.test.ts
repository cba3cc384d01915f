import { AxeBuilder } from '@axe-core/playwright'
import { inTransaction } from '@tractops/platform'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Look, openConsole } from '../../test/visit-console.ts'
import { confirmSubscription, suspendSubscriber } from '../src/status/subscribers/subscription.ts'

let open: Awaited<ReturnType<typeof openConsole>>
let service: (typeof open)['service']
const visit = (path: string, look: Look, then: Parameters<typeof open.visit>[2]) =>
  open.visit(path, look, then)

beforeAll(async () => {
  open = await openConsole()
  service = open.service
})
afterAll(() => open?.close())

const probe = (token: string) =>
  fetch(`${service.url}/api/v1/probe/assignment`, { headers: { authorization: `Bearer ${token}` } })

describe('a probe agent', () => {
  test('is made by keyboard, its token shown once with the line that runs it, and opens nothing once revoked', async () => {
    await visit('/console', { role: 'admin' }, async (page) => {
      await page.getByRole('heading', { name: 'Components' }).waitFor()
      await page.keyboard.press('g')
      await page.keyboard.press('r')
      await page.getByText('Only the service itself measures.').waitFor()
      await page.keyboard.press('c')
      const dialog = page.getByRole('dialog', { name: 'Make a probe agent' })
      await dialog.getByLabel('Name').and(page.locator(':focus')).waitFor()
      await page.keyboard.type('frankfurt-1')
      await page.keyboard.press('Tab')
      await page.keyboard.type('Frankfurt')
      await page.keyboard.press('Enter')
      const token = await page.getByRole('textbox', { name: 'The agent’s token' }).inputValue()
      expect(token).toMatch(/^tractops_agent_[\w-]{43}$/)
      expect(await page.getByRole('textbox', { name: 'The line that runs it' }).inputValue()).toBe(
        `npx tractops probe --server ${service.url} --token ${token}`,
      )
      expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id }) => id)).toEqual([])
      await page.keyboard.press('Escape')
      const row = page.getByRole('listitem').filter({ hasText: 'frankfurt-1' })
      await row.getByText('not heard yet').waitFor()
      expect(await page.content()).not.toContain(token)
      expect((await probe(token)).status).toBe(200)
      await page.reload()
      await row.getByText('heard', { exact: true }).waitFor()
      await row.getByRole('button', { name: 'Revoke frankfurt-1' }).press('Enter')
      await page
        .getByRole('dialog')
        .getByRole('button', { name: 'Keep it as it is' })
        .and(page.locator(':focus'))
        .waitFor()
      await page.keyboard.press('Tab')
      await page.keyboard.press('Enter')
      await row.getByText('revoked', { exact: true }).waitFor()
      await service.p.db.$client.query(`update probe_agent set seen_at = '2026-01-01T00:00:00Z'`)
      expect((await probe(token)).status).toBe(401)
      await page.reload()
      await row.getByText('It goes on calling with its revoked token.').waitFor()
    })
  })

  test('is seen by a viewer, who can make and revoke none', async () => {
    await visit('/console/agents', { role: 'viewer' }, async (page) => {
      await page.getByText('built-in').waitFor()
      expect(await page.getByRole('button', { name: /Make|Revoke/ }).count()).toBe(0)
    })
  })
})

describe('a webhook', () => {
  test('shows each event as it is sent, what was answered, and when it is tried again', async () => {
    const { body: made } = await service.sessions.lead.ask('POST', '/api/v1/webhooks', {
      url: 'http://127.0.0.1:9/',
    })
    await visit(`/console/webhooks/${made.id}`, { role: 'lead' }, async (page) => {
      await page.getByText('Nothing has happened since it was made').waitFor()
      await page.waitForLoadState('load')
      const given = { title: 'Cards are refused', impact: 'minor', text: 'We look.' }
      const { body: incident } = await service.sessions.lead.ask('POST', '/api/v1/incidents', given)
      const row = page.getByRole('row').filter({ hasText: 'incident.opened' })
      await row.getByText('There was no answer: the address is private').waitFor()
      expect(await row.getByRole('link').getAttribute('href')).toBe(`/console/incidents/${incident.id}`)
      await row.getByRole('cell').last().locator('time').waitFor()
    })
    await service.sessions.lead.ask('DELETE', `/api/v1/webhooks/${made.id}`)
  })

  test('is added, its secret shown once, and says why it is sent nothing more until a lead enables it', async () => {
    await visit('/console/subscribers', { role: 'lead' }, async (page) => {
      await page.getByRole('button', { name: 'Add a webhook' }).waitFor()
      await page.keyboard.press('c')
      const address = page.getByRole('dialog').getByLabel('Address')
      await address.fill('example')
      await address.press('Enter')
      await page.getByText('Write an address such as').waitFor()
      await address.fill('https://hooks.example/tractops')
      await page.getByLabel('everything that happens to tickets').check()
      await address.press('Enter')
      expect(await page.getByRole('textbox', { name: 'The webhook’s secret' }).inputValue()).toMatch(
        /^whsec_/,
      )
      await page.keyboard.press('Escape')
      await page.getByRole('link', { name: 'https://hooks.example/tractops' }).click()
      await page.getByRole('heading', { name: 'Deliveries' }).waitFor()
      await page.getByText('Nothing has happened since it was made').waitFor()
      const { body } = await service.sessions.lead.ask('GET', '/api/v1/webhooks')
      const { id } = body.items.find(({ url }: { url: string }) => url === 'https://hooks.example/tractops')
      await deliveriesOf(id)
      await page.reload()
      await page.getByRole('cell', { name: 'It answered 503.' }).waitFor()
      await page.getByText('It answered 410 Gone.').waitFor()
      await page.getByRole('button', { name: 'Enable it again' }).click()
      await page.getByText('is sent events').waitFor()
      await page.getByText('everything that happens to tickets').waitFor()
      const lost = page.getByRole('row').filter({ hasText: 'maintenance.scheduled' })
      await lost.getByRole('button', { name: 'Send it again' }).click()
      await lost.getByRole('button', { name: 'Send it again' }).waitFor({ state: 'detached' })
      const told = page.getByRole('row').filter({ hasText: 'ticket.opened' })
      expect(await told.getByRole('link').getAttribute('href')).toBe('/console/tickets/tkt_1')
      await page.getByRole('button', { name: 'Delete it' }).click()
      await page.getByRole('dialog').getByRole('button', { name: 'Delete it' }).click()
      await page.getByText('No program is told yet.').waitFor()
    })
  })
})

test('what wants a look stands on the overview and leads to where it is dealt with, for whoever may', async () => {
  const { body } = await service.sessions.lead.ask('POST', '/api/v1/webhooks', {
    url: 'https://gone.example/hooks',
  })
  await deliveriesOf(body.id)
  await visit('/console', { role: 'viewer' }, async (page) => {
    await page.getByText('gone.example: This webhook is sent nothing any more. It answered 410').waitFor()
    expect(await page.getByRole('link', { name: 'gone.example' }).count()).toBe(0)
  })
  for (const [width, colorScheme] of [
    [390, 'light'],
    [1440, 'dark'],
  ] as const)
    await visit('/console', { role: 'lead', width, colorScheme }, async (page) => {
      await page.getByRole('link', { name: 'gone.example' }).waitFor()
      const { violations } = await new AxeBuilder({ page }).analyze()
      expect(violations.map(({ id }) => id)).toEqual([])
      await page.getByRole('link', { name: 'gone.example' }).click()
      await page.getByRole('heading', { name: 'gone.example' }).waitFor()
    })
  await service.sessions.lead.ask('DELETE', `/api/v1/webhooks/${body.id}`)
})

/** A webhook as it stands after one event arrived, one is tried again, and one was answered by 410. */
async function deliveriesOf(id: string) {
  const insert = `insert into webhook_delivery
    (id, webhook_id, type, ref, body, created_at, attempts, last_attempt_at, last_status, last_error, delivered_at, failed_at)
    values ($1, $2, $3, $4, '{}', $5, $6, $5, $7, $8, $9, $10)`
  const rows = [
    [`msg_1${id}`, 'incident.opened', '10:00', 1, 204, null, '10:00', null],
    [`msg_2${id}`, 'incident.updated', '10:05', 3, 503, 'It answered 503.', null, null],
    [`msg_3${id}`, 'maintenance.scheduled', '10:10', 1, 410, 'It answered 410.', null, '10:10'],
    [`msg_4${id}`, 'ticket.opened', '10:08', 1, 204, null, '10:08', null],
  ] as const
  const at = (time: string | null) => time && `2026-11-24T${time}:00Z`
  for (const [key, type, created, attempts, status, error, delivered, failed] of rows)
    await service.p.db.$client.query(insert, [
      key,
      id,
      type,
      { incident: 'inc_1', maintenance: 'mnt_1', ticket: 'tkt_1' }[type.split('.')[0] as 'incident'],
      at(created),
      attempts,
      status,
      error,
      at(delivered),
      at(failed),
    ])
  await service.p.db.$client.query(
    `update webhook set disabled_at = '2026-11-24T10:10:00Z', disabled_because = 'It answered 410 Gone.' where id = $1`,
    [id],
  )
}

test('a subscriber whose address refuses mail stands out with what it said, and is removed after a question', async () => {
  const actor = { kind: 'system', name: 'test' } as const
  await inTransaction(service.p, actor, async (ctx) => {
    await confirmSubscription(ctx, { email: 'carla@example.com', components: ['payments'] })
    await confirmSubscription(ctx, { email: 'dev@example.com', components: [] })
    await suspendSubscriber(ctx, { email: 'dev@example.com', because: '550 5.1.1 no such user' })
  })
  await visit('/console/subscribers', { role: 'lead' }, async (page) => {
    const row = (email: string) => page.getByRole('row').filter({ hasText: email })
    await row('carla@example.com').getByText('confirmed').waitFor()
    await row('dev@example.com').getByText('550 5.1.1 no such user').waitFor()
    await page.getByRole('button', { name: 'Remove dev@example.com' }).click()
    await page.getByRole('button', { name: 'Remove the subscriber' }).click()
    await row('dev@example.com').waitFor({ state: 'detached' })
    await row('carla@example.com').getByText('confirmed').waitFor()
  })
})

test.each(
  (['light', 'dark'] as const).flatMap((colorScheme) => [390, 1440].map((width) => ({ width, colorScheme }))),
)('axe finds nothing in webhooks, agents and their forms at $width px, $colorScheme', async (look) => {
  const { body } = await service.sessions.lead.ask('POST', '/api/v1/webhooks', {
    url: `https://hooks.example/${'a-long-path-'.repeat(9)}`,
  })
  await deliveriesOf(body.id)
  const { body: made } = await service.sessions.admin.ask('POST', '/api/v1/agents', { name: 'tokyo-1' })
  await service.p.db.$client.query(
    `update probe_agent set seen_at = created_at - interval '1 hour', skew_ms = -4200, round_trip_ms = 120, waiting = 312,
      dropped = 1, blind = true, refused = 2, refused_at = created_at, refused_because = 'dated 9 s ahead of the server'
    where id = $1`,
    [made.id],
  )
  await inTransaction(service.p, { kind: 'system', name: 'test' }, async (ctx) => {
    await confirmSubscription(ctx, { email: 'ben@example.com', components: ['payments', 'voting'] })
    await suspendSubscriber(ctx, { email: 'ben@example.com', because: '550 5.1.1 no such user' })
  })
  for (const path of [
    `webhooks/${body.id}`,
    'subscribers',
    'subscribers?new=webhook',
    'agents',
    'agents?new=agent',
  ])
    await visit(`/console/${path}`, { role: 'admin', ...look }, async (page) => {
      await page.getByRole('heading', { level: 1 }).waitFor()
      for (const reading of await page.getByText('Reading …').all())
        await reading.waitFor({ state: 'hidden' })
      if (path.includes('new=')) await page.getByRole('dialog').waitFor()
      if (path === 'agents') await page.getByText('its clock is 4 s slow').first().waitFor()
      const { violations } = await new AxeBuilder({ page })
        .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
        .analyze()
      expect(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(' ')}`)).toEqual([])
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(look.width)
    })
})
