import { calendarMonth, defaultPolicies, IntervalSet, measure, type Policy, startOfDay } from '@tractops/sla'
import type { ComponentHistory, MonthToDate, State, StatusInput, Stretch, Told } from '../view/source.ts'
import { hostile, NOTHING_TOLD, RESPONSES, told } from './told.ts'

/** An interruption to build a history with: from when, for how long (null: it lasts), and what was seen. */
type Trouble = {
  at: string
  forMs: number | null
  state: 'degraded' | 'down' | 'unmeasured'
  reason?: string
}

export type Watched = {
  key: string
  name: string
  critical: boolean
  description?: string
  troubles?: Trouble[]
}

export const policy: Policy = defaultPolicies()[0]!
export const MINUTE = 60_000
export const HOUR = 60 * MINUTE

/** The confirmed stretches of a component that was up from `since` on except for its troubles, which come in order. */
export function historyOf(watched: Watched, since: string, now: string): ComponentHistory {
  const { troubles = [], ...component } = watched
  const nowAt = Temporal.Instant.from(now)
  const start = startOfDay(
    nowAt.toZonedDateTimeISO(policy.zone).toPlainDate().subtract({ days: 100 }).toString(),
    policy.zone,
  )
  const changes: { at: Temporal.Instant; state: State; reason?: string }[] = [
    { at: start, state: 'unmeasured' },
  ]
  const begin = Temporal.Instant.from(since)
  if (Temporal.Instant.compare(begin, start) <= 0) changes[0] = { at: start, state: 'up' }
  else if (Temporal.Instant.compare(begin, nowAt) < 0) changes.push({ at: begin, state: 'up' })
  for (const { at, forMs, state, reason } of troubles) {
    const from = Temporal.Instant.from(at)
    changes.push({ at: from, state, ...(reason === undefined ? {} : { reason }) })
    if (forMs !== null) changes.push({ at: from.add({ milliseconds: forMs }), state: 'up' })
  }
  const intervals = changes.map(
    ({ at, state, reason }, i): Stretch => ({
      state,
      start: at,
      end: changes[i + 1]?.at ?? null,
      ...(reason === undefined ? {} : { reason }),
    }),
  )
  const last = intervals.at(-1)!
  return {
    ...component,
    state: last.state,
    since: last.state === 'unmeasured' && intervals.length === 1 ? null : last.start,
    reason: last.reason ?? null,
    intervals,
  }
}

/** The month so far of some components, by the engine: a moment is unmeasured where any critical component was. */
export function monthOf(components: readonly ComponentHistory[], month: string, now: string): MonthToDate {
  const whole = calendarMonth(month, policy.zone)
  const nowAt = Temporal.Instant.from(now)
  const end = Temporal.Instant.compare(nowAt, whole.end) < 0 ? nowAt : whole.end
  const of = (state: State) => [
    ...IntervalSet.of(
      components
        .filter((c) => c.critical)
        .flatMap((c) => c.intervals)
        .filter((stretch) => stretch.state === state)
        .map((stretch) => ({ start: stretch.start, end: stretch.end ?? nowAt })),
    ).intersect(IntervalSet.of([{ start: whole.start, end }])),
  ]
  const period = { start: whole.start, end }
  const down = of('down')
  const gaps = of('unmeasured')
  return { period, down, gaps, uptime: measure(policy, period, { down, unmeasured: gaps }) }
}

/** Everything that the status page needs, for components that have been watched since an instant. */
export function scene(
  watched: readonly Watched[],
  since: string,
  now: string,
  told: Told = NOTHING_TOLD,
): StatusInput {
  const components = watched.map((w) => historyOf(w, since, now))
  const month = Temporal.Instant.from(now)
    .toZonedDateTimeISO(policy.zone)
    .toPlainDate()
    .toPlainYearMonth()
    .toString()
  return {
    now: Temporal.Instant.from(now),
    policy,
    month,
    components,
    monthToDate: monthOf(components, month, now),
    responses: RESPONSES,
    told,
  }
}

const HOME: Watched = {
  key: 'home',
  name: 'Application',
  critical: true,
  description: 'The application is reachable.',
}
const SIGN_IN: Watched = {
  key: 'sign-in',
  name: 'Sign-in',
  critical: true,
  description: 'A member can sign in.',
}
const PAYMENTS: Watched = {
  key: 'payments',
  name: 'Payments',
  critical: true,
  description: 'Dues can be paid.',
}
const DASHBOARD: Watched = { key: 'dashboard', name: 'Dashboard', critical: false }
const VOTING: Watched = {
  key: 'voting',
  name: 'Voting',
  critical: false,
  description: 'A ballot can be opened.',
}
const NOW = '2026-11-23T14:03:20Z'
const LONG_AGO = '2026-06-01T00:00:00Z'

/** A season with what a season brings: a few outages, one too short to count, slow days, and a night nobody measured. */
const SEASON: Watched[] = [
  {
    ...HOME,
    troubles: [
      {
        at: '2026-09-17T09:12:40Z',
        forMs: 11 * MINUTE + 20_000,
        state: 'down',
        reason: 'No answer within 10 s',
      },
    ],
  },
  {
    ...SIGN_IN,
    troubles: [
      { at: '2026-11-12T18:20:00Z', forMs: 42_000, state: 'down', reason: 'HTTP 502 instead of 200' },
    ],
  },
  {
    ...PAYMENTS,
    troubles: [
      {
        at: '2026-10-02T20:00:00Z',
        forMs: 95 * MINUTE,
        state: 'degraded',
        reason: 'Answered in 3.4 s; 2 s is the limit',
      },
      {
        at: '2026-11-19T07:48:20Z',
        forMs: 26 * MINUTE + 40_000,
        state: 'down',
        reason: 'HTTP 503 instead of 200',
      },
    ],
  },
  { ...DASHBOARD, troubles: [{ at: '2026-10-20T04:00:00Z', forMs: 9 * HOUR, state: 'unmeasured' }] },
  {
    ...VOTING,
    troubles: [
      { at: '2026-11-16T16:00:00Z', forMs: 3 * HOUR, state: 'degraded', reason: 'HTTP 500 instead of 200' },
    ],
  },
]

const lasting = (components: Watched[], key: string, trouble: Omit<Trouble, 'forMs'>): Watched[] =>
  components.map((c) =>
    c.key === key ? { ...c, troubles: [...(c.troubles ?? []), { ...trouble, forMs: null }] } : c,
  )

/** Scenes by name, each as it would be read on 23 November 2026. */
export const scenes: Record<string, StatusInput> = {
  fresh: scene([HOME, SIGN_IN, PAYMENTS, DASHBOARD, VOTING], '2026-11-23T13:41:00Z', NOW),
  nothing: scene([HOME, SIGN_IN, PAYMENTS, DASHBOARD, VOTING], '2026-12-01T00:00:00Z', NOW),
  empty: scene([], LONG_AGO, NOW),
  up: scene([HOME, SIGN_IN, PAYMENTS, DASHBOARD, VOTING], LONG_AGO, NOW),
  season: scene(SEASON, LONG_AGO, NOW),
  down: scene(
    lasting(SEASON, 'payments', {
      at: '2026-11-23T13:51:05Z',
      state: 'down',
      reason: 'HTTP 503 instead of 200',
    }),
    LONG_AGO,
    NOW,
  ),
  degraded: scene(
    lasting(SEASON, 'voting', {
      at: '2026-11-23T13:20:00Z',
      state: 'degraded',
      reason: 'HTTP 500 instead of 200',
    }),
    LONG_AGO,
    NOW,
  ),
  missed: scene(
    [
      {
        ...HOME,
        troubles: [
          {
            at: '2026-11-05T11:00:00Z',
            forMs: 5 * HOUR,
            state: 'down',
            reason: 'The name could not be resolved',
          },
        ],
      },
      SIGN_IN,
    ],
    LONG_AGO,
    NOW,
  ),
  told: scene(
    lasting(SEASON, 'payments', {
      at: '2026-11-23T13:51:05Z',
      state: 'down',
      reason: 'HTTP 503 instead of 200',
    }),
    LONG_AGO,
    NOW,
    told,
  ),
  hostile: scene(SEASON, LONG_AGO, NOW, { ...told, incidents: [hostile, ...told.incidents] }),
  maintained: scene([HOME, SIGN_IN, PAYMENTS, DASHBOARD, VOTING], LONG_AGO, NOW, {
    ...told,
    incidents: told.incidents.filter(({ resolvedAt }) => resolvedAt !== null),
  }),
  long: scene(
    [
      {
        ...HOME,
        name: 'The resident and board member application of the Whispering Pines Master Association',
        troubles: [
          {
            at: '2026-11-22T10:00:00Z',
            forMs: null,
            state: 'down',
            reason:
              'https://app.whispering-pines-master-association.example/sign-in?return=%2Fdashboard answered HTTP 503 instead of 200',
          },
        ],
      },
      {
        ...VOTING,
        name: 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerk',
        description:
          'One word, sixty letters, and a description that runs on for longer than the column that holds it is wide.',
      },
    ],
    LONG_AGO,
    NOW,
  ),
  many: scene(
    Array.from({ length: 10 }, (_, i) => {
      const like = SEASON[i % SEASON.length]!
      return { ...like, key: `${like.key}-${i}`, name: `${like.name} ${['West', 'East'][i % 2]}` }
    }),
    LONG_AGO,
    NOW,
  ),
}
