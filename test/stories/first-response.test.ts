import type { Severity } from '@tractops/sla'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { classifyTicket, closeTicket, noteDelivery, snoozeTicket } from '../../service/src/desk/index.ts'
import { ticketMessage } from '../../service/src/desk/tables.ts'
import { at } from '../../service/test/desk-stage.ts'
import { type MailStage, openMailStage } from '../../service/test/mail-stage.ts'

/*
 * The rows of the agreement that speak of tickets, each lived through the door that customers use: a mail program writes over
 * SMTP, staff answer, and their mail goes out over SMTP. Instants are written as they are in California.
 */

let stage: MailStage
beforeAll(async () => {
  stage = await openMailStage(at('2026-10-30T00:00:00-07:00'))
})
afterAll(() => stage.close())

let writer = 0
beforeEach(() => {
  writer++
})

/** Somebody writes at `instant`, and staff say at once how severe it is. */
async function asked(instant: string, severity?: Severity, mail: { subject?: string; date?: Date } = {}) {
  await stage.until(instant)
  await stage.send({
    from: `carla.${writer}@example.com`,
    subject: 'The ballot',
    text: `No ${writer}.`,
    ...mail,
  })
  const { id } = (await stage.tickets()).at(-1)!
  if (severity !== undefined) await says(id, severity)
  return id
}

const says = (ticketId: string, severity: Severity, reason = 'as it was told') =>
  stage.doing((ctx) => classifyTicket(ctx, stage.desk, { ticketId, severity, reason }))

/** Ava answers at `instant`, and her mail is accepted then. */
async function answered(ticketId: string, instant: string, more: { public?: boolean } = {}) {
  await stage.until(instant)
  await stage.answers(ticketId, more)
  await stage.deliver()
}

const clock = async (id: string) => {
  const { severity, due, state, responded, breached } = await stage.clock(id)
  const there = (instant: string | null) =>
    instant && at(instant).toZonedDateTimeISO('America/Los_Angeles').toString({ timeZoneName: 'never' })
  return { severity, due: there(due), state, responded: there(responded), breached: there(breached) }
}
const due = async (id: string) => (await clock(id)).due

describe('the time to answer, in working hours (rows 29, 31, 32, 36)', () => {
  test.each<[string, Severity, string, string]>([
    ['over an evening', 'P2', '2026-11-23T15:00:00-08:00', '2026-11-24T10:00:00-08:00'],
    ['to the closing itself', 'P2', '2026-11-23T14:00:00-08:00', '2026-11-23T18:00:00-08:00'],
    ['from the last second of a Friday', 'P2', '2026-11-20T17:59:59-08:00', '2026-11-23T12:59:59-08:00'],
    [
      'from the closing, which is not open any more',
      'P2',
      '2026-11-20T18:00:00-08:00',
      '2026-11-23T13:00:00-08:00',
    ],
    [
      'over the week-end on which clocks go back',
      'P2',
      '2026-10-30T17:00:00-07:00',
      '2026-11-02T12:00:00-08:00',
    ],
    ['over the one on which they go forward', 'P2', '2027-03-12T17:00:00-08:00', '2027-03-15T12:00:00-07:00'],
    [
      'for one business day, which is nine hours',
      'P3',
      '2026-11-23T10:00:00-08:00',
      '2026-11-24T10:00:00-08:00',
    ],
    [
      'over Thanksgiving, as there are no holidays',
      'P3',
      '2026-11-25T16:00:00-08:00',
      '2026-11-26T16:00:00-08:00',
    ],
    [
      'for five days, over the clocks going back',
      'P4',
      '2026-10-30T17:00:00-07:00',
      '2026-11-06T17:00:00-08:00',
    ],
    [
      'for five days, over the clocks going forward',
      'P4',
      '2027-03-12T17:00:00-08:00',
      '2027-03-19T17:00:00-07:00',
    ],
    ['on a Sunday, from Monday’s opening', 'P3', '2026-11-01T01:30:00-08:00', '2026-11-02T18:00:00-08:00'],
  ])('%s', async (_, severity, from, until) => {
    expect(await clock(await asked(from, severity))).toMatchObject({ severity, due: until, state: 'waiting' })
  })

  test.each([
    ['when clocks go back', '2026-11-01T01:30:00-07:00', '2026-11-01T01:30:00-08:00'],
    ['when they go forward', '2027-03-14T01:30:00-08:00', '2027-03-14T03:30:00-07:00'],
    ['at midnight on a Saturday', '2026-11-21T00:00:00-08:00', '2026-11-21T01:00:00-08:00'],
  ])('a P1 has an hour of real time, %s', async (_, from, until) => {
    const id = await asked(from, undefined, { subject: '[P1] Nobody gets in' })
    expect(await clock(id)).toMatchObject({ severity: 'P1', due: until })
  })
})

test('what a mail says of its own date moves nothing (row 27)', async () => {
  const id = await asked('2026-11-23T15:00:00-08:00', 'P2', { date: new Date('2026-11-20T12:00:00-08:00') })
  expect(await due(id)).toBe('2026-11-24T10:00:00-08:00')
})

describe('an answer at the due instant is in time, and a millisecond later is not (rows 30, 35)', () => {
  test.each([
    ['2026-11-23T18:00:00-08:00', 'met', null],
    ['2026-11-23T18:00:00.001-08:00', 'breached', '2026-11-23T18:00:00-08:00'],
  ])('%s is %s', async (instant, state, breached) => {
    const id = await asked('2026-11-23T14:00:00-08:00', 'P2')
    await answered(id, instant)
    expect(await clock(id)).toMatchObject({ state, responded: instant, breached })
  })
})

describe('the first response (row 28)', () => {
  test('is no acknowledgement, no note, no change of severity, no closing and no snooze; the clock goes on', async () => {
    const id = await asked('2026-11-23T10:00:00-08:00', 'P3')
    await answered(id, '2026-11-23T11:00:00-08:00', { public: false })
    await stage.doing((ctx) =>
      snoozeTicket(ctx, stage.desk, { ticketId: id, until: at('2026-12-01T10:00:00-08:00') }),
    )
    await says(id, 'P2')
    await stage.doing((ctx) => closeTicket(ctx, stage.desk, { ticketId: id }))
    expect(await clock(id)).toMatchObject({
      state: 'waiting',
      due: '2026-11-23T15:00:00-08:00',
      responded: null,
    })
    await stage.until('2026-11-23T15:00:00.001-08:00')
    expect(await clock(id)).toMatchObject({ state: 'breached', breached: '2026-11-23T15:00:00-08:00' })
  })

  test('counts when the mail server has accepted it, and not when it was written', async () => {
    const id = await asked('2026-11-23T10:00:00-08:00', 'P2')
    await stage.until('2026-11-23T13:59:00-08:00')
    await stage.answers(id)
    expect(await clock(id)).toMatchObject({ state: 'waiting', responded: null })
    stage.p.clock.set(at('2026-11-23T14:00:01-08:00'))
    await stage.deliver()
    expect(await clock(id)).toMatchObject({
      ...{ state: 'breached', responded: '2026-11-23T14:00:01-08:00' },
      breached: '2026-11-23T14:00:00-08:00',
    })
  })

  test('that bounces was none: the question is open again, in sight, and its clock had never stopped', async () => {
    const id = await asked('2026-11-23T10:00:00-08:00', 'P2')
    await answered(id, '2026-11-23T11:00:00-08:00')
    expect(await clock(id)).toMatchObject({ state: 'met' })
    const [answer] = await stage.p.db
      .select()
      .from(ticketMessage)
      .where(eq(ticketMessage.ticketId, id))
      .then((rows) => rows.filter(({ author }) => author === 'staff'))
    await stage.until('2026-11-23T15:00:00-08:00')
    await stage.doing((ctx) =>
      noteDelivery(ctx, stage.desk, {
        ...{ outgoingMailId: answer!.outgoingMailId!, delivery: 'bounced' },
        ...{ reason: '550 no such mailbox', at: ctx.now },
      }),
    )
    expect(await clock(id)).toMatchObject({ state: 'breached', responded: null })
    expect(await stage.row(id)).toMatchObject({ status: 'open' })
    expect(await stage.kinds(id)).toEqual(expect.arrayContaining(['bounced', 'unanswered', 'breached']))
  })
})

describe('severity changes (row 26)', () => {
  test('raised: the earlier of the old due instant and the new target from now', async () => {
    const id = await asked('2026-11-23T10:00:00-08:00', 'P3')
    await stage.until('2026-11-23T12:00:00-08:00')
    await says(id, 'P2')
    expect(await due(id)).toBe('2026-11-23T16:00:00-08:00')
    await stage.until('2026-11-23T15:30:00-08:00')
    await says(id, 'P1')
    expect(await due(id)).toBe('2026-11-23T16:00:00-08:00')
  })

  test('lowered: from receipt, with a reason, and refused without one', async () => {
    const id = await asked('2026-11-23T10:00:00-08:00', 'P2')
    await stage.until('2026-11-23T11:00:00-08:00')
    await expect(says(id, 'P3', ' ')).rejects.toThrow('A lower severity needs a reason')
    await says(id, 'P3')
    expect(await clock(id)).toMatchObject({ severity: 'P3', due: '2026-11-24T10:00:00-08:00' })
  })

  test('a breach that has happened stays one', async () => {
    const id = await asked('2026-11-23T10:00:00-08:00', 'P2')
    await stage.until('2026-11-23T14:30:00-08:00')
    await says(id, 'P4')
    await answered(id, '2026-11-23T16:00:00-08:00')
    expect(await clock(id)).toMatchObject({
      ...{ severity: 'P4', due: '2026-11-30T10:00:00-08:00' },
      ...{ state: 'breached', breached: '2026-11-23T14:00:00-08:00' },
    })
  })
})
