// Longer than 300 lines: each story is one life of a maintenance, and they are read side by side.
import { retryMail } from '@tractops/platform'
import { deliverMail } from '@tractops/platform/testing'
import { judgeMaintenance, nextMaintenanceWindow } from '@tractops/sla'
import { afterEach, describe, expect, test } from 'vitest'
import {
  at,
  enterContact,
  enterCustomers,
  openStage,
  type Stage,
  sunday,
} from '../../test/maintenance-stage.ts'
import { noteTold } from './announce/note-told.ts'
import { policyFor } from './hold.ts'
import { dueNext, maintenanceChangesSince, noticesIn } from './index.ts'
import { listRecipients } from './read/list-recipients.ts'
import { cancelMaintenance } from './run/cancel-maintenance.ts'
import { completeWork } from './run/complete-work.ts'
import { startWork } from './run/start-work.ts'

let stage: Stage
const open = async (now: string) => {
  stage = await openStage(at(now))
  await enterCustomers(stage)
  return stage
}
afterEach(() => stage.close())

const notices = () =>
  stage.doing((ctx) => noticesIn(ctx, { from: at('2026-01-01T00:00:00Z'), to: at('2027-01-01T00:00:00Z') }))
/** Each notice as the engine judges it: when it is, and why it is excluded or not. */
const verdicts = async () =>
  (await notices()).map((notice) => {
    const { accepted, because } = judgeMaintenance(policyFor(notice.start), notice)
    return `${notice.start} to ${notice.end} ${accepted ? 'excluded' : 'counts'}: ${because}`
  })
const kinds = () =>
  stage.doing(async (ctx) => (await maintenanceChangesSince(ctx, 0)).map(({ kind }) => kind))
const recipients = (id: string) => stage.doing((ctx) => listRecipients(ctx, id, { after: 0, limit: 100 }))

describe('an announcement (row 20)', () => {
  test('49 hours ahead, on the page and by mail to every customer, is in time', async () => {
    const { p, plan, publish, deliver, shown, mails } = await open('2026-11-27T09:00:00Z')
    const id = await plan()
    await publish(id)
    expect(await shown(id)).toMatchObject({ state: 'scheduled', emailedAt: null, noticeEnough: false })
    p.clock.advance(30_000)
    await deliver()
    expect(mails()).toEqual([
      '"Carla" <carla@example.com> Maintenance on Sunday 29 November 2026, 02',
      '"Dev" <dev@example.com> Maintenance on Sunday 29 November 2026, 02',
    ])
    expect(await shown(id)).toMatchObject({
      publishedAt: at('2026-11-27T09:00:00Z'),
      emailedAt: at('2026-11-27T09:00:30Z'),
      noticeEnough: true,
      because: 'announced 48 h 59 min 30 s ahead on /status and by mail',
    })
    expect(await verdicts()).toEqual([
      '2026-11-29T10:00:00Z to 2026-11-29T12:00:00Z excluded: announced 48 h 59 min 30 s ahead on /status and by mail',
    ])
    expect(await recipients(id)).toMatchObject([
      {
        email: 'carla@example.com',
        transport: 'smtp',
        response: expect.stringMatching(/^250/),
        counts: true,
      },
      { email: 'dev@example.com', acceptedAt: at('2026-11-27T09:00:30Z') },
    ])
  })

  test('47 hours ahead is not, and nothing of it is excluded', async () => {
    const { plan, publish, deliver, shown } = await open('2026-11-27T11:00:00Z')
    const id = await plan()
    await publish(id)
    await deliver()
    expect(await shown(id)).toMatchObject({
      noticeEnough: false,
      because: 'announced 47 h ahead; 48 h are needed',
    })
  })

  test('published in time whose last mail was accepted 47 hours ahead is not', async () => {
    const { p, plan, publish, deliver, server, shown } = await open('2026-11-26T10:00:00Z')
    server.answers.recipient = (address) => (address.startsWith('dev') ? { code: 450, said: 'later' } : null)
    const id = await plan()
    await publish(id)
    await deliver()
    expect((await shown(id)).because).toBe('not announced to every customer by mail')
    server.answers.recipient = () => null
    p.clock.set(at('2026-11-27T11:00:00Z'))
    await deliver()
    expect(await shown(id)).toMatchObject({
      emailedAt: at('2026-11-27T11:00:00Z'),
      noticeEnough: false,
      because: 'announced 47 h ahead; 48 h are needed',
    })
  })

  test('that one recipient refused for good did not reach every customer, whatever was said by phone', async () => {
    const { plan, publish, deliver, server, shown, doing } = await open('2026-11-26T10:00:00Z')
    server.answers.recipient = (address) =>
      address.startsWith('dev') ? { code: 550, said: 'no such user' } : null
    const id = await plan()
    await publish(id)
    await deliver()
    const refused = {
      emailedAt: null,
      noticeEnough: false,
      because: 'not announced to every customer by mail',
    }
    expect(await shown(id)).toMatchObject(refused)
    const [, dev] = await recipients(id)
    expect(dev).toMatchObject({ acceptedAt: null, failure: '550 no such user' })
    await doing((ctx) => noteTold(ctx, id, { recipient: dev!.id, how: 'by phone' }))
    expect((await recipients(id))[1]).toMatchObject({ toldHow: 'by phone', toldBy: { name: 'Ava' } })
    expect(await shown(id)).toMatchObject(refused)
    expect((await verdicts())[0]).toContain('counts: not announced to every customer by mail')
  })

  test('is made good by sending the mail again, at the instant at which it is then accepted', async () => {
    const { p, plan, publish, deliver, server, shown, doing } = await open('2026-11-26T10:00:00Z')
    server.answers.recipient = (address) => (address.startsWith('dev') ? { code: 550, said: 'no' } : null)
    const id = await plan()
    await publish(id)
    await deliver()
    const [, dev] = await recipients(id)
    server.answers.recipient = () => null
    p.clock.set(at('2026-11-26T15:00:00Z'))
    await doing((ctx) => retryMail(ctx, p.queue, { id: dev!.mailId! }))
    await deliver()
    expect(await shown(id)).toMatchObject({ emailedAt: at('2026-11-26T15:00:00Z'), noticeEnough: true })
    expect((await recipients(id))[1]).toMatchObject({ failedAt: null, failure: null })
  })

  test('to many goes out in portions, each mail once', async () => {
    const { p, plan, publish, tick, deliver, shown } = await open('2026-11-26T10:00:00Z')
    await p.pool.query(
      `insert into customer_contact (id, customer_id, name, email, role, receives_notices, created_at, created_by)
       select 'con_' || n, 'cus_Carla', 'Member ' || n, n || '@example.com', 'board', true, '2026-01-01', '{}'
       from generate_series(1, 450) n`,
    )
    const count = async () =>
      (
        await p.pool.query(
          'select count(*)::int, count(distinct to_address)::int as people from outgoing_mail',
        )
      ).rows[0]
    const id = await plan()
    await publish(id)
    expect(await count()).toEqual({ count: 200, people: 200 })
    await Promise.all([tick(), tick()])
    expect(await count()).toEqual({ count: 452, people: 452 })
    await deliver()
    expect(await shown(id)).toMatchObject({ noticeEnough: true })
  })

  test('of an installation that sends no mail is none, and says so (row 20)', async () => {
    const { p, plan, publish, shown } = await open('2026-11-26T10:00:00Z')
    const id = await plan()
    await publish(id)
    await deliverMail(p)
    expect(await shown(id)).toMatchObject({
      emailedAt: null,
      noticeEnough: false,
      because: 'no mail transport is set up, so nobody was mailed: nothing of it is excluded',
    })
  })

  test('without any customer is made by publication alone', async () => {
    stage = await openStage(at('2026-11-26T10:00:00Z'))
    const id = await stage.plan()
    await stage.publish(id)
    expect(await stage.shown(id)).toMatchObject({ emailedAt: at('2026-11-26T10:00:00Z'), noticeEnough: true })
  })

  test('reaches no customer that has nobody to write to, until somebody is named', async () => {
    const { p, plan, publish, deliver, shown, until } = await open('2026-11-26T10:00:00Z')
    await p.pool.query("update customer_contact set receives_notices = false where id = 'con_Dev'")
    const id = await plan()
    await publish(id)
    await deliver()
    expect((await shown(id)).emailedAt).toBeNull()
    expect((await recipients(id))[1]).toMatchObject({
      email: null,
      failure: expect.stringContaining('no contact'),
    })
    await p.pool.query("update customer_contact set receives_notices = true where id = 'con_Dev'")
    await until(at('2026-11-26T11:00:00Z'))
    expect(await shown(id)).toMatchObject({ emailedAt: at('2026-11-26T11:00:00Z'), noticeEnough: true })
  })

  test('goes to whoever comes later as well, who cannot undo it; a customer that was forgotten can', async () => {
    const { p, plan, publish, deliver, shown, until, mails } = await open('2026-11-26T10:00:00Z')
    const id = await plan()
    await publish(id)
    await deliver()
    mails()
    await enterContact(stage, 'Carlo', 'Carla')
    await enterCustomers(stage, ['Eve'])
    await p.pool.query("update customer set starts_on = '2026-11-28' where id = 'cus_Eve'")
    await until(at('2026-11-28T12:00:00Z'))
    expect(mails().filter((mail) => mail.includes('> Maintenance on'))).toEqual([
      expect.stringContaining('Carlo'),
      expect.stringContaining('Eve'),
    ])
    expect(await shown(id)).toMatchObject({ emailedAt: at('2026-11-26T10:00:00Z'), noticeEnough: true })
    await enterCustomers(stage, ['Forgotten'])
    await until(at('2026-11-28T12:01:00Z'))
    expect(await shown(id)).toMatchObject({ emailedAt: at('2026-11-28T12:01:00Z'), noticeEnough: false })
  })
})

describe('a maintenance', () => {
  test('is remembered a day before, begins, and is completed early; what was announced stays', async () => {
    const { plan, publish, deliver, until, mails, shown, doing, out } = await open('2026-11-26T10:00:00Z')
    const id = await plan()
    await publish(id)
    await deliver()
    mails()
    await until(at('2026-11-28T09:59:59Z'))
    expect(mails()).toEqual([])
    await until(at('2026-11-28T10:00:00Z'))
    expect(mails()).toEqual(['"Carla" <carla@example.com> Reminder', '"Dev" <dev@example.com> Reminder'])
    await until(at('2026-11-29T10:00:01Z'))
    expect(await shown(id)).toMatchObject({ state: 'in_progress', startedAt: sunday.start })
    stage.p.clock.set(at('2026-11-29T11:00:00Z'))
    await doing((ctx) => completeWork(ctx, out, id, { text: null }))
    await until(at('2026-11-29T13:00:00Z'))
    expect(mails().map((mail) => mail.split('> ')[1])).toEqual(['Completed', 'Completed'])
    expect(await shown(id)).toMatchObject({ state: 'completed', completedAt: at('2026-11-29T11:00:00Z') })
    expect(await notices()).toMatchObject([sunday])
    expect(await kinds()).toEqual(['published', 'reminder', 'started', 'completed'])
    expect((await shown(id)).updates.map(({ text, by }) => `${by}: ${text}`)).toEqual([
      'automatic: The maintenance has begun.',
      'Ava: The maintenance is completed.',
    ])
  })

  test('that takes longer is flagged: from its announced end on failures count', async () => {
    const { plan, publish, deliver, until, mails, shown, doing, out } = await open('2026-11-26T10:00:00Z')
    const id = await plan()
    await publish(id)
    await deliver()
    await until(at('2026-11-29T10:00:00Z'))
    mails()
    await until(at('2026-11-29T11:59:59Z'))
    expect((await shown(id)).state).toBe('in_progress')
    await until(at('2026-11-29T12:00:00Z'))
    expect(mails().map((mail) => mail.split('> ')[1])).toEqual(['Taking longer', 'Taking longer'])
    expect(await shown(id)).toMatchObject({ state: 'overrun', overrunAt: sunday.end })
    expect((await shown(id)).updates.at(-1)!.text).toBe(
      'The maintenance takes longer than announced. Since 04:00 PST whatever fails counts as downtime.',
    )
    stage.p.clock.set(at('2026-11-29T12:40:00Z'))
    await doing((ctx) => completeWork(ctx, out, id, { text: 'Done, at last.' }))
    expect((await shown(id)).state).toBe('completed')
    expect(await notices()).toMatchObject([sunday])
    expect((await kinds()).slice(-2)).toEqual(['overrun', 'completed'])
  })

  test('that is extended while it runs announces the added part then, which is not excluded', async () => {
    const { plan, publish, deliver, until, mails, server, shown, change } = await open('2026-11-26T10:00:00Z')
    const id = await plan()
    await publish(id)
    await deliver()
    await until(at('2026-11-29T11:30:00Z'))
    mails()
    await change(id, { end: at('2026-11-29T13:00:00Z') }, 'The copy is slow.')
    await deliver()
    expect(server.mails[0]!.text).toContain('What this adds is announced less than 48 hours ahead')
    expect(mails()).toEqual(['"Carla" <carla@example.com> Changed', '"Dev" <dev@example.com> Changed'])
    expect(await verdicts()).toEqual([
      '2026-11-29T10:00:00Z to 2026-11-29T12:00:00Z excluded: announced 72 h ahead on /status and by mail',
      '2026-11-29T12:00:00Z to 2026-11-29T13:00:00Z counts: announced 30 min ahead; 48 h are needed',
    ])
    await until(at('2026-11-29T12:30:00Z'))
    expect(await shown(id)).toMatchObject({ state: 'in_progress', noticeEnough: false })
    expect((await shown(id)).because).toContain('the part that was added')
    await until(at('2026-11-29T13:00:00Z'))
    expect((await shown(id)).state).toBe('overrun')
    expect((await kinds()).slice(-2)).toEqual(['extended', 'overrun'])
    await expect(
      change(id, { start: at('2026-11-29T14:00:00Z'), end: at('2026-11-29T15:00:00Z') }),
    ).rejects.toThrow('only its end')
  })

  test('that is moved in time is announced anew, reminded of anew, and the old time is no maintenance', async () => {
    const { plan, publish, deliver, until, mails, change } = await open('2026-11-20T10:00:00Z')
    const id = await plan()
    await publish(id)
    await until(at('2026-11-28T10:00:00Z'))
    const next = { start: at('2026-12-06T10:00:00Z'), end: at('2026-12-06T12:00:00Z') }
    await change(id, next)
    await deliver()
    mails()
    await until(at('2026-12-05T10:00:00Z'))
    expect(mails().filter((mail) => mail.includes('Reminder'))).toHaveLength(2)
    expect(await verdicts()).toEqual([
      '2026-12-06T10:00:00Z to 2026-12-06T12:00:00Z excluded: announced 192 h ahead on /status and by mail',
    ])
    await expect(change(id, { ...next })).rejects.toThrow('announced already')
  })

  test('that is cancelled is none: everybody hears of it, and what fails in that time counts', async () => {
    const { plan, publish, deliver, until, mails, shown, doing, out } = await open('2026-11-26T10:00:00Z')
    const id = await plan()
    await publish(id)
    await deliver()
    mails()
    await doing((ctx) => cancelMaintenance(ctx, out, id, { because: 'The machine has not come.' }))
    await until(at('2026-11-29T12:00:00Z'))
    expect(mails()).toEqual(['"Carla" <carla@example.com> Cancelled', '"Dev" <dev@example.com> Cancelled'])
    expect(await shown(id)).toMatchObject({ state: 'cancelled', startedAt: null })
    expect(await notices()).toEqual([])
    expect(await doing((ctx) => dueNext(ctx))).toEqual([])
    await expect(doing((ctx) => startWork(ctx, id))).rejects.toThrow('cancelled')
  })

  test('that is begun early says that failures count until its announced start', async () => {
    const { p, plan, publish, doing, shown } = await open('2026-11-26T10:00:00Z')
    const id = await plan()
    await publish(id)
    p.clock.set(at('2026-11-29T09:30:00Z'))
    await doing((ctx) => startWork(ctx, id))
    expect((await shown(id)).updates[0]!.text).toBe(
      'The maintenance has begun early. What fails before 02:00 PST, its announced start, counts as downtime.',
    )
    expect(await notices()).toMatchObject([sunday])
  })

  test('is reminded of, begun and flagged once by two processes that tick together', async () => {
    const { p, plan, publish, deliver, tick, mails } = await open('2026-11-26T10:00:00Z')
    const id = await plan()
    await publish(id)
    await deliver()
    mails()
    for (const instant of ['2026-11-28T10:00:00Z', '2026-11-29T10:00:00Z', '2026-11-29T12:00:00Z']) {
      p.clock.set(at(instant))
      await Promise.all([tick(), tick(), tick()])
    }
    await deliver()
    expect(mails()).toHaveLength(4)
    expect(await kinds()).toEqual(['published', 'reminder', 'started', 'overrun'])
  })

  test('whose service was away over all of it has begun and overrun, and reminds nobody afterwards', async () => {
    const { plan, publish, deliver, until, mails, shown } = await open('2026-11-26T10:00:00Z')
    const id = await plan()
    await publish(id)
    await deliver()
    mails()
    await until(at('2026-11-29T15:00:00Z'))
    expect(mails().map((mail) => mail.split('> ')[1])).toEqual(['Taking longer', 'Taking longer'])
    expect(await shown(id)).toMatchObject({
      state: 'overrun',
      startedAt: sunday.start,
      overrunAt: sunday.end,
    })
  })
})

describe('the Sunday window on the nights of a clock change (row 36)', () => {
  test.each([
    ['2026-03-05T09:00:00Z', '2026-03-08T10:00:00Z', '2026-03-08T11:00:00Z', '03:00 to 04:00 PDT'],
    ['2026-10-29T09:00:00Z', '2026-11-01T10:00:00Z', '2026-11-01T12:00:00Z', '02:00 to 04:00 PST'],
  ])('announced %s it is %s to %s, and in the mail %s', async (now, start, end, spelled) => {
    const { plan, publish, deliver, until, server, shown } = await open(now)
    const window = nextMaintenanceWindow(policyFor(at(now)), at(now))
    expect(window).toEqual({ start: at(start), end: at(end) })
    const id = await plan(window)
    await publish(id)
    await deliver()
    expect(server.mails[0]!.text).toContain(
      `Sunday ${start.startsWith('2026-03') ? '8 March' : '1 November'} 2026, ${spelled}`,
    )
    await until(at(start))
    await until(at(end))
    expect(await shown(id)).toMatchObject({ state: 'overrun', startedAt: at(start), overrunAt: at(end) })
    expect((await verdicts())[0]).toMatch(new RegExp(`^${start} to ${end} excluded`))
  })
})
