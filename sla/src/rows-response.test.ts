import { describe, expect, test } from 'vitest'
import { at } from '../test/cast.ts'
import { altered, published } from '../test/policies.ts'
import {
  attainment,
  type DueInput,
  due,
  isUrgentSubject,
  mayRequestMeeting,
  nextMaintenanceWindow,
  pageDueAt,
  slot,
} from './index.ts'

const MON_15H = '2026-11-23T15:00:00-08:00'
const p3 = (events: DueInput['events'], now?: string) =>
  due({ severity: 'P3', receivedAt: MON_15H, events, ...(now !== undefined && { now }) })
const to = (to: 'P1' | 'P2' | 'P3' | 'P4', time: string, reason?: string) => ({
  at: time,
  type: 'classified' as const,
  to,
  ...(reason !== undefined && { reason }),
})
const reply = (time: string, by: 'staff' | 'customer' | 'automatic' = 'staff', isPublic = true) => ({
  at: time,
  type: 'reply' as const,
  by,
  public: isPublic,
})

describe('a severity that changes (row 26)', () => {
  test('raised: due at now + the new target where that is earlier', () => {
    expect(p3([to('P1', '2026-11-24T00:00:00Z')])).toEqual({
      dueAt: '2026-11-24T01:00:00Z',
      respondedAt: null,
      state: 'waiting',
      breachedAt: null,
      segments: [
        {
          severity: 'P3',
          from: '2026-11-23T23:00:00Z',
          to: '2026-11-24T00:00:00Z',
          dueAt: '2026-11-24T23:00:00Z',
        },
        { severity: 'P1', from: '2026-11-24T00:00:00Z', to: null, dueAt: '2026-11-24T01:00:00Z' },
      ],
    })
  })

  test('raised: the old due time where that is earlier', () => {
    expect(p3([to('P2', '2026-11-24T22:00:00Z')]).dueAt).toBe('2026-11-24T23:00:00Z')
    expect(p3([to('P1', '2026-11-24T22:30:00Z')]).dueAt).toBe('2026-11-24T23:00:00Z')
  })

  test('lowered: the new target from receipt, with a reason', () => {
    expect(p3([to('P4', '2026-11-24T20:00:00Z', 'a wish, not a bug')])).toMatchObject({
      dueAt: '2026-11-30T23:00:00Z',
      state: 'waiting',
      breachedAt: null,
    })
  })

  test('lowered without a reason, or with an empty one, is refused with its place', () => {
    for (const reason of [undefined, '', ' \n']) {
      expect(() =>
        p3([to('P2', '2026-11-23T23:30:00Z'), to('P4', '2026-11-24T00:00:00Z', reason)]),
      ).toThrowError(expect.objectContaining({ code: 'reason_missing', path: 'events[1].reason' }))
    }
    expect(() => p3([to('P3', '2026-11-24T00:00:00Z')])).not.toThrow()
  })

  test('raised and lowered again: from receipt, as if it had never been raised', () => {
    const events = [to('P1', '2026-11-24T00:00:00Z'), to('P3', '2026-11-24T00:30:00Z', 'it was one user')]
    expect(p3(events)).toMatchObject({ dueAt: '2026-11-24T23:00:00Z', state: 'waiting', breachedAt: null })
  })

  test('lowered after a breach: due from receipt, and the breach stays', () => {
    const events = [to('P1', '2026-11-24T00:00:00Z'), to('P3', '2026-11-24T01:00:00.001Z', 'it was one user')]
    expect(p3(events)).toMatchObject({
      dueAt: '2026-11-24T23:00:00Z',
      state: 'breached',
      breachedAt: '2026-11-24T01:00:00Z',
    })
    expect(p3([...events, reply('2026-11-24T02:00:00Z')])).toMatchObject({
      dueAt: '2026-11-24T23:00:00Z',
      respondedAt: '2026-11-24T02:00:00Z',
      state: 'breached',
      breachedAt: '2026-11-24T01:00:00Z',
    })
  })

  test('lowered at the due instant itself: not missed yet', () => {
    const events = [to('P1', '2026-11-24T00:00:00Z'), to('P3', '2026-11-24T01:00:00Z', 'it was one user')]
    expect(p3(events)).toMatchObject({ state: 'waiting', breachedAt: null })
  })

  test('lowered to a due that has passed: due at the downgrade', () => {
    const late = due({
      severity: 'P2',
      receivedAt: MON_15H,
      events: [to('P3', '2026-11-25T20:00:00Z', 'it was one user')],
    })
    // The P2 was due on Tuesday 10:00, the P3 on Tuesday 15:00.
    expect(late).toMatchObject({
      dueAt: '2026-11-25T20:00:00Z',
      state: 'breached',
      breachedAt: '2026-11-24T18:00:00Z',
    })
    const atDue = due({
      severity: 'P2',
      receivedAt: MON_15H,
      events: [to('P3', '2026-11-24T23:00:00Z', 'it was one user')],
    })
    expect(atDue.dueAt).toBe('2026-11-24T23:00:00Z')
  })

  test('raised after a breach: due stays the earlier, which was missed', () => {
    expect(p3([to('P1', '2026-11-25T00:00:00Z')])).toMatchObject({
      dueAt: '2026-11-24T23:00:00Z',
      state: 'breached',
      breachedAt: '2026-11-24T23:00:00Z',
    })
  })

  test('the first due that was missed is the breach, for ever', () => {
    const seen = p3(
      [
        to('P1', '2026-11-24T00:00:00Z'),
        to('P4', '2026-11-24T02:00:00Z', 'a wish'),
        to('P1', '2026-11-24T03:00:00Z'),
      ],
      '2026-11-24T09:00:00Z',
    )
    expect(seen).toMatchObject({
      breachedAt: '2026-11-24T01:00:00Z',
      state: 'breached',
      dueAt: '2026-11-24T04:00:00Z',
    })
    expect(seen.segments.map((s) => [s.severity, s.to])).toEqual([
      ['P3', '2026-11-24T00:00:00Z'],
      ['P1', '2026-11-24T02:00:00Z'],
      ['P4', '2026-11-24T03:00:00Z'],
      ['P1', null],
    ])
  })

  test('to the severity that it has changes nothing', () => {
    expect(p3([to('P3', '2026-11-24T00:00:00Z')])).toEqual(p3([]))
  })

  test('events are sorted by time, those of one instant stay in order, and after the response they are ignored', () => {
    const raise = to('P1', '2026-11-24T00:00:00Z')
    const lower = to('P4', '2026-11-24T00:00:00Z', 'a wish')
    expect(p3([raise, lower]).segments.map((s) => s.severity)).toEqual(['P3', 'P1', 'P4'])
    expect(p3([lower, raise]).segments.map((s) => s.severity)).toEqual(['P3', 'P4', 'P1'])
    expect(p3([reply('2026-11-24T00:30:00Z'), raise]).segments).toHaveLength(2)
    const ignored = p3([
      to('P4', '2026-11-24T02:00:00Z'),
      reply('2026-11-24T01:00:00Z'),
      reply('2026-11-24T03:00:00Z'),
    ])
    expect(ignored).toMatchObject({ respondedAt: '2026-11-24T01:00:00Z', state: 'met' })
    expect(ignored.segments).toHaveLength(1)
  })
})

describe('the clock starts when our server received it (row 27)', () => {
  test('what happened before receipt, or after now, is refused with its place', () => {
    const early = () => p3([reply('2026-11-23T23:30:00Z'), reply('2026-11-23T22:59:59.999Z')])
    expect(early).toThrowError(
      expect.objectContaining({ code: 'event_before_receipt', path: 'events[1].at' }),
    )
    const late = () => p3([reply('2026-11-24T00:00:00.001Z')], '2026-11-24T00:00:00Z')
    expect(late).toThrowError(expect.objectContaining({ code: 'event_after_now', path: 'events[0].at' }))
    expect(() => p3([], '2026-11-23T22:00:00Z')).toThrowError(expect.objectContaining({ path: 'receivedAt' }))
    expect(p3([reply('2026-11-23T23:00:00Z')], '2026-11-23T23:00:00Z')).toMatchObject({ state: 'met' })
  })

  test('an event that would be ignored is refused all the same', () => {
    const events = [reply('2026-11-23T23:30:00Z'), to('P1', '2026-11-23T22:00:00Z')]
    expect(() => p3(events)).toThrowError(expect.objectContaining({ code: 'event_before_receipt' }))
  })
})

describe('SLA §2: the first public message by a person on staff (row 28)', () => {
  test('automatic replies, notes and messages of the customer do not count', () => {
    const events = [
      reply('2026-11-23T23:00:01Z', 'automatic'),
      reply('2026-11-23T23:10:00Z', 'staff', false),
      reply('2026-11-23T23:20:00Z', 'customer'),
    ]
    expect(p3(events)).toMatchObject({ respondedAt: null, state: 'waiting' })
    expect(p3([...events, reply('2026-11-23T23:30:00Z')]).respondedAt).toBe('2026-11-23T23:30:00Z')
  })

  test('without a reply it waits until now has passed the due instant', () => {
    expect(p3([], '2026-11-24T23:00:00Z')).toMatchObject({ state: 'waiting', breachedAt: null })
    expect(p3([], '2026-11-24T23:00:00.001Z')).toMatchObject({
      state: 'breached',
      breachedAt: '2026-11-24T23:00:00Z',
    })
    expect(p3([])).toMatchObject({ state: 'waiting', breachedAt: null })
  })
})

describe('out of hours it counts from the next opening, [09:00, 18:00) (row 29)', () => {
  const p2 = (receivedAt: string, policy = published) => due({ severity: 'P2', receivedAt }, [policy]).dueAt

  test('a P2 that arrives on Friday 17:59:59 is due Monday 12:59:59, one of 18:00 at 13:00', () => {
    expect(p2('2026-11-20T17:59:59-08:00')).toBe('2026-11-23T20:59:59Z')
    expect(p2('2026-11-20T18:00:00-08:00')).toBe('2026-11-23T21:00:00Z')
    expect(p2('2026-11-22T12:00:00-08:00')).toBe('2026-11-23T21:00:00Z')
    expect(p2('2026-11-23T08:59:59.999-08:00')).toBe('2026-11-23T21:00:00Z')
  })

  test("the hours are the policy's", () => {
    expect(p2('2026-11-20T18:00:00-08:00', altered('response.calendar.weekly.sat', ['10:00-12:00']))).toBe(
      '2026-11-23T19:00:00Z',
    )
  })
})

describe('due exactly at closing time is that closing instant (row 30)', () => {
  test('a P2 of Monday 14:00 is due at 18:00; answered then it is met, 1 ms later missed', () => {
    const answered = (time: string) =>
      due({ severity: 'P2', receivedAt: '2026-11-23T14:00:00-08:00', events: [reply(time)] })
    expect(answered('2026-11-24T02:00:00Z')).toMatchObject({
      dueAt: '2026-11-24T02:00:00Z',
      state: 'met',
      breachedAt: null,
    })
    expect(answered('2026-11-24T02:00:00.001Z')).toMatchObject({
      state: 'breached',
      breachedAt: '2026-11-24T02:00:00Z',
    })
  })
})

describe('a business day is 9 business hours (row 31)', () => {
  test('a P3 has 9 and a P4 45 of them', () => {
    const of = (severity: 'P3' | 'P4', policy = published) =>
      due({ severity, receivedAt: MON_15H }, [policy]).dueAt
    expect(of('P3')).toBe('2026-11-24T23:00:00Z')
    expect(of('P4')).toBe('2026-11-30T23:00:00Z')
    const short = altered('meanings.businessDay.is', '8 hours')
    expect(of('P3', short)).toBe('2026-11-24T22:00:00Z')
    expect(of('P4', short)).toBe('2026-11-30T18:00:00Z')
  })
})

describe('there are no holidays, and the calendar can hold them (row 32)', () => {
  test('a P2 of Thanksgiving is counted on the day; with the holiday in the policy, on the next', () => {
    const of = (policy = published) =>
      due({ severity: 'P2', receivedAt: '2026-11-26T10:00:00-08:00' }, [policy]).dueAt
    expect(of()).toBe('2026-11-26T22:00:00Z')
    expect(of(altered('meanings.holidays.is', ['2026-11-26']))).toBe('2026-11-27T21:00:00Z')
  })
})

describe('SLA §3: a page goes out within 5 minutes (row 33)', () => {
  test("to the ms, and by the policy's figure", () => {
    const received = at('2026-11-01T08:58:00Z')
    expect(`${pageDueAt(published, received)}`).toBe('2026-11-01T09:03:00Z')
    expect(`${pageDueAt(altered('meanings.page.is', '90 seconds'), received)}`).toBe('2026-11-01T08:59:30Z')
  })

  test.each([
    ['[P1] the app is down', true],
    [' [P1] payments fail', true],
    ['[P1]', true],
    ['Re: [P1] the app is down', false],
    ['[P2] slow dashboard', false],
    ['P1 the app is down', false],
    ['', false],
  ])('a mail with the subject %j pages: %s', (subject, urgent) => {
    expect(isUrgentSubject(published, subject)).toBe(urgent)
  })
})

describe('SLA §3: the meeting starts within 24 business hours (row 34)', () => {
  const latest = (requestedAt: string, policy = published) => slot({ requestedAt }, [policy]).latestStart

  test('asked for on Friday 17:00 it starts by Wednesday 14:00', () => {
    expect(latest('2026-11-20T17:00:00-08:00')).toBe('2026-11-25T22:00:00Z')
  })

  test("the hours are the policy's, business or elapsed", () => {
    expect(latest('2026-11-20T17:00:00-08:00', altered('meanings.meeting.is', '9 business hours'))).toBe(
      '2026-11-24T01:00:00Z',
    )
    expect(latest('2026-11-20T17:00:00-08:00', altered('meanings.meeting.is', '24 hours'))).toBe(
      '2026-11-22T01:00:00Z',
    )
    expect(latest('2026-11-20T17:00:00-08:00', altered('meanings.meeting.is', '2 business days'))).toBe(
      '2026-11-25T01:00:00Z',
    )
  })

  test('Carla on Premium may ask for one, Dev on Standard may not', () => {
    expect(mayRequestMeeting(published, 'premium')).toBe(true)
    expect(mayRequestMeeting(published, 'standard')).toBe(false)
    expect(mayRequestMeeting(altered('contact.meetingPlans', ['standard']), 'standard')).toBe(true)
  })
})

describe('a missed response is published, and brings no credit (row 35)', () => {
  const of = (...states: ('met' | 'breached' | 'waiting')[]) => attainment(states.map((state) => ({ state })))

  test('attainment counts what is decided, truncated to four decimals', () => {
    expect(of('met', 'met', 'breached', 'waiting')).toEqual({
      met: 2,
      breached: 1,
      waiting: 1,
      percent: '66.6666',
    })
    expect(of('waiting')).toEqual({ met: 0, breached: 0, waiting: 1, percent: null })
    expect(of('met')).toMatchObject({ percent: '100.0000' })
    expect(of('breached')).toMatchObject({ percent: '0.0000' })
  })
})

describe('local times that are missing or doubled (row 36)', () => {
  const next = (from: string, policy = published) => {
    const { start, end } = nextMaintenanceWindow(policy, at(from))
    return `${start} ${end}`
  }

  test('the Sunday window of 8 March 2026 lasts one real hour', () => {
    expect(next('2026-03-02T00:00:00Z')).toBe('2026-03-08T10:00:00Z 2026-03-08T11:00:00Z')
  })

  test('on 1 November 2026 02:00 is told once, in standard time; 01:30 twice, and the earlier is meant', () => {
    expect(next('2026-10-30T00:00:00Z')).toBe('2026-11-01T10:00:00Z 2026-11-01T12:00:00Z')
    const early = altered('maintenance.window.hours', '01:30-02:00')
    expect(next('2026-10-30T00:00:00Z', early)).toBe('2026-11-01T08:30:00Z 2026-11-01T10:00:00Z')
  })

  test('a window that does not exist on that day is looked for on the next', () => {
    const gone = altered('maintenance.window.hours', '02:00-03:00')
    expect(next('2026-03-02T00:00:00Z', gone)).toBe('2026-03-15T09:00:00Z 2026-03-15T10:00:00Z')
  })

  test('one that starts now is the next, one that began 1 ms ago is not', () => {
    expect(next('2026-11-22T10:00:00Z')).toBe('2026-11-22T10:00:00Z 2026-11-22T12:00:00Z')
    expect(next('2026-11-22T10:00:00.001Z')).toBe('2026-11-29T10:00:00Z 2026-11-29T12:00:00Z')
  })

  test("day and hours are the policy's, until midnight too, also before 1970", () => {
    expect(
      next('2026-11-22T10:00:00Z', altered('maintenance.window', { day: 'wed', hours: '22:00-24:00' })),
    ).toBe('2026-11-26T06:00:00Z 2026-11-26T08:00:00Z')
    expect(next('1969-12-30T00:00:00Z')).toBe('1970-01-04T10:00:00Z 1970-01-04T12:00:00Z')
    expect(next('1969-12-20T00:00:00Z')).toBe('1969-12-21T10:00:00Z 1969-12-21T12:00:00Z')
  })

  test('a P1 of 01:30 PDT on 1 November 2026 is due at 01:30 PST', () => {
    expect(due({ severity: 'P1', receivedAt: '2026-11-01T01:30:00-07:00' }).dueAt).toBe(
      '2026-11-01T09:30:00Z',
    )
  })
})
