import type { IncidentRow } from '../record/hold.ts'
import { resolvedAt } from '../record/resolution.ts'
import type { ChangeKind, IncidentState } from '../words.ts'
import type { MachineTexts } from './machine-texts.ts'
import type { Outage } from './outages.ts'

/** How long everything has to stay good before the machine resolves an incident that nobody took. */
const STABLE_MS = 10 * 60_000

/** The incident that the machine follows, or would open. */
export type Followed = Pick<IncidentRow, 'impact' | 'state' | 'goodSince' | 'resolveDueAt'> & {
  taken: boolean
  isNew: boolean
}

export type Measured = {
  /** Outages that belong to it from now on. */
  fresh: readonly Outage[]
  /** Names of all that is measured in it, by key, `fresh` not included. */
  known: ReadonlyMap<string, string>
  /** Since when all of it is good; null while something is down or unmeasured. */
  goodSince: Temporal.Instant | null
}

export type Said = { state: IncidentState; text: string; kind: ChangeKind }
export type MachineDecision = { change: Partial<IncidentRow>; said: Said[] }

/**
 * What the machine does with the incident that it follows. A fresh outage is told, and puts an incident that nobody took back to
 * investigating; when everything is good again, that is told once, with the instant of the first good check; and if nobody took it and
 * it stays good for ten minutes, it is resolved, dated at that check. What people took, only people resolve.
 */
export function decideMachine(
  incident: Followed,
  { fresh, known, goodSince }: Measured,
  texts: MachineTexts,
  now: Temporal.Instant,
): MachineDecision {
  const change: Partial<IncidentRow> = {}
  const said: Said[] = []
  let { state } = incident
  const say = (kind: ChangeKind, next: IncidentState, text: string) => {
    state = next
    said.push({ kind, state, text })
  }
  let told = incident.goodSince
  let due = incident.resolveDueAt
  if (fresh.length > 0) {
    const names = [...new Map([...known, ...fresh.map(({ key, name }) => [key, name] as const)]).values()]
    if (incident.isNew) say('opened', 'investigating', texts.opened(fresh))
    else say('updated', incident.taken ? state : 'investigating', texts.joined(fresh, new Set(known.keys())))
    if (!incident.taken) change.title = texts.title(names)
    told = null
    due = null
  }
  if (goodSince === null) due = null
  else {
    if (!incident.taken) due = goodSince.add({ milliseconds: STABLE_MS })
    // Late results may show that somebody saw it good earlier; that is where it ends, and nothing to be told again.
    if (told !== null && Temporal.Instant.compare(goodSince, told) < 0) told = goodSince
    if (told === null) {
      told = goodSince
      if (!isPast(due, now)) say('updated', incident.taken ? state : 'monitoring', texts.recovered(told, due))
    }
  }
  Object.assign(change, { state, goodSince: told, resolveDueAt: due })
  if (isPast(due, now)) {
    say('resolved', 'resolved', texts.resolved(told!))
    Object.assign(change, resolvedAt(incident, told!))
  }
  return { change, said }
}

const isPast = (due: Temporal.Instant | null, now: Temporal.Instant) =>
  due !== null && Temporal.Instant.compare(due, now) <= 0
