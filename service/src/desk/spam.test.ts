import { afterEach, beforeEach, expect, test } from 'vitest'
import { at, type DeskStage, openDeskStage, policies } from '../../test/desk-stage.ts'
import { listTickets } from './queue/list-tickets.ts'
import { responseReport } from './reports/response-report.ts'
import { changeMany } from './tickets/change-many.ts'
import { reopenTicket } from './tickets/close-ticket.ts'
import { markSpam } from './tickets/mark-spam.ts'

let stage: DeskStage
beforeEach(async () => {
  stage = await openDeskStage(at('2026-11-23T18:00:00Z'))
})
afterEach(() => stage.close())

const reason = 'Sells watches.'
const mark = (ticketId: string) => stage.doing((ctx) => markSpam(ctx, stage.desk, { ticketId, reason }))
const report = () => stage.doing((ctx) => responseReport(ctx, { policies }, {}))
const listed = async (spam: 'yes' | 'no') =>
  (
    await stage.doing((ctx) =>
      listTickets(ctx, { snoozed: 'any', order: 'next', spam }, { after: null, limit: 10, me: null }),
    )
  ).map(({ row }) => row.id)

test('spam leaves the queue with who said so and why, is found by that, and is back once it is opened again', async () => {
  const { id } = await stage.asks()
  await stage.deliver()
  stage.mails()
  await mark(id)
  expect(await stage.row(id)).toMatchObject({
    status: 'closed',
    spamBecause: reason,
    spamBy: { name: 'Ava' },
  })
  expect(await stage.kinds(id)).toContain('spam_marked')
  expect([await listed('yes'), await listed('no')]).toEqual([[id], []])
  await stage.deliver()
  expect(stage.mails()).toEqual([])
  await stage.doing((ctx) => reopenTicket(ctx, stage.desk, { ticketId: id, reason: 'It is Carla.' }))
  expect(await stage.row(id)).toMatchObject({ status: 'open', spamAt: null, spamBy: null, spamBecause: null })
  expect(await listed('yes')).toEqual([])
})

test('what was marked by mistake is not lost: its sender writes again, and it is open', async () => {
  const { id } = await stage.asks()
  await mark(id)
  await stage.adds(id, { automatic: true })
  expect((await stage.row(id)).spamAt).not.toBeNull()
  await stage.adds(id)
  expect(await stage.row(id)).toMatchObject({ status: 'open', spamAt: null })
})

test('nothing of the agreement stops the clock of spam (row 28): it is breached in silence, and reports count it and say how much of it there was', async () => {
  const { id: answered } = await stage.asks()
  await stage.answers(answered)
  await stage.deliver()
  const { id } = await stage.asks({ severity: 'P2' })
  await mark(id)
  await stage.deliver()
  stage.mails()
  await stage.until('2026-11-24T18:00:00Z')
  expect(stage.mails()).toEqual([])
  expect(await stage.clock(id)).toMatchObject({ state: 'breached', due: '2026-11-23T22:00:00Z' })
  expect(await report()).toMatchObject({
    all: { met: 1, breached: 1, percent: '50.0000' },
    spam: 1,
    withoutSpam: { met: 1, breached: 0, percent: '100.0000' },
  })
})

test('many are marked at once', async () => {
  const ids = [(await stage.asks()).id, (await stage.asks()).id]
  const done = await changeMany(
    stage.p,
    stage.desk,
    { kind: 'person', id: 'ava', name: 'Ava' },
    {
      ids,
      doing: { do: 'spam', reason },
    },
  )
  expect(done).toEqual({ done: ids, refused: [] })
  expect((await listed('yes')).sort()).toEqual(ids.sort())
})
