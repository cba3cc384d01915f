import {
  addBusinessMs,
  calendarMonth,
  compileCalendar,
  defaultPolicies,
  IntervalSet,
  measure,
  policyOn,
  statementOf,
} from '@tractops/sla'
import { correctness } from './peers/correct.ts'
import { PEERS } from './peers/libraries.ts'
import { medianMs, type Report, type Row, report } from './report.ts'
import { randomFrom } from './sites/random.ts'

const ZONE = 'America/Los_Angeles'
const HOUR_MS = 3_600_000

/** The engine's speed against its limits and against two libraries, and what each gets right. */
export function run(): Report {
  process.env.TZ = ZONE
  const office = compileCalendar({
    zone: ZONE,
    weekly: Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri'].map((day) => [day, ['09:00-18:00']])),
  })
  const rows = [...businessTime(office), ...uptime(), statement()]
  return report('engine', rows, {
    libraries: ['dayjs', 'dayjs-business-time', 'moment', 'moment-business-time'],
    notes: correctness(office),
  })
}

/** Due instants at random times of ten years: all through the public functions, on Temporal instants. */
function businessTime(office: Parameters<typeof addBusinessMs>[0]): Row[] {
  const random = randomFrom(1)
  const from = Array.from({ length: 300_000 }, () =>
    Math.floor(Date.UTC(2020, 0) + random() * 10 * 365.25 * 24 * HOUR_MS),
  )
  const instants = from.map((ms) => Temporal.Instant.fromEpochMilliseconds(ms))
  return [
    { severities: 'P2', hours: [4] },
    { severities: 'P2, P3 and P4 in turn', hours: [4, 9, 45] },
  ].flatMap(({ severities, hours }) => {
    const hoursOf = (i: number) => hours[i % hours.length]!
    const oursMs = medianMs(
      () => instants.forEach((instant, i) => void addBusinessMs(office, instant, hoursOf(i) * HOUR_MS)),
      5,
    )
    const perSecond = (instants.length / oursMs) * 1000
    const peer = (name: keyof typeof PEERS, wanted: number): Row => {
      const add = PEERS[name]()
      const some = from.slice(0, 1500)
      const peerPerSecond =
        (some.length / medianMs(() => some.forEach((ms, i) => void add(ms, hoursOf(i))))) * 1000
      return {
        what: `due at random instants of ten years, ${severities}`,
        figure: `${count(perSecond)}/s`,
        against: `${name}, ${count(peerPerSecond)}/s`,
        ratio: perSecond / peerPerSecond,
        wanted,
      }
    }
    const limit: Row = {
      what: `due at random instants of ten years, ${severities}`,
      figure: `${count(perSecond)}/s`,
      against: '500 000/s',
      ratio: perSecond / 500_000,
      wanted: 1,
    }
    return [limit, peer('dayjs-business-time', 100), peer('moment-business-time', 1)]
  })
}

/** A month's uptime from unsorted, overlapping outages; linear when twice as many take about twice as long. */
function uptime(): Row[] {
  const { policy } = policyOn(defaultPolicies(), '2026-11-01')
  const month = calendarMonth('2026-11', ZONE)
  const random = randomFrom(2)
  const startMs = month.start.epochMilliseconds
  const outages = Array.from({ length: 1_000_000 }, () => {
    const at = startMs + Math.floor(random() * 30 * 24 * HOUR_MS)
    return {
      start: Temporal.Instant.fromEpochMilliseconds(at),
      end: Temporal.Instant.fromEpochMilliseconds(at + Math.floor(random() * 4000)),
    }
  })
  const measured = [250_000, 500_000, 1_000_000].map((size): Row => {
    const down = outages.slice(0, size)
    const ms = medianMs(() => measure(policy, month, { down }))
    return {
      what: `uptime of a month from ${count(size)} unsorted intervals`,
      figure: `${ms.toFixed(0)} ms, ${((ms * 1e6) / size).toFixed(0)} ns each`,
      against: '1 s for 1 000 000',
      ratio: (1000 * (size / 1e6)) / ms,
      wanted: 1,
    }
  })
  const starts = Float64Array.from(outages, ({ start }) => start.epochMilliseconds)
  const ends = Float64Array.from(outages, ({ end }) => end.epochMilliseconds)
  const ms = medianMs(() => IntervalSet.ofEpochMs(starts, ends))
  const union: Row = {
    what: 'of that, the union of 1 000 000, from epoch ms',
    figure: `${ms.toFixed(0)} ms`,
    against: '1 s',
    ratio: 1000 / ms,
    wanted: 1,
  }
  return [...measured, union]
}

/** A month's statement: read, judged, credited, hashed. */
function statement(): Row {
  const policies = defaultPolicies()
  const input = {
    month: '2026-11',
    down: [{ start: '2026-11-10T18:00:00Z', end: '2026-11-10T23:30:00Z' }],
    subscriptions: Array.from({ length: 100_000 }, (_, i) => ({
      customer: `customer-${i}`,
      plan: i % 3 === 0 ? ('premium' as const) : ('standard' as const),
      billing: i % 4 === 0 ? ('monthly' as const) : ('annual' as const),
      units: 20 + (i % 400),
      start: `2026-0${1 + (i % 9)}-15`,
      ...(i % 10 === 0 && { end: `2026-11-${10 + (i % 20)}` }),
      ...(i % 7 === 0 && { discountPercent: 12.5 }),
    })),
  }
  const ms = medianMs(() => statementOf(policies, input))
  return {
    what: 'statement for 100 000 subscriptions',
    figure: `${ms.toFixed(0)} ms`,
    against: '5 s',
    ratio: 5000 / ms,
    wanted: 1,
  }
}

const count = (value: number) => String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ' ')

if (import.meta.main) run()
