import { describe, expect, test } from 'vitest'
import { at, carla, dev, HOUR, MINUTE, stretch } from '../test/cast.ts'
import { altered, published } from '../test/policies.ts'
import {
  claimDeadline,
  isWrittenRequest,
  type MonthInput,
  month,
  type Policy,
  settlementOf,
  topUpCents,
} from './index.ts'

const outage = stretch('2026-11-10T20:00:00Z', 4 * HOUR)
const close = (more: Partial<MonthInput> = {}, policy: Policy = published) =>
  month({ month: '2026-11', down: [outage], subscriptions: [carla], ...more }, [policy])
const row = (more: Partial<MonthInput> = {}, policy: Policy = published) => close(more, policy).credits[0]!

describe('SLA §1: credit goes to annual plans in force at the start of an incident (row 12)', () => {
  test('Carla, annual, can claim; Dev, monthly, gets the figures and no credit', () => {
    expect(close({ subscriptions: [carla, dev] }).credits).toEqual([
      {
        customer: 'carla',
        eligible: true,
        because: expect.any(String),
        monthlyFeeCents: 34_900,
        percent: 5,
        amountCents: 1_745,
        status: 'claimable',
      },
      {
        customer: 'dev',
        eligible: false,
        because: expect.any(String),
        monthlyFeeCents: 19_900,
        percent: 5,
        amountCents: 0,
        status: 'not_eligible',
      },
    ])
  })

  test("which billing brings credit is the policy's", () => {
    const kind = altered('meanings.eligible.is', ['annual', 'monthly'])
    expect(row({ subscriptions: [dev] }, kind)).toMatchObject({ status: 'claimable', amountCents: 995 })
    const stern = altered('meanings.eligible.is', [])
    expect(row({}, stern)).toMatchObject({ eligible: false, status: 'not_eligible', amountCents: 0 })
  })

  test('a monthly plan is not eligible in a good month either', () => {
    expect(row({ subscriptions: [dev], down: [] })).toMatchObject({ status: 'not_eligible', percent: 0 })
  })

  test('who joins while an outage lasts was not there when it began; who joined at midnight before it was', () => {
    // The outage runs from 22:00 Pacific on the 9th over midnight.
    const down = [{ start: '2026-11-10T06:00:00Z', end: '2026-11-10T16:00:00Z' }]
    const joined = (start: string) => row({ down, subscriptions: [{ ...carla, start }] })
    expect(joined('2026-11-10')).toMatchObject({
      eligible: false,
      status: 'not_eligible',
      amountCents: 0,
      percent: 10,
    })
    expect(joined('2026-11-09')).toMatchObject({ eligible: true, status: 'claimable' })
  })

  test('who joins at the very instant at which an outage begins was there', () => {
    const down = [stretch('2026-11-10T08:00:00Z', 5 * HOUR)]
    expect(row({ down, subscriptions: [{ ...carla, start: '2026-11-10' }] })).toMatchObject({
      eligible: true,
    })
  })

  test('an outage that began last month counts for who was there when it began', () => {
    const down = [{ start: '2026-11-01T05:00:00Z', end: '2026-11-01T13:00:00Z' }]
    expect(row({ down })).toMatchObject({ eligible: true })
    expect(row({ down, subscriptions: [{ ...carla, start: '2026-11-01' }] })).toMatchObject({
      eligible: false,
    })
    expect(row({ down, subscriptions: [{ ...carla, start: '2026-10-31' }] })).toMatchObject({
      eligible: true,
    })
  })

  test('an outage that was excused whole makes nobody eligible, the next one does', () => {
    const early = '2026-11-01T08:00:00Z'
    const maintenance = [{ ...outage, publishedAt: early, emailedAt: early }]
    const second = stretch('2026-11-20T20:00:00Z', 4 * HOUR)
    const subscriptions = [{ ...carla, end: '2026-11-15' }, carla]
    const { credits } = close({ down: [outage, second], maintenance, subscriptions })
    expect(credits.map((c) => [c.eligible, c.status])).toEqual([
      [false, 'none'],
      [true, 'claimable'],
    ])
  })
})

describe('the monthly fee is units x price, less discounts, before tax (row 13)', () => {
  test.each([
    ['standard', 100, undefined, 19_900],
    ['premium', 100, undefined, 34_900],
    ['premium', 1, undefined, 349],
    ['premium', 0, undefined, 0],
    ['premium', 100, 100, 0],
    ['premium', 100, 12.5, 30_538],
    ['standard', 1, 33.33, 133],
  ] as const)('%s, %i units, %s %% off: %i cents', (plan, units, discountPercent, cents) => {
    const subscription = { ...carla, plan, units, ...(discountPercent !== undefined && { discountPercent }) }
    expect(row({ subscriptions: [subscription] }).monthlyFeeCents).toBe(cents)
  })

  test("the price is the policy's", () => {
    expect(row({}, altered('plans.premium.unitPriceCents', 400)).monthlyFeeCents).toBe(40_000)
  })

  test('annual billing has a twelfth of the year, which is the same month', () => {
    const monthly = row({ subscriptions: [{ ...carla, billing: 'monthly' }] })
    expect(monthly.monthlyFeeCents).toBe(row().monthlyFeeCents)
  })
})

describe("several incidents bring one credit, at the month's tier (row 14)", () => {
  test('three outages of 3 h are 98.75 %: 10 % once', () => {
    const down = [3, 4, 5].map((day) => stretch(`2026-11-0${day}T20:00:00Z`, 3 * HOUR))
    const { credits, uptime } = close({ down })
    expect(uptime).toMatchObject({ uptime: '98.7517', creditPercent: 10 })
    expect(credits).toHaveLength(1)
    expect(credits[0]).toMatchObject({ percent: 10, amountCents: 3_490 })
  })
})

describe('cents are rounded half up, once, at the end (row 15)', () => {
  test('5 % of 3.50 is 17.5 cents and pays 18; 5 % of 3.49 is 17.45 and pays 17', () => {
    const half = altered('plans.premium.unitPriceCents', 350)
    expect(row({ subscriptions: [{ ...carla, units: 1 }] }, half).amountCents).toBe(18)
    expect(row({ subscriptions: [{ ...carla, units: 1 }] }).amountCents).toBe(17)
  })

  test('a fee of 9.5 cents shows 10, and 5 % of it is 0.475: 0, where rounding twice would pay 1', () => {
    const cheap = altered('plans.premium.unitPriceCents', 19)
    const half = { ...carla, units: 1, discountPercent: 50 }
    expect(row({ subscriptions: [half] }, cheap)).toMatchObject({ monthlyFeeCents: 10, amountCents: 0 })
  })

  test('a fee of 9.99 cents pays the half cent of 10 neither', () => {
    const cheap = altered('plans.premium.unitPriceCents', 999)
    const hundredth = { ...carla, units: 1, discountPercent: 99 }
    expect(row({ subscriptions: [hundredth] }, cheap)).toMatchObject({ monthlyFeeCents: 10, amountCents: 0 })
  })
})

describe('a written request is a mail or a click; account and month are enough (row 16)', () => {
  const request = { channel: 'email', customer: 'carla', month: '2026-11' } as const

  test('mail and portal are in writing, a call and a chat are not', () => {
    expect(isWrittenRequest(published, request)).toBe(true)
    expect(isWrittenRequest(published, { ...request, channel: 'portal' })).toBe(true)
    expect(isWrittenRequest(published, { ...request, channel: 'phone' })).toBe(false)
    expect(isWrittenRequest(published, { ...request, channel: 'chat' })).toBe(false)
  })

  test('without an account or a month it is none yet', () => {
    expect(isWrittenRequest(published, { ...request, customer: null })).toBe(false)
    expect(isWrittenRequest(published, { ...request, month: null })).toBe(false)
  })

  test("the channels are the policy's", () => {
    expect(isWrittenRequest(altered('meanings.request.is', ['portal']), request)).toBe(false)
  })
})

describe('until the end of the 30th day, Pacific, after the last contributing incident ended (row 17)', () => {
  const after = (end: string) => claimDeadline(published, at(end)).toString()

  test('an outage of 10 November can be claimed through 10 December', () => {
    expect(close().claimBy).toBe('2026-12-11T08:00:00Z')
  })

  test('one that ends at midnight belongs to the day before, 1 ms later to the next', () => {
    expect(after('2026-11-11T08:00:00Z')).toBe('2026-12-11T08:00:00Z')
    expect(after('2026-11-11T08:00:00.001Z')).toBe('2026-12-12T08:00:00Z')
    expect(after('2026-11-11T07:59:59.999Z')).toBe('2026-12-11T08:00:00Z')
  })

  test('days are Pacific days, also over both changes of clocks', () => {
    expect(after('2026-10-20T19:00:00Z')).toBe('2026-11-20T08:00:00Z')
    expect(after('2027-02-20T20:00:00Z')).toBe('2027-03-23T07:00:00Z')
  })

  test("the days are the policy's", () => {
    expect(close({}, altered('meanings.claimPeriod.is', '60 days')).claimBy).toBe('2027-01-10T08:00:00Z')
  })

  test('a claim 1 ms before is in time, one at that instant is not', () => {
    const claimed = (receivedAt: string) =>
      row({ claims: [{ customer: 'carla', receivedAt }], now: '2026-12-12T00:00:00Z' })
    expect(claimed('2026-12-11T07:59:59.999Z').status).toBe('claimed')
    const late = claimed('2026-12-11T08:00:00Z')
    expect(late).toMatchObject({ status: 'expired', percent: 5, amountCents: 1_745 })
  })

  test('without a claim it stays claimable until that instant, and for ever where no "now" is given', () => {
    expect(row({ now: '2026-12-11T07:59:59.999Z' }).status).toBe('claimable')
    expect(row({ now: '2026-12-11T08:00:00Z' }).status).toBe('expired')
    expect(row().status).toBe('claimable')
    expect(row({ claims: [{ customer: 'carla', receivedAt: '2028-01-01T00:00:00Z' }] }).status).toBe(
      'claimable',
    )
  })

  test('a request before the month has closed, even before the outage, is not lost', () => {
    expect(row({ claims: [{ customer: 'carla', receivedAt: '2026-11-10T21:00:00Z' }] }).status).toBe(
      'claimed',
    )
  })

  test('one of two claims in time is enough', () => {
    const claims = ['2026-12-20T00:00:00Z', '2026-12-01T00:00:00Z'].map((receivedAt) => ({
      customer: 'carla',
      receivedAt,
    }))
    expect(row({ claims, now: '2027-01-01T00:00:00Z' }).status).toBe('claimed')
  })

  test("the outage's own end counts, beyond the month's and beyond an exclusion of its tail", () => {
    const down = [{ start: '2026-12-01T06:00:00Z', end: '2026-12-02T20:00:00Z' }]
    expect(close({ down }).claimBy).toBe('2027-01-02T08:00:00Z')
    const tail = [
      {
        start: '2026-11-11T00:00:00Z',
        end: '2026-11-14T00:00:00Z',
        publishedAt: '2026-11-01T08:00:00Z',
        emailedAt: '2026-11-01T08:00:00Z',
      },
    ]
    const long = [{ start: '2026-11-10T20:00:00Z', end: '2026-11-14T00:00:00Z' }]
    expect(close({ down: long, maintenance: tail }).claimBy).toBe('2026-12-14T08:00:00Z')
  })

  test('a gap settled down is an incident, one settled up is none', () => {
    const unmeasured = [{ ...stretch('2026-11-20T20:00:00Z', HOUR), settled: 'down' as const }]
    expect(close({ unmeasured }).claimBy).toBe('2026-12-21T08:00:00Z')
    expect(close({ unmeasured: [{ ...unmeasured[0]!, settled: 'up' }] }).claimBy).toBe('2026-12-11T08:00:00Z')
    expect(close({ down: [], unmeasured }).claimBy).toBe('2026-12-21T08:00:00Z')
  })

  test('an outage that was excused whole does not move it; with nothing that counted there is none', () => {
    const later = stretch('2026-11-20T20:00:00Z', HOUR)
    const excuse = [{ ...later, publishedAt: '2026-11-01T08:00:00Z', emailedAt: '2026-11-01T08:00:00Z' }]
    expect(close({ down: [outage, later], maintenance: excuse }).claimBy).toBe('2026-12-11T08:00:00Z')
    expect(close({ down: [later], maintenance: excuse }).claimBy).toBeNull()
    expect(close({ down: [] }).claimBy).toBeNull()
    expect(close({ down: [stretch('2026-11-10T20:00:00Z', 59_999)] }).claimBy).toBeNull()
  })

  test('an outage too small to reach a tier still counts for the deadline, and leaves nothing to claim', () => {
    const small = close({ down: [stretch('2026-11-10T20:00:00Z', MINUTE)] })
    expect(small.claimBy).toBe('2026-12-11T08:00:00Z')
    expect(small.credits[0]).toMatchObject({ eligible: true, percent: 0, amountCents: 0, status: 'none' })
  })

  test("a stranger's claim, and one from after now, are refused with their place", () => {
    const claim = (customer: string, receivedAt: string) => () =>
      close({
        claims: [
          { customer: 'carla', receivedAt: '2026-12-01T09:00:00Z' },
          { customer, receivedAt },
        ],
        now: '2026-12-05T00:00:00Z',
      })
    expect(claim('mallory', '2026-12-02T00:00:00Z')).toThrowError(
      expect.objectContaining({ code: 'claim_stranger', path: 'claims[1].customer' }),
    )
    expect(claim('carla', '2026-12-05T00:00:00.001Z')).toThrowError(
      expect.objectContaining({ code: 'claim_after_now', path: 'claims[1].receivedAt' }),
    )
    expect(claim('carla', '2026-12-05T00:00:00Z')).not.toThrow()
  })

  test('a month is open until its end, to the ms', () => {
    expect(() => close({ now: '2026-12-01T07:59:59.999Z' })).toThrowError(
      expect.objectContaining({ code: 'month_open', path: 'month' }),
    )
    expect(() => close({ now: '2026-12-01T08:00:00Z' })).not.toThrow()
  })
})

describe('the following invoice is the next one finalised after approval (row 18)', () => {
  const approved = at('2026-12-05T00:00:00Z')
  const invoices = [
    { id: 'february', finalisedAt: at('2027-02-01T08:00:00Z') },
    { id: 'january', finalisedAt: at('2027-01-01T08:00:00Z') },
    { id: 'december', finalisedAt: at('2026-12-01T08:00:00Z') },
  ]

  test('it is the earliest after it, not one of the same instant', () => {
    expect(settlementOf(published, approved, invoices, null)).toEqual({ invoice: 'january' })
    expect(settlementOf(published, at('2027-01-01T08:00:00Z'), invoices, null)).toEqual({
      invoice: 'february',
    })
  })

  test('while the term runs it waits; where none will come it is paid out within 30 days of its end', () => {
    const last = at('2027-02-02T00:00:00Z')
    expect(settlementOf(published, last, invoices, null)).toEqual({ wait: true })
    const end = at('2027-02-10T08:00:00Z')
    const settled = settlementOf(published, last, invoices, end)
    expect(`${'payOutBy' in settled && settled.payOutBy}`).toBe('2027-03-13T08:00:00Z')
    const soon = settlementOf(altered('meanings.followingInvoice.is', '10 days'), last, invoices, end)
    expect(`${'payOutBy' in soon && soon.payOutBy}`).toBe('2027-02-21T08:00:00Z')
  })
})

describe('a month restated later is topped up, never clawed back (row 19)', () => {
  test('the difference upwards is owed, and downwards nothing', () => {
    expect(topUpCents(1_745, 3_490)).toBe(1_745)
    expect(topUpCents(3_490, 1_745)).toBe(0)
    expect(topUpCents(1_745, 1_745)).toBe(0)
  })

  test('a new revision of November has its own hash, and the old one still verifies', () => {
    const first = close()
    const second = close({ down: [outage, stretch('2026-11-20T20:00:00Z', 5 * HOUR)] })
    expect(second.hash).not.toBe(first.hash)
    expect(topUpCents(first.credits[0]!.amountCents, second.credits[0]!.amountCents)).toBe(1_745)
  })
})
