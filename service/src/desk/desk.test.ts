import { afterEach, describe, expect, test } from 'vitest'
import { at, type DeskStage, openDeskStage } from '../../test/desk-stage.ts'
import {
  mergeTickets,
  onTicket,
  saveAttachment,
  staffTicket,
  ticketForReader,
  ticketsForReader,
} from './index.ts'

let stage: DeskStage
const open = async (now: string) => {
  stage = await openDeskStage(at(now))
  return stage
}
afterEach(() => stage.close())

describe('a question', () => {
  test('is acknowledged with its number, its severity, and when an answer is due, and answered in its thread', async () => {
    const { asks, answers, deliver, server, clock, kinds } = await open('2026-11-23T22:00:00Z')
    const { id, number, severity, fresh } = await asks({
      requester: { name: 'Carla', email: 'Carla@example.com', zone: 'America/New_York' },
      mailMessageId: '<carla.1@example.com>',
    })
    expect({ severity, fresh }).toEqual({ severity: 'P3', fresh: true })
    await deliver()
    const [ack] = server.mails.splice(0)
    expect(ack).toMatchObject({ subject: 'Re: How do I export dues?', inReplyTo: '<carla.1@example.com>' })
    expect(ack!.headers.get('auto-submitted')).toBe('auto-replied')
    expect(ack!.text).toContain(`#${number}`)
    expect(ack!.text).toContain('Tuesday 24 November 2026, 17:00 EST')
    expect(ack!.text).toContain('Tuesday 24 November 2026, 14:00 PST')
    expect(ack!.text).toContain('[P1]')
    expect(await clock(id)).toMatchObject({ state: 'waiting', due: '2026-11-24T22:00:00Z' })
    await answers(id)
    expect(await clock(id)).toMatchObject({ state: 'waiting' })
    stage.p.clock.set(at('2026-11-23T22:05:00Z'))
    await deliver()
    expect(await clock(id)).toMatchObject({ state: 'met', responded: '2026-11-23T22:05:00Z' })
    const [reply] = server.mails.splice(0)
    expect(reply!.html).toContain('<strong>Export</strong>')
    expect(reply!.text).toContain('> I cannot find it.')
    expect([reply!.references].flat()).toEqual(
      expect.arrayContaining(['<carla.1@example.com>', ack!.messageId]),
    )
    expect(await kinds(id)).toEqual(['received', 'acknowledged', 'answered'])
  })

  test('that speaks of what an open incident is about stands beside it from the start', async () => {
    const { asks, p, doing, desk } = await open('2026-11-23T22:00:00Z')
    await p.pool.query(
      `insert into incident (id, title, impact, state, automatic, followed, started_at, created_at, created_by, updated_at)
       values ('inc_1', 'Cards are refused', 'major', 'identified', false, false, $1, $1, '{}', $1)`,
      ['2026-11-23T21:00:00Z'],
    )
    await p.pool.query(
      `insert into incident_span (incident_id, component, name, impact, start_at, measured)
       values ('inc_1', 'payments', 'Dues and payments', 'partial_outage', '2026-11-23T21:00:00Z', false)`,
    )
    const { id, severity } = await asks({ text: 'My payments do not go through.' })
    expect(severity).toBe('P2')
    const { links, customer } = await doing((ctx) => staffTicket(ctx, desk, id))
    expect(links).toEqual([
      { kind: 'incident', targetId: 'inc_1', title: 'Cards are refused', state: 'identified' },
    ])
    expect(customer.incidents).toMatchObject([{ id: 'inc_1' }])
  })

  test('that a program wrote is a ticket and has no acknowledgement', async () => {
    const { asks, deliver, mails, kinds } = await open('2026-11-23T22:00:00Z')
    const { id } = await asks({ automatic: true })
    await deliver()
    expect(mails()).toEqual([])
    expect(await kinds(id)).toEqual(['received'])
  })

  test('that arrives twice, at once or later, is one', async () => {
    const { asks, p } = await open('2026-11-23T22:00:00Z')
    const both = await Promise.all([
      asks({ idempotencyKey: 'mail/one' }),
      asks({ idempotencyKey: 'mail/one' }),
    ])
    const later = await asks({ idempotencyKey: 'mail/one' })
    expect(both.map(({ fresh }) => fresh).sort()).toEqual([false, true])
    expect(later).toEqual({ ...both[0], fresh: false })
    expect((await p.pool.query('select count(*)::int from ticket_message')).rows).toEqual([{ count: 1 }])
  })

  test('is known to whoever asked it, without the notes of staff, and to nobody else', async () => {
    const { asks, answers, doing } = await open('2026-11-23T22:00:00Z')
    const { id } = await asks({
      channel: 'widget',
      requester: { name: 'Carla', email: null, customerId: 'cus_1' },
    })
    await answers(id, { public: false, text: 'She means the report.' })
    await answers(id)
    const seen = await doing((ctx) => ticketForReader(ctx, { ticketId: id, reader: { customerId: 'cus_1' } }))
    expect(seen).toMatchObject({ kept: true, status: 'waiting' })
    expect(seen!.messages.map(({ author }) => author)).toEqual(['customer', 'staff'])
    for (const reader of [{ email: 'mallory@example.com' }, { contactIds: [] }, { customerId: 'cus_2' }])
      expect(await doing((ctx) => ticketForReader(ctx, { ticketId: id, reader }))).toBeNull()
    const list = await doing((ctx) => ticketsForReader(ctx, { reader: { customerId: 'cus_1' }, limit: 1 }))
    expect(list).toMatchObject({ items: [{ id }], next: null })
  })
})

describe('an answer', () => {
  test('carries its files, and goes to everybody whose question it was', async () => {
    const { asks, answers, deliver, doing, desk, server, p } = await open('2026-11-23T22:00:00Z')
    const about = { customerId: 'cus_1' }
    const first = await asks({ requester: { name: 'Carla', email: 'carla@example.com', ...about } })
    const second = await asks({ requester: { name: 'Carlo', email: 'carlo@example.com', ...about } })
    await doing((ctx) => mergeTickets(ctx, desk, { ticketId: first.id, other: second.id }))
    const bytes = Buffer.from('month,dues\n')
    const file = await saveAttachment(p, desk, {
      ...{ name: 'dues.csv', claimedType: 'text/csv', uploadedBy: 'ava', bytes },
    })
    await deliver()
    server.mails.splice(0)
    const { ticketId } = await answers(second.id, { attachments: [file.id] })
    expect(ticketId).toBe(first.id)
    const reader = { email: 'carlo@example.com' }
    for (const asked of [first.id, second.id])
      expect(await doing((ctx) => ticketForReader(ctx, { ticketId: asked, reader }))).toMatchObject({
        id: first.id,
      })
    const list = await doing((ctx) => ticketsForReader(ctx, { reader, limit: 9 }))
    expect(list.items.map(({ id }) => id)).toEqual([first.id])
    await deliver()
    const sent = server.mails.splice(0)
    expect(sent.map(({ to }) => [to!].flat()[0]!.text).sort()).toEqual([
      '"Carla" <carla@example.com>',
      '"Carlo" <carlo@example.com>',
    ])
    for (const { attachments } of sent)
      expect(attachments.map(({ filename, content }) => [filename, content.toString()])).toEqual([
        ['dues.csv', 'month,dues\n'],
      ])
  })

  test('in which there is HTML or a line break in a subject stays text, and stays one subject', async () => {
    const { asks, answers, deliver, server } = await open('2026-11-23T22:00:00Z')
    const { id } = await asks({
      subject: 'Dues\r\nBcc: mallory@example.com',
      text: '<img src=x onerror=alert(1)>',
    })
    await answers(id, { text: '<script>alert(1)</script>' })
    await deliver()
    for (const sent of server.mails) {
      expect(sent.subject).toBe('Re: Dues Bcc: mallory@example.com')
      expect(sent.bcc).toBeUndefined()
      expect(sent.html).not.toMatch(/<script>alert|<img src=x/)
    }
  })
})

test('what fails of one ticket keeps no other from being told of', async () => {
  const { asks, p, until, row } = await open('2026-11-23T18:00:00Z')
  const broken = await asks({ severity: 'P2' })
  const other = await asks({ severity: 'P2' })
  await p.pool.query('delete from ticket_event where ticket_id = $1', [broken.id])
  await until('2026-11-23T20:00:00Z')
  expect(await row(other.id)).toMatchObject({ warned: 50 })
  expect(await row(broken.id)).toMatchObject({ warned: 0, warnDueAt: at('2026-11-23T20:01:00Z') })
})

test('ten questions of one address within an hour are acknowledged, and no more', async () => {
  const { asks, deliver, mails } = await open('2026-11-23T18:00:00Z')
  for (let i = 0; i < 12; i++) await asks()
  await deliver()
  expect(mails()).toHaveLength(10)
})

test('whoever listens hears each event and message in its transaction, and what they throw undoes it', async () => {
  const { asks, answers, row, p } = await open('2026-11-23T18:00:00Z')
  const heard: string[] = []
  const forget = onTicket(async (_, change) => {
    heard.push('event' in change ? change.event.kind : `message of ${change.message.authorName}`)
  })
  const { id } = await asks({ automatic: true })
  expect(heard).toEqual(['message of Carla', 'received'])
  forget()
  const refuse = onTicket(async () => {
    throw new Error('no page could be queued')
  })
  await expect(answers(id)).rejects.toThrow('no page could be queued')
  refuse()
  expect(await row(id)).toMatchObject({ status: 'open' })
  expect((await p.pool.query('select count(*)::int from outgoing_mail')).rows).toEqual([{ count: 0 }])
})
