import { createHash } from 'node:crypto'

/** What a schedule follows from. */
export type Scheduled = { component: string; key: string; everyMs: number }

const phases = new WeakMap<Scheduled, number>()

/**
 * Where in its interval a monitor is due, in ms: drawn from the hash of its name, so that monitors spread over the
 * interval, and each keeps its place from one start to the next.
 */
export function phaseMs(monitor: Scheduled): number {
  let phase = phases.get(monitor)
  if (phase === undefined) {
    const hash = createHash('sha256').update(`${monitor.component}/${monitor.key}`).digest()
    phase = hash.readUIntBE(0, 6) % monitor.everyMs
    phases.set(monitor, phase)
  }
  return phase
}

/**
 * The first instant after `after` at which a monitor is due: phase + n x interval, counted from the epoch in elapsed time,
 * so it neither drifts nor knows of zones.
 */
export function nextDue(monitor: Scheduled, after: Temporal.Instant): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(nextDueMs(monitor, after.epochMilliseconds))
}

/** {@link nextDue} in epoch ms. */
export function nextDueMs(monitor: Scheduled, afterMs: number): number {
  const { everyMs } = monitor
  const phase = phaseMs(monitor)
  return phase + (Math.floor((afterMs - phase) / everyMs) + 1) * everyMs
}
