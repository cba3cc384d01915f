import {
  type Actor,
  createHttpApp,
  inTransaction,
  mailTransport,
  onMailSettled,
  type Transport,
} from '@tractops/platform'
import {
  deliverMail,
  smtpServer,
  type TestPlatform,
  type TestSmtpServer,
  testPlatform,
} from '@tractops/platform/testing'
import { defaultPolicies } from '@tractops/sla'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createIncident } from '../../incidents/record/create-incident.ts'
import { editUpdate } from '../../incidents/record/edit-update.ts'
import { postUpdate } from '../../incidents/record/post-update.ts'
import { publishMaintenance } from '../../maintenance/announce/publish-maintenance.ts'
import { planMaintenance } from '../../maintenance/plan/plan-maintenance.ts'
import { completeWork } from '../../maintenance/run/complete-work.ts'
import { startWork } from '../../maintenance/run/start-work.ts'
import { applyConfig } from '../../monitoring/record/apply-config.ts'
import { CHANGE_MAIL } from './change-mail.ts'
import { incidentSource, maintenanceSource } from './changes.ts'
import { subscribePages } from './pages.ts'
import { confirmSubscription, noteBounce } from './subscription.ts'
import { tellChanges, untold } from './tell.ts'

const policies = defaultPolicies()
const ava: Actor = { kind: 'person', id: 'ava', name: 'Ava' }
const url = 'https://status.example'
const from = 'TractOps <contact@tractops.com>'
const components = [
  { key: 'payments', name: 'Payments', description: null, critical: true },
  { key: 'voting', name: 'Voting', description: null, critical: false },
]

let p: TestPlatform
let smtp: TestSmtpServer
let transport: Transport
let app: ReturnType<typeof createHttpApp>
let forget: () => void

beforeEach(async () => {
  p = await testPlatform({ now: Temporal.Instant.from('2026-11-24T18:00:00Z') })
  smtp = await smtpServer()
  transport = mailTransport({ smtpUrl: smtp.url, resend: null, from }, from)
  await p.queue.start()
  await inTransaction(p, ava, (ctx) =>
    applyConfig(ctx, { source: 'tractops.yaml', usesPractice: false, components, monitors: [] }),
  )
  app = createHttpApp(p)
  app.route('/', subscribePages(p, { ...deps(), components: async () => components }))
  forget = onMailSettled(CHANGE_MAIL, noteBounce)
})
afterEach(async () => {
  forget()
  transport.close()
  await p.close()
  await smtp.close()
})

const deps = () => ({ queue: p.queue, secretKey: p.config.secretKey, url, zone: 'America/Los_Angeles', from })
const deliver = () => deliverMail(p, transport)
const toTell = () => inTransaction(p, ava, (ctx) => untold(ctx, [incidentSource, maintenanceSource]))
const tell = async () => {
  for (const source of await toTell())
    while (await inTransaction(p, ava, (ctx) => tellChanges(ctx, source, deps())));
}
const post = (path: string, form: Record<string, string> | [string, string][] = {}) =>
  app.request(path, { method: 'POST', body: new URLSearchParams(form), headers: { accept: 'text/html' } })
const get = (path: string) => app.request(path, { headers: { accept: 'text/html' } })
const linkIn = (text: string) => /https:\/\/status\.example(\/\S+)/.exec(text)![1]!
const open = (keys: string[] = ['payments'], title = 'Cards are refused') =>
  inTransaction(p, ava, (ctx) =>
    createIncident(ctx, {
      title,
      impact: 'major',
      state: 'investigating',
      text: 'We look into it.',
      components: keys.map((key) => ({ key, impact: 'major_outage' })),
      policies,
    }),
  )
const say = (incidentId: string, state: 'identified' | 'resolved', text: string) =>
  inTransaction(p, ava, (ctx) => postUpdate(ctx, { incidentId, state, text, policies }))
const subscribed = (email: string, chosen: string[] = []) =>
  inTransaction(p, ava, (ctx) => confirmSubscription(ctx, { email, components: chosen }))
const rows = async () => (await p.pool.query('select * from subscriber order by email')).rows

describe('subscribing', () => {
  test('is asked for by a form, confirmed from the mail, and then heard of, all without a script or a cookie', async () => {
    expect(await (await get('/status/subscribe')).text()).toContain('name="component" value="payments"')
    const asked = await post('/status/subscribe', { email: ' Carla@Example.com ', component: 'payments' })
    expect([asked.status, asked.headers.get('set-cookie')]).toEqual([200, null])
    expect(await rows()).toEqual([])
    await deliver()
    const [mail] = smtp.mails
    expect(mail!.to).toMatchObject({ text: 'carla@example.com' })
    const link = linkIn(mail!.text!)
    const shown = await (await get(link)).text()
    expect(shown).toContain('carla@example.com')
    expect(await rows(), 'a program that follows links in mails confirms nothing').toEqual([])
    const confirmed = await post(link)
    expect(confirmed.status).toBe(303)
    expect(await rows()).toMatchObject([{ email: 'carla@example.com', components: ['payments'] }])
    expect(await (await get(confirmed.headers.get('location')!)).text()).toMatch(/value="payments" checked/)
    expect((await post(link)).status).toBe(303)
    expect(await rows()).toHaveLength(1)
  })

  test('answers the same for an address that is known, which is led to its subscription by mail', async () => {
    const first = await (await post('/status/subscribe', { email: 'dev@example.com' })).text()
    await subscribed('carla@example.com')
    const again = await (await post('/status/subscribe', { email: 'carla@example.com' })).text()
    expect(again).toBe(first)
    await deliver()
    const { text } = smtp.mails.find((mail) => mail.subject?.includes('already'))!
    expect((await get(linkIn(text!))).status).toBe(200)
  })

  test.each([
    'carla@example.com\r\nBcc: dev@example.com',
    'carla@example.com, dev@example.com',
    'Carla <carla@example.com>',
    'carla',
    '',
  ])('refuses %j with a sentence and sends nothing', async (email) => {
    const reply = await post('/status/subscribe', { email })
    expect(reply.status).toBe(400)
    expect(await reply.text()).toContain('Write one address')
    await deliver()
    expect(smtp.mails).toEqual([])
  })

  test('writes to an address three times a day at most, and hears a reader out ten times an hour', async () => {
    const statuses: number[] = []
    for (let i = 0; i < 11; i += 1)
      statuses.push((await post('/status/subscribe', { email: 'carla@example.com' })).status)
    expect(statuses).toEqual([...Array(10).fill(200), 429])
    p.clock.advance(1)
    await deliver()
    expect(smtp.mails.length).toBeLessThanOrEqual(3)
  })

  test('a link is good for 48 hours, and a forged or cut one opens nothing', async () => {
    await post('/status/subscribe', { email: 'carla@example.com' })
    await deliver()
    const link = linkIn(smtp.mails[0]!.text!)
    const [body, signature] = link.split('/').at(-1)!.split('.')
    const mallory = Buffer.from(JSON.stringify({ email: 'mallory@example.com', components: [], until: 9e15 }))
    for (const forged of [
      `${mallory.toString('base64url')}.${signature}`,
      `${body}.${'A'.repeat(43)}`,
      link.split('/').at(-1)!.slice(0, -1),
      body!,
      '%00',
    ]) {
      expect((await post(`/status/subscribe/confirm/${forged}`)).status, forged).toBe(404)
      expect((await post(`/status/unsubscribe/${forged}`)).status, forged).toBe(404)
    }
    expect((await post(link.replace('subscribe/confirm', 'unsubscribe'))).status).toBe(404)
    p.clock.advance(48 * 3_600_000)
    expect((await post(link)).status).toBe(410)
    expect(await rows()).toEqual([])
  })
})

describe('a subscriber', () => {
  test('is mailed each update once, threaded under the first, however often and by however many it is told', async () => {
    await subscribed('carla@example.com')
    const { id } = await open()
    await say(id, 'identified', 'It is **Stripe**.')
    await Promise.all([tell(), tell(), tell()])
    p.clock.advance(60_000)
    await say(id, 'resolved', 'Cards are taken again.')
    await tell()
    await tell()
    await deliver()
    const mails = smtp.mails.toSorted((a, b) => (a.subject! > b.subject! ? -1 : 1))
    expect(mails.map((mail) => mail.subject)).toEqual([
      'TractOps Status: Cards are refused',
      'Re: TractOps Status: Cards are refused',
      'Re: TractOps Status: Cards are refused',
    ])
    const [first, ...later] = mails
    for (const mail of later) {
      expect(mail.inReplyTo).toBe(first!.messageId)
      expect([mail.references].flat()).toEqual([first!.messageId])
    }
    const identified = later.find((mail) => mail.text!.includes('Identified'))!
    expect(identified.text).toContain('It is **Stripe**.')
    expect(identified.html).toContain('<strong>Stripe</strong>')
    expect(identified.text).toContain(`https://status.example/status/incidents/${id}`)
  })

  test('who chose components hears of those alone', async () => {
    await subscribed('carla@example.com', ['payments'])
    await subscribed('dev@example.com', ['voting'])
    await open(['voting'], 'Ballots do not open')
    await tell()
    await deliver()
    expect(smtp.mails.map((mail) => [mail.to].flat()[0]!.text)).toEqual(['dev@example.com'])
  })

  test('hears of maintenance when it is announced and when it begins, in one thread', async () => {
    await subscribed('carla@example.com', ['payments'])
    const outlet = { queue: p.queue, publicUrl: url }
    const { id } = await inTransaction(p, ava, (ctx) =>
      planMaintenance(ctx, {
        title: 'A larger database',
        text: 'Nothing can be **saved** for a while.',
        start: Temporal.Instant.from('2026-11-29T10:00:00Z'),
        end: Temporal.Instant.from('2026-11-29T12:00:00Z'),
        components: ['payments'],
      }),
    )
    await tell()
    await inTransaction(p, ava, (ctx) => publishMaintenance(ctx, outlet, id))
    await tell()
    await deliver()
    expect(smtp.mails.map(({ subject }) => subject)).toEqual([
      'TractOps Status: Maintenance: A larger database',
    ])
    expect(smtp.mails[0]!.text).toMatch(/Begins:.*29 Nov, 10:00 UTC \(02:00 PST\).*\*\*saved\*\*/s)
    p.clock.set(Temporal.Instant.from('2026-11-29T10:00:00Z'))
    await inTransaction(p, ava, (ctx) => startWork(ctx, id))
    await tell()
    await deliver()
    expect(smtp.mails[1]!.inReplyTo).toBe(smtp.mails[0]!.messageId)
    expect(smtp.mails[1]!.text).toMatch(/Under way.*The maintenance has begun\./s)
  })

  test('who is a customer contact too hears of an announcement once, as a contact', async () => {
    await p.pool.query(
      `insert into customer (id, name, plan, billing, units, starts_on, discount_basis_points, created_at, created_by, changed_at)
       values ('cus_1', 'Oak Hill', 'premium', 'annual', 100, '2026-01-01', 0, '2026-01-01', '{}', '2026-01-01')`,
    )
    await p.pool.query(
      `insert into customer_contact (id, customer_id, name, email, role, receives_notices, created_at, created_by)
       values ('con_1', 'cus_1', 'Carla', 'Carla@example.com', 'president', true, '2026-01-01', '{}')`,
    )
    await subscribed('carla@example.com')
    await subscribed('mallory@example.com')
    const outlet = { queue: p.queue, publicUrl: url }
    const start = Temporal.Instant.from('2026-11-29T10:00:00Z')
    const { id } = await inTransaction(p, ava, (ctx) =>
      planMaintenance(ctx, {
        ...{ title: 'A larger database', text: 'Nothing can be saved.', components: [] },
        ...{ start, end: start.add({ hours: 2 }) },
      }),
    )
    const heard = async () => {
      await tell()
      await deliver()
      return smtp.mails.splice(0).map((mail) => `${[mail.to!].flat()[0]!.text} ${mail.subject}`)
    }
    await inTransaction(p, ava, (ctx) => publishMaintenance(ctx, outlet, id))
    expect((await heard()).sort()).toEqual([
      expect.stringMatching(/^"Carla" <Carla@example.com> (?!TractOps Status)/),
      'mallory@example.com TractOps Status: Maintenance: A larger database',
    ])
    p.clock.set(start)
    await inTransaction(p, ava, (ctx) => startWork(ctx, id))
    expect(await heard(), 'of the start contacts are not written to as such').toHaveLength(2)
    await inTransaction(p, ava, (ctx) => completeWork(ctx, outlet, id, { text: null }))
    expect((await heard()).sort()).toEqual([
      expect.stringMatching(/^"Carla" <Carla@example.com> (?!TractOps Status)/),
      expect.stringMatching(/^mallory@example.com Re: TractOps Status/),
    ])
  })

  test('is not mailed a corrected word', async () => {
    await subscribed('carla@example.com')
    const { id } = await open()
    const { id: updateId } = await say(id, 'identified', 'It is Stirpe.')
    await tell()
    await inTransaction(p, ava, (ctx) => editUpdate(ctx, { incidentId: id, updateId, text: 'It is Stripe.' }))
    await tell()
    await deliver()
    expect(smtp.mails).toHaveLength(2)
  })

  test('is let go by one click, a POST of a mail program without cookie (RFC 8058)', async () => {
    await subscribed('carla@example.com')
    const { id } = await open()
    await tell()
    await deliver()
    const raw = smtp.mails[0]!.headerLines
    const header = (name: string) => raw.find(({ key }) => key === name)!.line.replace(/\s+/g, ' ')
    expect(header('list-unsubscribe-post')).toBe('List-Unsubscribe-Post: List-Unsubscribe=One-Click')
    const link = linkIn(/<(.*?)>/.exec(header('list-unsubscribe'))![1]!)
    expect((await get(link)).status).toBe(200)
    expect(await rows()).toHaveLength(1)
    expect((await post(link, { 'List-Unsubscribe': 'One-Click' })).status).toBe(200)
    expect(await rows()).toEqual([])
    expect((await post(link)).status).toBe(200)
    await say(id, 'resolved', 'Over.')
    await tell()
    await deliver()
    expect(smtp.mails).toHaveLength(1)
  })

  test('whose address bounces is suspended, visibly, until it is confirmed again', async () => {
    await subscribed('gone@example.com')
    smtp.answers.recipient = () => ({ code: 550, said: '5.1.1 no such user' })
    const { id } = await open()
    await tell()
    await deliver()
    const [suspended] = await rows()
    expect(suspended.suspended_because).toContain('5.1.1 no such user')
    smtp.answers.recipient = () => null
    await say(id, 'identified', 'Still.')
    await tell()
    await deliver()
    expect(smtp.mails).toEqual([])
    await subscribed('gone@example.com')
    await say(id, 'resolved', 'Over.')
    await tell()
    await deliver()
    expect(smtp.mails).toHaveLength(1)
    expect(await rows()).toMatchObject([{ suspended_at: null }])
  })

  test('among many is told in batches that go on where they ended', async () => {
    await inTransaction(p, ava, async (ctx) => {
      for (let i = 0; i < 450; i += 1)
        await confirmSubscription(ctx, { email: `c${i}@example.com`, components: [] })
    })
    await open()
    expect(await inTransaction(p, ava, (ctx) => tellChanges(ctx, incidentSource, deps()))).toBe(true)
    await expect(
      inTransaction(p, ava, async (ctx) => {
        await tellChanges(ctx, incidentSource, deps())
        throw new Error('killed')
      }),
    ).rejects.toThrow('killed')
    expect(await toTell()).toEqual([incidentSource])
    await tell()
    expect(await toTell()).toEqual([])
    const { rows: mails } = await p.pool.query('select to_address, count(*) from outgoing_mail group by 1')
    expect(mails).toHaveLength(450)
    expect(new Set(mails.map(({ count }) => count))).toEqual(new Set(['1']))
  })
})
