import { type Clock, elapsedMs } from '@tractops/platform'
import type { CheckResult } from '../check/check-result.ts'
import type { MonitorConfig } from '../config/config.ts'
import type { MonitorResult } from '../record/results.ts'
import { type Memory, takeResult } from '../record/take-result.ts'
import { dateCheck, type LastCheck } from './date-check.ts'
import { nextDueMs } from './next-due.ts'

const RECHECK_MS = 1_000

/** `look` asks for a check at once, unless one is under way or about to be; `stop` ends the watch. */
export type Watch = { look(): void; stop(): void }

export type WatchDeps = {
  clock: Clock
  check: (monitor: MonitorConfig) => Promise<CheckResult>
  /** Of a result that is not up: whether the watcher itself is to blame, so that it counts for nothing. */
  isBlind?: (result: CheckResult) => Promise<boolean>
  /** How far into its interval, after everybody else's due instant, this watcher looks; in ms. */
  offsetMs?: number
  /** `news`: this watcher sees something else than before, or wants to look again. */
  record: (result: MonitorResult, news: boolean) => void
  onStarted: (lagMs: number) => void
  onChecked: (result: CheckResult) => void
}

/**
 * Watches one monitor until stopped: a check at each due instant, and one more a second after a result that asks for
 * confirmation. Nothing is shared between monitors, so none waits for another; at most two checks of one are under way (a
 * confirmation that hangs and the one that is due), and their results are handed on in the order in which they started.
 * Waiting is monotonic; after each wait the due instant is worked out anew, so a clock that jumps costs no check.
 */
export function watch(monitor: MonitorConfig, memory: Memory, deps: WatchDeps): Watch {
  let current = memory
  let last: LastCheck | null =
    memory.track.lastAtMs === null ? null : { atMs: memory.track.lastAtMs, monotonicMs: null }
  let delivered: Promise<void> = Promise.resolve()
  let started = 0
  let underWay = 0
  let stopped = false
  let dueTimer: NodeJS.Timeout | undefined
  let recheckTimer: NodeJS.Timeout | undefined

  function planDue(afterMs: number): void {
    const wallMs = deps.clock.now().epochMilliseconds
    const offsetMs = deps.offsetMs ?? 0
    const fromMs = Math.abs(wallMs - afterMs) < monitor.everyMs ? Math.max(wallMs, afterMs) : wallMs
    const dueMs = nextDueMs(monitor, fromMs - offsetMs) + offsetMs
    const plannedMs = elapsedMs() + dueMs - wallMs
    dueTimer = setTimeout(() => {
      deps.onStarted(Math.max(0, elapsedMs() - plannedMs))
      begin()
      planDue(dueMs)
    }, dueMs - wallMs)
  }

  function begin(): void {
    clearTimeout(recheckTimer)
    recheckTimer = undefined
    underWay++
    const number = ++started
    const { confirmed, pending } = current.track
    const failing = pending !== null || (confirmed !== null && confirmed.state !== 'up')
    const now = { wallMs: deps.clock.now().epochMilliseconds, monotonicMs: elapsedMs() }
    const atMs = dateCheck(now, last, failing)
    last = { atMs, monotonicMs: now.monotonicMs }
    const before = delivered
    const checked = deps.check(monitor)
    delivered = (async () => {
      const result = await checked
      const blind = (await deps.isBlind?.(result)) ?? false
      await before
      underWay--
      if (!stopped) take(number, atMs, result, blind)
    })()
  }

  function take(number: number, atMs: number, result: CheckResult, blind: boolean): void {
    const { state, reason, latencyMs, statusCode } = result
    const { component, key } = monitor
    deps.onChecked(result)
    const taken = blind ? null : takeResult(current, { atMs, state, reason }, monitor.everyMs)
    deps.record(
      { component, monitor: key, atMs, state, reason, latencyMs, statusCode, ...(blind ? { blind } : {}) },
      taken !== null && (taken.began || taken.changes.length > 0),
    )
    if (taken === null) return
    current = taken.memory
    // A later check that is under way already brings the confirmation itself.
    if (taken.recheck && number === started) recheckTimer = setTimeout(begin, RECHECK_MS)
  }

  planDue(Number.NEGATIVE_INFINITY)
  return {
    look() {
      if (!stopped && underWay === 0 && recheckTimer === undefined) begin()
    },
    stop() {
      stopped = true
      clearTimeout(dueTimer)
      clearTimeout(recheckTimer)
    },
  }
}
