import { afterEach, describe, expect, test } from 'vitest'
import { at, type DeskStage, openDeskStage } from '../../test/desk-stage.ts'
import { ticketForReader, ticketsForReader } from './index.ts'

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
