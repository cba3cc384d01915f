import type { MonitorState, Transition } from '@tractops/sla'

/** What an agent says to one question, since which of its checks, the check before that, and why. Instants in epoch ms. */
type Side = { holds: boolean; sinceMs: number; beforeMs: number | null; reason: string | null }

/** The two questions that a state answers: does it fail in any way, and is it down? */
export type Sides = { failing: Side; down: Side }

/** A change that an agent has confirmed by itself, as `observe` tells it, and its last check before that. */
export type AgentChange = {
  atMs: number
  state: Transition['state']
  beforeMs: number | null
  reason: string | null
}

/** An agent with something to say: its last check that showed it, in epoch ms, and whether it is fresh and sighted, so that it counts. */
export type Voter = { sides: Sides; lastMs: number; counts: boolean }

/** What they say together, since when; `state` is null while nobody has said anything since `sinceMs`. */
export type Standing = { state: MonitorState | null; sinceMs: number }

export type Decision = { state: MonitorState; atMs: number; reason: string | null }

/** An agent's answers after one more change of its own; null once it says nothing any more. */
export function sidesAfter(sides: Sides | null, change: AgentChange): Sides | null {
  if (change.state === 'unmeasured') return null
  const { atMs: sinceMs, beforeMs, reason } = change
  const side = (before: Side | undefined, holds: boolean): Side =>
    before?.holds === holds ? before : { holds, sinceMs, beforeMs, reason: holds ? reason : null }
  return {
    failing: side(sides?.failing, change.state !== 'up'),
    down: side(sides?.down, change.state === 'down'),
  }
}

/**
 * SLA §1 (rows 3, 7): what the agents that count say together. Each of two questions, "does it fail?" and "is it down?", is
 * answered anew when more than half of them say otherwise; with half against half the answer stays, and where there was none
 * it is no. So a minority changes nothing, and one agent alone is taken at its word.
 *
 * A change is dated at the first check that showed it after the last one that spoke against it, among the agents that say so
 * now or said so when they last looked: an outage lasts from its first failed check to its first good one. None is dated
 * before what stands. An agent that was not looking neither delays a recovery nor hides a failure: both wait for most to say
 * so, and are then dated back. What one agent alone finds after a silence stands since its first look, as `observe` says.
 */
export function decide(standing: Standing, voters: readonly Voter[]): Decision[] {
  if (!voters.some((voter) => voter.counts)) return []
  const before = standing.state
  const failing = answer('failing', before === null ? null : before !== 'up', standing, voters)
  const down = answer('down', before === null ? null : before === 'down', standing, voters)
  // What is down fails, and what has recovered is no longer down: the dates keep that order.
  if (down.holds) down.atMs = Math.max(down.atMs, failing.atMs)
  else failing.atMs = Math.max(failing.atMs, down.atMs)
  const after = stateOf(failing.holds, down.holds)
  if (before === null) return [{ ...said(after, failing, down), atMs: Math.max(failing.atMs, down.atMs) }]
  if (after === before) return []
  const steps = [said(after, failing, down)]
  if (failing.changed && down.changed && failing.atMs !== down.atMs) {
    const [first, last] = down.holds ? [failing, down] : [down, failing]
    steps[0]!.atMs = last.atMs
    steps.unshift({ state: 'degraded', atMs: first.atMs, reason: failing.reason })
  }
  return steps
}

/** The first of these to have said so. */
const bySinceOf = (voters: readonly Voter[], question: keyof Sides): Side | undefined =>
  voters.map((voter) => voter.sides[question]).sort(bySince)[0]

type Answer = { holds: boolean; changed: boolean; atMs: number; reason: string | null }

function answer(
  question: keyof Sides,
  held: boolean | null,
  standing: Standing,
  voters: readonly Voter[],
): Answer {
  const counting = voters.filter((voter) => voter.counts)
  const most = Math.floor(counting.length / 2) + 1
  const yes = counting.filter((voter) => voter.sides[question].holds)
  const no = counting.filter((voter) => !voter.sides[question].holds)
  const holds = yes.length >= most || (no.length < most && held === true)
  const agreed = holds ? yes : no
  const sides = agreed.map((voter) => voter.sides[question]).sort(bySince)
  const stays = (reason: string | null) => ({ changed: false, atMs: standing.sinceMs, reason })
  if (holds === held) return { holds, ...stays(sides[0]?.reason ?? null) }
  // Who does not count any more still counted when it last looked, for the date on either side.
  const against = voters.filter((voter) => !voter.counts && voter.sides[question].holds !== holds)
  const lostMs = Math.max(...against.map((voter) => voter.lastMs))
  // None of those who say otherwise has looked since: what they saw is older than what speaks against it.
  if (held !== null && agreed.every((voter) => voter.lastMs < lostMs))
    return { holds: held, ...stays(bySinceOf(against, question)?.reason ?? null) }
  const floorMs = Math.max(standing.sinceMs, lostMs)
  const seen = voters.map((voter) => voter.sides[question]).filter((side) => side.holds === holds)
  const againstMs = Math.max(floorMs, ...seen.map((side) => side.beforeMs ?? Number.NEGATIVE_INFINITY))
  const [first] = seen.filter((side) => side.sinceMs > againstMs).sort(bySince)
  const { reason } = first ?? sides[0]!
  const isFirstWord = held === null && voters.length === 1 && Number.isFinite(againstMs)
  const atMs = first === undefined || isFirstWord ? againstMs : first.sinceMs
  return { holds, changed: true, atMs, reason }
}

function said(state: MonitorState, failing: Answer, down: Answer): Decision {
  const changed = [down, failing].find((one) => one.changed) ?? failing
  const reason = state === 'up' ? null : state === 'down' ? down.reason : failing.reason
  return { state, atMs: changed.atMs, reason }
}

const stateOf = (failing: boolean, down: boolean): MonitorState =>
  down ? 'down' : failing ? 'degraded' : 'up'

const bySince = (a: Side, b: Side) => a.sinceMs - b.sinceMs || compare(a.reason, b.reason)
const compare = (a: string | null, b: string | null) => ((a ?? '') < (b ?? '') ? -1 : a === b ? 0 : 1)
