import { describe, expect, test } from 'vitest'
import { at, HOUR, MINUTE, SECOND, stretch } from '../test/cast.ts'
import { altered, published } from '../test/policies.ts'
import {
  addDowntime,
  announceBy,
  judgeCustomerSide,
  judgeForceMajeure,
  type Policy,
  type UptimeInput,
  uptime,
} from './index.ts'

const outage = stretch('2026-11-10T20:00:00Z', 4 * HOUR)
const november = (more: Partial<UptimeInput>, policy: Policy = published) =>
  uptime({ period: { month: '2026-11' }, down: [outage], ...more }, [policy])

describe('SLA §4(a) and SLA §5: announced is the later of page and mail, 48 elapsed hours ahead (row 20)', () => {
  const long = '2026-11-01T08:00:00Z'
  const planned = (publishedAt: string | null, emailedAt: string | null, policy = published) =>
    november({ maintenance: [{ ...outage, publishedAt, emailedAt }] }, policy).exclusions[0]!

  test('exactly 48 hours are enough, 1 ms less is not, and then nothing of it is excluded', () => {
    expect(planned(long, '2026-11-08T20:00:00Z')).toMatchObject({ accepted: true, usedMs: 4 * HOUR })
    expect(planned(long, '2026-11-08T20:00:00.001Z')).toMatchObject({ accepted: false, usedMs: 0 })
    expect(planned('2026-11-08T20:00:00.001Z', long)).toMatchObject({ accepted: false, usedMs: 0 })
  })

  test('hours elapse: over the change of clocks the same local time two days before is 49 hours ahead', () => {
    const window = { start: '2026-11-02T10:00:00Z', end: '2026-11-02T12:00:00Z' }
    const judged = (announced: string) =>
      uptime({
        period: { month: '2026-11' },
        down: [window],
        maintenance: [{ ...window, publishedAt: announced, emailedAt: announced }],
      }).exclusions[0]!.accepted
    expect(judged('2026-10-31T10:00:00Z')).toBe(true)
    expect(judged('2026-10-31T10:00:00.001Z')).toBe(false)
  })

  test('it takes both, the page and the mail', () => {
    expect(planned(null, long).accepted).toBe(false)
    expect(planned(long, null).accepted).toBe(false)
    expect(planned(null, null).accepted).toBe(false)
  })

  test('what was announced after it began is refused', () => {
    expect(planned('2026-11-10T21:00:00Z', '2026-11-10T21:00:00Z')).toMatchObject({
      accepted: false,
      usedMs: 0,
    })
  })

  test("the notice is the policy's", () => {
    const patient = altered('meanings.announced.is', '72 hours')
    expect(planned(long, '2026-11-08T20:00:00Z', patient).accepted).toBe(false)
    expect(planned(long, '2026-11-07T20:00:00Z', patient).accepted).toBe(true)
    expect(`${announceBy(published, at('2026-11-10T20:00:00Z'))}`).toBe('2026-11-08T20:00:00Z')
    expect(`${announceBy(patient, at('2026-11-10T20:00:00Z'))}`).toBe('2026-11-07T20:00:00Z')
  })
})

describe('only the announced interval is excluded (row 21)', () => {
  test('an early start and an overrun count', () => {
    const announced = '2026-11-01T08:00:00Z'
    const maintenance = [
      { ...stretch('2026-11-10T21:00:00Z', 2 * HOUR), publishedAt: announced, emailedAt: announced },
    ]
    expect(november({ maintenance })).toMatchObject({ excludedDownMs: 2 * HOUR, countedDownMs: 2 * HOUR })
  })
})

describe('SLA §4(b): a vendor reports an outage on a component that we use, and caused ours (row 22)', () => {
  type Status = 'major_outage' | 'partial_outage' | 'degraded_performance' | 'under_maintenance'
  const reported = (status: Status, more: { component?: string; cause?: string } = {}, policy = published) =>
    november(
      {
        down: [{ ...outage, cause: more.cause ?? 'stripe' }],
        vendorOutages: [
          {
            ...outage,
            vendor: 'stripe',
            status,
            ...(more.component !== undefined && { component: more.component }),
          },
        ],
      },
      policy,
    )

  test.each([
    ['major_outage', true],
    ['partial_outage', true],
    ['degraded_performance', false],
    ['under_maintenance', false],
  ] as const)('%s: %s', (status, accepted) => {
    expect(reported(status).exclusions[0]).toMatchObject({
      kind: 'vendor',
      accepted,
      usedMs: accepted ? 4 * HOUR : 0,
    })
  })

  test("the states that qualify are the policy's", () => {
    const strict = altered('meanings.vendorOutage.is', ['major_outage'])
    expect(reported('partial_outage', {}, strict).excludedDownMs).toBe(0)
    expect(reported('major_outage', {}, strict).excludedDownMs).toBe(4 * HOUR)
  })

  test('our outage must have that vendor as its cause; otherwise the report is accepted and excuses nothing', () => {
    for (const cause of ['neon', 'own']) {
      expect(reported('major_outage', { cause })).toMatchObject({
        excludedDownMs: 0,
        exclusions: [{ accepted: true, usedMs: 0 }],
      })
    }
    const vendorOutages = [{ ...outage, vendor: 'stripe', status: 'major_outage' as const }]
    expect(november({ vendorOutages })).toMatchObject({ excludedDownMs: 0 })
  })

  test('a component counts when absent, when the policy lists none, or when listed', () => {
    const listing = altered('exclusions.vendors.stripe.components', ['API'])
    expect(reported('major_outage', { component: 'Dashboard' }).excludedDownMs).toBe(4 * HOUR)
    expect(reported('major_outage', {}, listing).excludedDownMs).toBe(4 * HOUR)
    expect(reported('major_outage', { component: 'API' }, listing).excludedDownMs).toBe(4 * HOUR)
    expect(reported('major_outage', { component: 'Dashboard' }, listing).exclusions[0]).toMatchObject({
      accepted: false,
      usedMs: 0,
    })
  })

  test('under overlapping outages each one has to name the vendor', () => {
    const vendorOutages = [{ ...outage, vendor: 'stripe', status: 'major_outage' as const }]
    const stripe = { ...outage, cause: 'stripe' }
    const hour = stretch('2026-11-10T21:00:00Z', HOUR)
    expect(november({ down: [stripe, { ...hour, cause: 'own' }], vendorOutages }).excludedDownMs).toBe(
      3 * HOUR,
    )
    expect(november({ down: [stripe, hour], vendorOutages }).excludedDownMs).toBe(3 * HOUR)
    expect(november({ down: [stripe, { ...hour, cause: 'stripe' }], vendorOutages }).excludedDownMs).toBe(
      4 * HOUR,
    )
    expect(november({ down: [stripe, { ...hour, cause: 'neon' }], vendorOutages }).excludedDownMs).toBe(
      3 * HOUR,
    )
  })

  test('while it reports: only that interval is excused', () => {
    const vendorOutages = [
      { ...stretch('2026-11-10T19:00:00Z', 2 * HOUR), vendor: 'stripe', status: 'major_outage' as const },
    ]
    expect(november({ down: [{ ...outage, cause: 'stripe' }], vendorOutages })).toMatchObject({
      excludedDownMs: HOUR,
      countedDownMs: 3 * HOUR,
    })
  })

  test('no vendor excuses a gap that was settled down; maintenance and force majeure can', () => {
    const gap = { down: [], unmeasured: [{ ...outage, settled: 'down' as const }] }
    const early = '2026-11-01T08:00:00Z'
    expect(
      november({ ...gap, vendorOutages: [{ ...outage, vendor: 'stripe', status: 'major_outage' }] })
        .excludedDownMs,
    ).toBe(0)
    expect(
      november({ ...gap, maintenance: [{ ...outage, publishedAt: early, emailedAt: early }] }).excludedDownMs,
    ).toBe(4 * HOUR)
    expect(
      november({ ...gap, forceMajeure: [{ ...outage, declaredBy: 'Ava', publishedAt: early }] })
        .excludedDownMs,
    ).toBe(4 * HOUR)
  })

  test('an unknown vendor is refused with its place', () => {
    for (const vendor of ['aws', 'Stripe', '', '__proto__', 'toString']) {
      const report = { ...outage, vendor, status: 'degraded_performance' as const }
      const known = { ...report, vendor: 'neon' }
      expect(() => november({ vendorOutages: [known, report] })).toThrowError(
        expect.objectContaining({ code: 'vendor_unknown', path: 'vendorOutages[1].vendor' }),
      )
      expect(() => november({ down: [{ ...outage, cause: vendor }] })).toThrowError(
        expect.objectContaining({ code: 'cause_unknown', path: 'down[0].cause' }),
      )
    }
  })
})

describe('a vendor feed that could not be read proves nothing (row 23)', () => {
  test('without a report of its own an outage by a vendor counts', () => {
    expect(november({ down: [{ ...outage, cause: 'stripe' }], vendorOutages: [] })).toMatchObject({
      excludedDownMs: 0,
      countedDownMs: 4 * HOUR,
    })
  })
})

describe('SLA §4(c): force majeure takes a declaration of a named officer on /status (row 24)', () => {
  const declaration = (declaredBy: string, policy = published) =>
    november({ forceMajeure: [{ ...outage, declaredBy, publishedAt: '2026-11-10T21:00:00Z' }] }, policy)
      .exclusions[0]!

  test('signed, it excuses the interval; signed by nobody, nothing', () => {
    expect(declaration('Ava')).toMatchObject({ kind: 'force_majeure', accepted: true, usedMs: 4 * HOUR })
    for (const nobody of ['', ' ', '\t\n'])
      expect(declaration(nobody)).toMatchObject({ accepted: false, usedMs: 0 })
  })

  test('where the policy lists its officers it is one of them', () => {
    const listing = altered('exclusions.officers', ['Ava', 'Ben'])
    expect(declaration('Ben', listing).accepted).toBe(true)
    expect(declaration('Mallory', listing)).toMatchObject({ accepted: false, usedMs: 0 })
  })

  test('what is published after now does not count yet', () => {
    const [start, end, publishedAt] = [
      at('2026-11-10T20:00:00Z'),
      at('2026-11-10T21:00:00Z'),
      at('2026-11-12T00:00:00Z'),
    ]
    const judged = (now?: Temporal.Instant) =>
      judgeForceMajeure(published, { start, end, declaredBy: 'Ava', publishedAt }, now).accepted
    expect(judged(at('2026-11-11T23:59:59.999Z'))).toBe(false)
    expect(judged(at('2026-11-12T00:00:00.001Z'))).toBe(true)
    expect(judged()).toBe(true)
  })
})

describe("SLA §4(d): a fault on the customer's side counts nothing; evidence may only add downtime (row 25)", () => {
  test('good probes and no failing request: accepted; anything else is looked at', () => {
    expect(judgeCustomerSide({ outsideProbesGood: true, failedRequestsOnServer: 0 }).accepted).toBe(true)
    expect(judgeCustomerSide({ outsideProbesGood: true, failedRequestsOnServer: 1 }).accepted).toBe(false)
    expect(judgeCustomerSide({ outsideProbesGood: false, failedRequestsOnServer: 0 }).accepted).toBe(false)
  })

  test('what staff add is added, and what was there stays', () => {
    const known = [{ start: at('2026-11-10T20:00:00Z'), end: at('2026-11-10T21:00:00Z'), cause: 'own' }]
    const more = { start: at('2026-11-10T20:30:00Z'), end: at('2026-11-10T22:00:00Z') }
    expect(addDowntime(known, more)).toEqual([...known, more])
    expect(known).toHaveLength(1)
  })
})

describe('one row per exclusion, unclipped, maintenance first, then vendors, then force majeure (row 5)', () => {
  test('in the order given, with what each one met', () => {
    const early = '2026-10-01T08:00:00Z'
    const wide = { start: '2026-10-30T00:00:00Z', end: '2026-11-10T20:01:00Z' }
    const { exclusions } = november({
      forceMajeure: [{ ...wide, declaredBy: 'Ava', publishedAt: early }],
      vendorOutages: [
        { ...outage, vendor: 'neon', status: 'under_maintenance' },
        { ...outage, vendor: 'neon', status: 'major_outage' },
      ],
      maintenance: [
        { ...stretch('2026-11-20T20:00:00-08:00', MINUTE), publishedAt: early, emailedAt: early },
        { start: early, end: early, publishedAt: null, emailedAt: null },
      ],
    })
    expect(exclusions.map(({ because, ...rest }) => ({ ...rest, said: because.length > 0 }))).toEqual([
      {
        kind: 'maintenance',
        start: '2026-11-21T04:00:00Z',
        end: '2026-11-21T04:01:00Z',
        accepted: true,
        usedMs: 0,
        said: true,
      },
      { kind: 'maintenance', start: early, end: early, accepted: false, usedMs: 0, said: true },
      { kind: 'vendor', ...outage, accepted: false, usedMs: 0, said: true },
      { kind: 'vendor', ...outage, accepted: true, usedMs: 0, said: true },
      { kind: 'force_majeure', ...wide, accepted: true, usedMs: 60 * SECOND, said: true },
    ])
    expect(Object.keys(exclusions[0]!)).toEqual(['kind', 'start', 'end', 'accepted', 'because', 'usedMs'])
  })
})
