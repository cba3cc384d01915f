// Longer than 300 lines: each story is one row of the agreement, told through the verbs, and they are read side by side.
import { retryMail } from '@tractops/platform'
import { afterEach, describe, expect, test } from 'vitest'
import { at, ben, type DeskStage, openDeskStage } from '../../test/desk-stage.ts'
import {
  classifyTicket,
  closeTicket,
  linkTicket,
  mergeTickets,
  noteDelivery,
  rateTicket,
  reopenTicket,
  snoozeTicket,
  tagTicket,
  ticketChangesSince,
} from './index.ts'
import { staffTicket } from './read/staff-ticket.ts'

let stage: DeskStage
const open = async (now: string) => {
  stage = await openDeskStage(at(now))
  return stage
}
afterEach(() => stage.close())

const classify = (ticketId: string, severity: 'P1' | 'P2' | 'P3' | 'P4', reason?: string) =>
  stage.doing((ctx) => classifyTicket(ctx, stage.desk, { ticketId, severity, reason }))
const urgent = { subject: '[P1] Nobody can sign in' }

describe('severity (row 26)', () => {
  test('raised: the earlier of the old due instant and the new target from now', async () => {
    const { asks, clock, p, deliver, mails } = await open('2026-11-23T18:00:00Z')
    const { id } = await asks()
    expect(await clock(id)).toMatchObject({ severity: 'P3', due: '2026-11-24T18:00:00Z' })
    p.clock.set(at('2026-11-23T20:00:00Z'))
    await classify(id, 'P1')
    expect(await clock(id)).toMatchObject({ severity: 'P1', due: '2026-11-23T21:00:00Z' })
    await deliver()
    expect(mails()).toContain('"Ben" <ben@tractops.com>: P1: How do I export dues?')
    const second = await asks()
    p.clock.set(at('2026-11-24T19:59:30Z'))
    await classify(second.id, 'P1')
    expect(await clock(second.id)).toMatchObject({ due: '2026-11-24T20:00:00Z' })
  })

  test('lowered: needs a reason, counts from receipt, and erases no breach', async () => {
    const { asks, clock, until, kinds, row } = await open('2026-11-23T18:00:00Z')
    const { id } = await asks(urgent)
    await expect(classify(id, 'P3')).rejects.toMatchObject({ code: 'reason_missing', path: 'reason' })
    await until('2026-11-23T19:00:00.001Z')
    expect(await clock(id)).toMatchObject({ state: 'breached', breached: '2026-11-23T19:00:00Z' })
    await classify(id, 'P4', 'it was their own password')
    expect(await clock(id)).toMatchObject({
      ...{ severity: 'P4', state: 'breached', breached: '2026-11-23T19:00:00Z' },
      due: '2026-11-30T18:00:00Z',
    })
    expect(await row(id)).toMatchObject({ answeredAs: 'P1' })
    expect((await kinds(id)).filter((kind) => kind === 'breached')).toHaveLength(1)
  })

  test('after the first response is only a label: what was answered is judged as what it was', async () => {
    const { asks, answers, deliver, row, clock } = await open('2026-11-23T18:00:00Z')
    const { id } = await asks()
    await answers(id)
    await deliver()
    await classify(id, 'P1')
    expect(await clock(id)).toMatchObject({ severity: 'P1', due: '2026-11-24T18:00:00Z', state: 'met' })
    expect(await row(id)).toMatchObject({ answeredAs: 'P3' })
  })
})

describe('the clock starts', () => {
  test('when our server received it, however late it is written down (row 27)', async () => {
    const { asks, clock } = await open('2026-11-23T18:00:30Z')
    const { id } = await asks({ ...urgent, receivedAt: at('2026-11-23T18:00:00Z') })
    expect(await clock(id)).toMatchObject({ severity: 'P1', due: '2026-11-23T19:00:00Z' })
  })

  test('at the next opening, out of hours (row 29)', async () => {
    const { asks, clock } = await open('2026-11-21T02:00:00Z')
    const { id } = await asks({ severity: 'P2' })
    expect(await clock(id)).toMatchObject({ due: '2026-11-23T21:00:00Z' })
  })

  test('and counts real time over both changes of clocks', async () => {
    const { asks, clock, p } = await open('2026-10-31T00:00:00Z')
    expect(await clock((await asks({ severity: 'P2' })).id)).toMatchObject({ due: '2026-11-02T20:00:00Z' })
    p.clock.set(at('2026-11-01T08:30:00Z'))
    expect(await clock((await asks(urgent)).id)).toMatchObject({ due: '2026-11-01T09:30:00Z' })
    p.clock.set(at('2027-03-13T01:00:00Z'))
    expect(await clock((await asks({ severity: 'P2' })).id)).toMatchObject({ due: '2027-03-15T19:00:00Z' })
  })
})

describe('the first response (row 28)', () => {
  test('is no note, no automatic answer, no program’s, no change of status and no sleep', async () => {
    const { asks, answers, doing, desk, clock, deliver } = await open('2026-11-23T18:00:00Z')
    const { id } = await asks()
    await answers(id, { public: false })
    const key = { kind: 'key', id: 'key_1', name: 'integration', role: 'agent' } as const
    await answers(id, {}, key)
    await deliver()
    await doing((ctx) => snoozeTicket(ctx, desk, { ticketId: id, until: at('2026-12-01T18:00:00Z') }))
    await doing((ctx) => closeTicket(ctx, desk, { ticketId: id }))
    expect(await clock(id)).toMatchObject({ state: 'waiting', responded: null, due: '2026-11-24T18:00:00Z' })
  })

  test('counts when its transport accepted it, not when it was written', async () => {
    const { asks, answers, server, clock, until, p } = await open('2026-11-23T18:00:00Z')
    const { id } = await asks(urgent)
    p.clock.set(at('2026-11-23T18:50:00Z'))
    server.answers.recipient = () => ({ code: 450, said: 'later' })
    await answers(id)
    await until('2026-11-23T18:59:00Z')
    expect(await clock(id)).toMatchObject({ state: 'waiting' })
    server.answers.recipient = () => null
    await until('2026-11-23T19:10:00Z')
    expect(await clock(id)).toMatchObject({ state: 'breached', responded: '2026-11-23T19:10:00Z' })
  })

  test('at the due instant itself is in time (row 30)', async () => {
    const { asks, answers, clock, deliver, p, tick } = await open('2026-11-23T22:00:00Z')
    const { id } = await asks({ severity: 'P2' })
    p.clock.set(at('2026-11-24T02:00:00Z'))
    await answers(id)
    await tick()
    await deliver()
    expect(await clock(id)).toMatchObject({ due: '2026-11-24T02:00:00Z', state: 'met', breached: null })
  })

  test('to a reader without an address has reached them when it is committed', async () => {
    const { asks, answers, clock, mails, deliver } = await open('2026-11-23T18:00:00Z')
    const { id } = await asks({ channel: 'widget', requester: { name: 'Carla', email: null } })
    await answers(id)
    await deliver()
    expect(await clock(id)).toMatchObject({ state: 'met', responded: '2026-11-23T18:00:00Z' })
    expect(mails()).toEqual([])
    const phoned = await asks({ channel: 'console', requester: { name: 'Carla', email: null } })
    await expect(answers(phoned.id)).rejects.toMatchObject({ code: 'nobody_to_answer' })
  })

  test('that bounced was none: it is our turn again in sight, the clock goes on, and may be breached', async () => {
    const { asks, answers, deliver, doing, desk, clock, kinds, row, until, p } =
      await open('2026-11-23T18:00:00Z')
    const { id } = await asks({ severity: 'P2' })
    await answers(id)
    await deliver()
    expect(await clock(id)).toMatchObject({ state: 'met' })
    const { rows } = await p.pool.query(
      'select outgoing_mail_id from ticket_message where outgoing_mail_id is not null',
    )
    const delivery = 'bounced' as const
    const bounce = {
      outgoingMailId: rows[0].outgoing_mail_id,
      delivery,
      reason: '550 gone',
      at: p.clock.now(),
    }
    await doing((ctx) => noteDelivery(ctx, desk, bounce))
    await doing((ctx) => noteDelivery(ctx, desk, bounce))
    expect(await clock(id)).toMatchObject({ state: 'waiting', responded: null, due: '2026-11-23T22:00:00Z' })
    expect(await row(id)).toMatchObject({ status: 'open', responderId: null })
    await until('2026-11-23T22:00:00.001Z')
    expect(await clock(id)).toMatchObject({ state: 'breached' })
    expect(await kinds(id)).toEqual([
      'received',
      'acknowledged',
      'answered',
      'bounced',
      'unanswered',
      'warned',
      'breached',
    ])
  })

  test('that is refused for good is none either, until it is sent again', async () => {
    const { asks, answers, deliver, server, clock, row, doing, p } = await open('2026-11-23T18:00:00Z')
    const { id } = await asks()
    await deliver()
    server.answers.recipient = () => ({ code: 550, said: 'no such user' })
    const { messageId } = await answers(id)
    await deliver()
    expect(await clock(id)).toMatchObject({ state: 'waiting' })
    expect(await row(id)).toMatchObject({ status: 'open' })
    server.answers.recipient = () => null
    const sent = await p.pool.query('select outgoing_mail_id as id from ticket_message where id = $1', [
      messageId,
    ])
    await doing((ctx) => retryMail(ctx, p.queue, sent.rows[0]))
    p.clock.set(at('2026-11-23T19:00:00Z'))
    await deliver()
    expect(await clock(id)).toMatchObject({ state: 'met', responded: '2026-11-23T19:00:00Z' })
  })
})

describe('staff are told', () => {
  test('everybody who answers tickets, then whoever has it, each part once by however many processes', async () => {
    const { asks, p, tick, deliver, mails, kinds } = await open('2026-11-23T18:00:00Z')
    const { id } = await asks({ severity: 'P2', automatic: true, subject: 'Dues' })
    const both = async (instant: string) => {
      p.clock.set(at(instant))
      await Promise.all([tick(), tick(), tick()])
      await deliver()
      return mails()
    }
    expect(await both('2026-11-23T19:59:59.999Z')).toEqual([])
    expect(await both('2026-11-23T20:00:00Z')).toEqual([
      '"Ava" <ava@tractops.com>: 50 % of the time is left: Dues',
      '"Ben" <ben@tractops.com>: 50 % of the time is left: Dues',
    ])
    await p.pool.query("update ticket set assignee_id = 'ben'")
    expect(await both('2026-11-23T21:40:00Z')).toEqual([
      '"Ben" <ben@tractops.com>: 10 % of the time is left: Dues',
    ])
    expect(await both('2026-11-23T22:00:00Z')).toEqual([])
    expect(await both('2026-11-23T22:00:00.001Z')).toEqual([
      '"Ben" <ben@tractops.com>: Not answered in time: Dues',
    ])
    expect(await both('2026-11-24T22:00:00Z')).toEqual([])
    expect(await kinds(id)).toEqual(['received', 'warned', 'warned', 'warned', 'breached'])
  })

  test('of a ticket that was put aside as well; it comes back by itself, or when its customer writes', async () => {
    const { asks, adds, doing, desk, row, until, kinds } = await open('2026-11-23T18:00:00Z')
    const { id } = await asks({ severity: 'P2' })
    const sleep = (instant: string) =>
      doing((ctx) => snoozeTicket(ctx, desk, { ticketId: id, until: at(instant) }))
    await expect(sleep('2026-11-23T18:00:00Z')).rejects.toMatchObject({ code: 'snooze_invalid' })
    await sleep('2026-11-23T21:00:00Z')
    await until('2026-11-23T20:00:00Z')
    expect(await row(id)).toMatchObject({ warned: 50, snoozedUntil: at('2026-11-23T21:00:00Z') })
    await until('2026-11-23T21:00:00Z')
    expect(await row(id)).toMatchObject({ snoozedUntil: null, status: 'open' })
    await sleep('2026-11-25T21:00:00Z')
    await adds(id)
    expect(await row(id)).toMatchObject({ snoozedUntil: null })
    expect((await kinds(id)).filter((kind) => kind === 'woken')).toHaveLength(2)
  })
})

describe('tickets that are one matter', () => {
  const merge = (ticketId: string, other: string) =>
    stage.doing((ctx) => mergeTickets(ctx, stage.desk, { ticketId, other }))

  test('keep the earliest clock and the most urgent severity, and what comes for either goes to the one that is left', async () => {
    const { asks, adds, clock, p, row, doing, desk } = await open('2026-11-23T18:00:00Z')
    const first = await asks()
    await doing((ctx) => tagTicket(ctx, desk, { ticketId: first.id, add: ['Dues'], remove: [] }))
    p.clock.set(at('2026-11-23T19:00:00Z'))
    const second = await asks(urgent)
    p.clock.set(at('2026-11-23T19:10:00Z'))
    await merge(second.id, first.id)
    expect(await clock(second.id)).toMatchObject({
      severity: 'P1',
      due: '2026-11-23T20:00:00Z',
      state: 'waiting',
    })
    expect(await row(second.id)).toMatchObject({ receivedAt: at('2026-11-23T18:00:00Z') })
    const added = await adds(first.id)
    expect(added.ticketId).toBe(second.id)
    const whole = await doing((ctx) => staffTicket(ctx, desk, second.id))
    expect(whole).toMatchObject({ tags: ['dues'], mergedInto: null })
    expect(whole.messages.map(({ ticketId }) => ticketId)).toEqual([first.id, second.id, second.id])
    expect(whole.events.map(({ kind }) => kind)).toContain('merged')
    await expect(classify(first.id, 'P1')).rejects.toMatchObject({ code: 'ticket_merged' })
    const third = await asks()
    await merge(third.id, second.id)
    expect((await adds(first.id)).ticketId).toBe(third.id)
    expect(await clock(third.id)).toMatchObject({ severity: 'P1', due: '2026-11-23T20:00:00Z' })
  })

  test('keep a breach that either had, also where the other was answered', async () => {
    const { asks, answers, deliver, until, clock } = await open('2026-11-23T18:00:00Z')
    const first = await asks()
    await answers(first.id)
    await deliver()
    const second = await asks(urgent)
    await until('2026-11-23T19:30:00Z')
    await merge(first.id, second.id)
    expect(await clock(first.id)).toMatchObject({ state: 'breached', breached: '2026-11-23T19:00:00Z' })
  })

  test('are never those of two customers, which can be linked', async () => {
    const { asks, doing, desk } = await open('2026-11-23T18:00:00Z')
    const carla = await asks()
    const mallory = await asks({ requester: { name: 'Mallory', email: 'mallory@example.com' } })
    await expect(merge(carla.id, mallory.id)).rejects.toMatchObject({ code: 'merge_of_others' })
    const link = { ticketId: mallory.id, kind: 'ticket', targetId: carla.id } as const
    await doing((ctx) => linkTicket(ctx, desk, link))
    await doing((ctx) => linkTicket(ctx, desk, { ...link, ticketId: carla.id, targetId: mallory.id }))
    const { links } = await doing((ctx) => staffTicket(ctx, desk, carla.id))
    expect(links).toMatchObject([{ kind: 'ticket', targetId: mallory.id, state: 'open' }])
  })

  test('merged both ways at once are one in the end, not a circle', async () => {
    const { asks } = await open('2026-11-23T18:00:00Z')
    const [a, b] = [await asks(), await asks()]
    const ends = await Promise.allSettled([merge(a.id, b.id), merge(b.id, a.id)])
    expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  })
})

describe('a ticket that is done', () => {
  test('is open again when its customer writes, and not when a program does', async () => {
    const { asks, adds, answers, row, kinds } = await open('2026-11-23T18:00:00Z')
    const { id } = await asks()
    await answers(id, { status: 'closed' })
    expect(await row(id)).toMatchObject({ status: 'closed', closedBy: { name: 'Ava' } })
    await adds(id, { automatic: true })
    expect(await row(id)).toMatchObject({ status: 'closed' })
    await adds(id)
    expect(await row(id)).toMatchObject({ status: 'open', closedAt: null })
    expect(await kinds(id)).toEqual(['received', 'acknowledged', 'closed', 'reopened'])
  })

  test('is rated by whoever asked, and only then', async () => {
    const { asks, answers, deliver, doing, desk, row, mails } = await open('2026-11-23T18:00:00Z')
    const { id } = await asks()
    await answers(id)
    await deliver()
    const rate = (rating: number) =>
      doing((ctx) => rateTicket(ctx, desk, { ticketId: id, rating, comment: ' quick ' }))
    await expect(rate(5)).rejects.toMatchObject({ code: 'ticket_not_closed' })
    await doing((ctx) => closeTicket(ctx, desk, { ticketId: id }), ben)
    mails()
    await deliver()
    expect(mails()).toEqual(['"Carla" <carla@example.com>: Re: How do I export dues?'])
    await expect(rate(6)).rejects.toMatchObject({ code: 'rating_invalid' })
    await rate(5)
    expect(await row(id)).toMatchObject({ rating: 5, ratingComment: 'quick' })
    await doing((ctx) => reopenTicket(ctx, desk, { ticketId: id }))
    expect(await row(id)).toMatchObject({ status: 'open', rating: 5 })
  })
})

test('whoever follows the desk sees everything once, in the order of the commits', async () => {
  const { asks, adds, doing, kinds } = await open('2026-11-23T18:00:00Z')
  const asked = await Promise.all(Array.from({ length: 6 }, () => asks()))
  await Promise.all(asked.map(({ id }) => adds(id)))
  const changes = await doing((ctx) => ticketChangesSince(ctx, 0))
  const seqs = changes.map(({ seq }) => seq)
  expect(new Set(seqs).size).toBe(seqs.length)
  expect(changes.filter((change) => 'message' in change)).toHaveLength(12)
  const half = seqs[Math.floor(seqs.length / 2)]!
  expect((await doing((ctx) => ticketChangesSince(ctx, half))).length).toBe(
    seqs.filter((seq) => seq > half).length,
  )
  expect(await kinds(asked[0]!.id)).toEqual(['received', 'acknowledged'])
})
