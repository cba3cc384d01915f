import { elapsedMs, type ResolveHost, reasonOf, resolveHost } from '@tractops/platform'
import type { MonitorState } from '@tractops/sla'
import type { CheckResult } from './check-result.ts'
import { Failure } from './failure.ts'
import { spell } from './spell.ts'

/** All that a check needs besides its monitor. */
export type CheckDeps = { now: () => Temporal.Instant; resolveHost?: ResolveHost }

/**
 * What a check works with. The signal is aborted when its time is up; `late` is what is then said, as in "no answer within
 * 10 s", and `where` is put before every reason: both are set as the check goes on.
 */
export type Attempt = {
  startedAt: Temporal.Instant
  signal: AbortSignal
  resolveHost: ResolveHost
  late: string
  where: string
  /** Whole ms since the check began. */
  latencyMs: () => number
}

type Found = {
  state: MonitorState
  reason: string | null
  latencyMs: number
  statusCode?: number | null
  tlsDaysLeft?: number | null
}

/**
 * Carries out `work` within `timeoutMs`, names, connections, encryption and answers included. Whatever happens, the answer
 * is a result with its reason, and what `work` opened under the signal is told to close.
 */
export async function bounded(
  timeoutMs: number,
  deps: CheckDeps,
  work: (attempt: Attempt) => Promise<Found>,
): Promise<CheckResult> {
  const startMs = elapsedMs()
  const abort = new AbortController()
  const attempt: Attempt = {
    startedAt: deps.now(),
    signal: abort.signal,
    resolveHost: deps.resolveHost ?? resolveHost,
    late: 'no answer',
    where: '',
    latencyMs: () => Math.round(elapsedMs() - startMs),
  }
  const { startedAt } = attempt
  const tooLate = Promise.withResolvers<never>()
  const timer = setTimeout(() => {
    const late = new Failure(`${attempt.late} within ${spell(timeoutMs)}`)
    abort.abort(late)
    tooLate.reject(late)
  }, timeoutMs)
  try {
    const found = await Promise.race([work(attempt), tooLate.promise])
    const reason = found.reason === null ? null : told(attempt.where + found.reason)
    return { startedAt, statusCode: null, tlsDaysLeft: null, ...found, reason }
  } catch (error) {
    const reason = told(attempt.where + reasonOf(abort.signal.aborted ? abort.signal.reason : error))
    const latencyMs = attempt.latencyMs()
    return { startedAt, state: 'down', reason, latencyMs, statusCode: null, tlsDaysLeft: null }
  } finally {
    clearTimeout(timer)
    if (!abort.signal.aborted) abort.abort(OVER)
  }
}

/** One for all: without a reason each check would make an error with its stack. */
const OVER = new Failure('the check is over')

const LONGEST_REASON = 300

/** A reason as it is kept: what it quotes of the file may be long. */
const told = (reason: string) =>
  reason.length > LONGEST_REASON ? `${reason.slice(0, LONGEST_REASON - 1)}…` : reason
