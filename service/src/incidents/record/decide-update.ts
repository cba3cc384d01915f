import { AppError } from '@tractops/platform'
import type { IncidentState, UpdateState } from '../words.ts'
import type { IncidentRow } from './hold.ts'
import { reopened, resolvedAt } from './resolution.ts'

type Known = {
  row: Pick<IncidentRow, 'state' | 'impact' | 'startedAt' | 'resolvedAt'>
  /** What was measured of its components; `end` is null while one is down. */
  measured: readonly { name: string; end: Temporal.Instant | null }[]
  /** The updates so far, in order of `at`. */
  updates: readonly { at: Temporal.Instant; state: IncidentState }[]
}

/** What an update does: the state that it is written in, and what changes of the incident; nothing, where it tells the past. */
export type UpdateDecision = {
  state: IncidentState
  at: Temporal.Instant
  change: Partial<IncidentRow>
  resolves: boolean
}

/**
 * Investigating, identified and monitoring may follow each other in any order; an incident is resolved once, and may be taken up
 * again. An update that is dated before the last one tells the past and leaves the present as it is. Nothing is dated in the
 * future, before the start, or resolved before its components were good.
 *
 * @throws AppError `incident_closed`, `at_in_future`, `before_start`, `before_last_update`, `component_failing`, `before_recovery`
 */
export function decideUpdate(
  { row, measured, updates }: Known,
  input: { state?: UpdateState | undefined; at?: Temporal.Instant | undefined },
  now: Temporal.Instant,
): UpdateDecision {
  const at = input.at ?? now
  if (row.state === 'postmortem')
    throw refuse(409, 'incident_closed', 'Its postmortem is published, which closes it; edit that instead.')
  if (isBefore(now, at))
    throw refuse(400, 'at_in_future', 'An update tells what was; leave `at` out for the present.', 'at')
  if (isBefore(at, row.startedAt))
    throw refuse(
      400,
      'before_start',
      `The incident began at ${row.startedAt}; date the update after it.`,
      'at',
    )
  const past = updates.some((update) => isBefore(at, update.at))
  if (past) {
    if (input.state === 'resolved')
      throw refuse(
        400,
        'before_last_update',
        `The last update is of ${updates.at(-1)!.at}; date the resolution after it.`,
        'at',
      )
    const before = updates.findLast((update) => !isBefore(at, update.at))
    return { state: input.state ?? before?.state ?? row.state, at, change: {}, resolves: false }
  }
  const state = input.state ?? row.state
  const wasResolved = row.state === 'resolved'
  if (state === 'resolved' && !wasResolved) {
    checkRecovered(measured, at)
    return { state, at, change: resolvedAt(row, at), resolves: true }
  }
  return {
    state,
    at,
    change: wasResolved && state !== 'resolved' ? { state, ...reopened() } : { state },
    resolves: false,
  }
}

function checkRecovered(measured: Known['measured'], at: Temporal.Instant): void {
  const failing = measured.filter(({ end }) => end === null)
  if (failing.length > 0)
    throw refuse(
      409,
      'component_failing',
      `${failing[0]!.name} still fails its checks, so this is not resolved; the state monitoring says that you wait for it.`,
      'state',
    )
  const last = measured.find(({ end }) => isBefore(at, end!))
  if (last !== undefined)
    throw refuse(
      400,
      'before_recovery',
      `${last.name} passed its checks again at ${last.end}; date the resolution no earlier.`,
      'at',
    )
}

const isBefore = (a: Temporal.Instant, b: Temporal.Instant) => Temporal.Instant.compare(a, b) < 0

const refuse = (status: number, code: string, message: string, path?: string) =>
  new AppError(code, status, message, path === undefined ? {} : { path })
