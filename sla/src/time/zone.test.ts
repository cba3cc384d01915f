import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { refusal } from '../../test/refusal.ts'
import { runs } from '../../test/runs.ts'
import { DAY_MS, END_MS, FIRST_MS } from './civil.ts'
import { Temporal } from './temporal.ts'
import { zoneOf } from './zone.ts'

const ms = (text: string) => Temporal.Instant.from(text).epochMilliseconds
const at = (zone: string, local: string) =>
  Temporal.Instant.fromEpochMilliseconds(zoneOf(zone).localToEpochMs(ms(`${local}Z`))).toString()

const ZONES = [
  'America/Los_Angeles',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'America/Havana',
  'America/Sao_Paulo',
  'Africa/Casablanca',
  'Europe/Dublin',
  'Asia/Kathmandu',
  'America/Juneau',
  'UTC',
]

describe('localToEpochMs (row 36)', () => {
  it.each([
    ['a plain time', 'America/Los_Angeles', '2026-11-23T15:00:00', '2026-11-23T23:00:00Z'],
    [
      'a nonexistent time is the first instant after the gap',
      'America/Los_Angeles',
      '2026-03-08T02:15:00',
      '2026-03-08T10:00:00Z',
    ],
    ['the last nonexistent one', 'America/Los_Angeles', '2026-03-08T02:59:59.999', '2026-03-08T10:00:00Z'],
    ['the first after the gap', 'America/Los_Angeles', '2026-03-08T03:00:00', '2026-03-08T10:00:00Z'],
    ['the last before the gap', 'America/Los_Angeles', '2026-03-08T01:59:59', '2026-03-08T09:59:59Z'],
    [
      'an ambiguous time is the earlier',
      'America/Los_Angeles',
      '2026-11-01T01:30:00',
      '2026-11-01T08:30:00Z',
    ],
    [
      'the first after an ambiguous hour',
      'America/Los_Angeles',
      '2026-11-01T02:00:00',
      '2026-11-01T10:00:00Z',
    ],
    ['half an hour of gap', 'Australia/Lord_Howe', '2026-10-04T02:10:00', '2026-10-03T15:30:00Z'],
    ['half an hour twice', 'Australia/Lord_Howe', '2026-04-05T01:45:00', '2026-04-04T14:45:00Z'],
    ['a day that was skipped', 'Pacific/Apia', '2011-12-30T12:00:00', '2011-12-30T10:00:00Z'],
    ['a midnight that was skipped', 'America/Sao_Paulo', '2018-11-04T00:00:00', '2018-11-04T03:00:00Z'],
    ['a midnight that came twice', 'America/Havana', '2026-11-01T00:00:00', '2026-11-01T04:00:00Z'],
    ['a day that came twice', 'Pacific/Kwajalein', '1969-09-30T13:00:00', '1969-09-30T02:00:00Z'],
    ['before any clock was set by law', 'America/Los_Angeles', '1700-01-01T00:00:00', '1700-01-01T07:52:58Z'],
    ['far ahead', 'America/Los_Angeles', '9998-07-01T00:00:00', '9998-07-01T07:00:00Z'],
  ])('%s: %s %s', (_, zone, local, instant) => {
    expect(at(zone, local)).toBe(instant)
  })

  it('agrees with Temporal, which calls the two sides of a change earlier and later', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ZONES), nearChanges(), (name, localMs) => {
        const zone = zoneOf(name)
        const local = Temporal.Instant.fromEpochMilliseconds(localMs)
          .toZonedDateTimeISO('UTC')
          .toPlainDateTime()
        const earlier = local.toZonedDateTime(name, { disambiguation: 'earlier' })
        const expected = earlier.toPlainDateTime().equals(local)
          ? earlier.epochMilliseconds
          : earlier.getTimeZoneTransition('next')!.epochMilliseconds
        expect(zone.localToEpochMs(localMs)).toBe(expected)
      }),
      runs(2000),
    )
  })
})

describe('offsetMsAt and nextTransitionMs', () => {
  it('agree with Temporal at any instant of the years 0000 to 9999', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...ZONES),
        fc.oneof(nearChanges(), fc.integer({ min: FIRST_MS, max: END_MS - 1 })),
        (name, epochMs) => {
          const there = Temporal.Instant.fromEpochMilliseconds(epochMs).toZonedDateTimeISO(name)
          expect(zoneOf(name).offsetMsAt(epochMs)).toBe(there.offsetNanoseconds / 1e6)
          expect(zoneOf(name).nextTransitionMs(epochMs)).toBe(
            there.getTimeZoneTransition('next')?.epochMilliseconds ?? Number.POSITIVE_INFINITY,
          )
        },
      ),
      runs(2000),
    )
  })

  it.each([
    '2098-11-02T09:00:00Z',
    '2098-11-26T00:00:00Z',
    '2098-11-27T00:00:00Z',
    '2099-11-30T00:00:00Z',
    '2100-01-01T00:00:00Z',
    '2499-12-31T23:59:59.999Z',
    '2500-01-01T00:00:00Z',
    '2899-12-31T23:59:59.999Z',
    '2900-01-01T00:00:00Z',
    '9999-12-31T00:00:00Z',
  ])('hold where the listed years end and repeat, at %s', (text) => {
    for (const name of ['America/Los_Angeles', 'Australia/Lord_Howe']) {
      const there = Temporal.Instant.from(text).toZonedDateTimeISO(name)
      expect(zoneOf(name).nextTransitionMs(ms(text))).toBe(
        there.getTimeZoneTransition('next')!.epochMilliseconds,
      )
      expect(zoneOf(name).offsetMsAt(ms(text))).toBe(there.offsetNanoseconds / 1e6)
      expect(zoneOf(name).localToEpochMs(ms(text))).toBe(
        there.toPlainDateTime().subtract({ nanoseconds: there.offsetNanoseconds }).toZonedDateTime(name)
          .epochMilliseconds,
      )
    }
  })

  it('change at the transition itself, not before', () => {
    const zone = zoneOf('America/Los_Angeles')
    const change = ms('2026-11-01T09:00:00Z')
    expect(zone.offsetMsAt(change - 1)).toBe(-7 * 3_600_000)
    expect(zone.offsetMsAt(change)).toBe(-8 * 3_600_000)
    expect(zone.nextTransitionMs(change - 1)).toBe(change)
    expect(zone.nextTransitionMs(change)).toBe(ms('2027-03-14T10:00:00Z'))
  })
})

describe('zoneOf', () => {
  it('takes IANA names, links and any case, and answers the same zone for the same name', () => {
    expect(zoneOf('america/los_angeles')).toBe(zoneOf('America/Los_Angeles'))
    expect(zoneOf('US/Pacific').offsetMsAt(0)).toBe(zoneOf('America/Los_Angeles').offsetMsAt(0))
    expect(zoneOf('UTC').nextTransitionMs(0)).toBe(Number.POSITIVE_INFINITY)
  })

  it.each(['', 'Mars/Olympus', '+05:00', '-08:00', 'Z', 'PST8', 'America/Los_Angeles ', undefined, 5])(
    'refuses %j',
    (name) => {
      const error = refusal(() => zoneOf(name as string, 'calendar.zone'))
      expect(error).toMatchObject({ code: 'zone_unknown', path: 'calendar.zone' })
      expect(error.message).toContain('write an IANA name')
      expect(refusal(() => zoneOf(name as string)).path).toBe('')
    },
  )
})

/** Instants within some days of the clock changes of 1950 to 2110. */
function nearChanges(): fc.Arbitrary<number> {
  const changes = ZONES.flatMap((name) => {
    const list: number[] = []
    let next = Temporal.Instant.from('1950-01-01T00:00Z')
      .toZonedDateTimeISO(name)
      .getTimeZoneTransition('next')
    for (; next !== null && next.year < 2110; next = next.getTimeZoneTransition('next'))
      list.push(next.epochMilliseconds)
    return list
  })
  return fc
    .tuple(
      fc.constantFrom(...changes),
      fc.integer({ min: -2 * DAY_MS, max: 2 * DAY_MS }),
      fc.constantFrom(1, 60_000, 1_800_000),
    )
    .map(([change, by, grain]) => Math.floor((change + by) / grain) * grain)
}
