import { type Ctx, inTransaction, type Platform } from '@tractops/platform'
import { eq } from 'drizzle-orm'
import { runCheck } from '../../check/run-check.ts'
import type { MonitorConfig } from '../../config/config.ts'
import type { createMeasurements } from '../../measurements.ts'
import { nameOf } from '../../record/hold-monitors.ts'
import { RECHECK } from '../../record/record-results.ts'
import { MONITORING, type Recorder } from '../../record/recorder.ts'
import { type Memory, newMemory } from '../../record/take-result.ts'
import { type Watch, watch } from '../../schedule/watch.ts'
import { component, monitor } from '../../tables.ts'
import { BUILT_IN, observer } from '../tables.ts'
import { holdLease } from './lease.ts'
import { recheckOrders } from './recheck-orders.ts'

type Deps = {
  monitors: readonly MonitorConfig[]
  recorder: Recorder
  measurements: ReturnType<typeof createMeasurements>
}

/**
 * Checks as the built-in agent, in whichever process holds the lease on that: each monitor at its own due instant, and at once
 * when another agent saw something new. A process that takes over goes on from what the last one had recorded.
 */
export async function startChecking(
  p: Pick<Platform, 'clock' | 'db' | 'pool' | 'log' | 'events'>,
  { monitors, recorder, measurements }: Deps,
): Promise<{ change(monitors: readonly MonitorConfig[]): Promise<void>; stop(): Promise<void> }> {
  const watches = new Map<string, Watch>()
  let current = monitors
  let holds = false
  let sinceMs = p.clock.now().epochMilliseconds

  function begin(memories: ReadonlyMap<string, Memory>): void {
    holds = true
    for (const one of current) start(one, memories)
    p.log.info({ monitors: current.length }, 'this process checks as the built-in agent')
  }

  function start(one: MonitorConfig, memories: ReadonlyMap<string, Memory>): void {
    const name = keyOf(one)
    watches.get(name)?.stop()
    const begun = watch(one, memories.get(name) ?? newMemory(), {
      clock: p.clock,
      check: (m) => runCheck(m, { now: () => p.clock.now() }),
      record: (result, news) => recorder.add(result, news),
      onStarted: (lagMs) => measurements.lagSeconds.observe(lagMs / 1_000),
      onChecked: (result) => {
        measurements.checks.inc({ state: result.state })
        measurements.checkSeconds.observe(result.latencyMs / 1_000)
      },
    })
    watches.set(name, begun)
  }

  /** Goes on with other monitors: those that are the same are not disturbed. */
  async function change(next: readonly MonitorConfig[]): Promise<void> {
    const before = new Map(current.map((one) => [keyOf(one), JSON.stringify(one)]))
    current = next
    if (!holds) return
    const memories = await inTransaction(p, MONITORING, builtInMemories)
    if (!holds || current !== next) return
    const kept = new Set(next.map(keyOf))
    for (const [name, one] of watches) {
      if (kept.has(name)) continue
      one.stop()
      watches.delete(name)
    }
    for (const one of next) if (before.get(keyOf(one)) !== JSON.stringify(one)) start(one, memories)
  }

  function end(): void {
    holds = false
    for (const one of watches.values()) one.stop()
    watches.clear()
  }

  /** Looks at once at what another agent has seen change. */
  async function follow(): Promise<void> {
    const orders = await inTransaction(p, MONITORING, (ctx) => recheckOrders(ctx, sinceMs))
    for (const order of orders) {
      sinceMs = Math.max(sinceMs, order.atMs)
      watches.get(nameOf(order))?.look()
    }
  }

  const quiet = p.events.on((topic) => {
    if (topic !== RECHECK || watches.size === 0) return
    follow().catch((err) => p.log.warn({ err }, 'an order to look again could not be read'))
  })
  const lease = await holdLease(p, {
    onHeld: async () => begin(await inTransaction(p, MONITORING, builtInMemories)),
    onLost: end,
  })
  return {
    change,
    async stop() {
      quiet()
      end()
      await lease.stop()
    },
  }
}

const keyOf = (one: MonitorConfig) => nameOf({ component: one.component, monitor: one.key })

/** What the built-in agent remembers of each monitor that is watched, by `component/monitor`. */
async function builtInMemories(ctx: Ctx): Promise<Map<string, Memory>> {
  const rows = await ctx.tx
    .select({ component: component.key, monitor: monitor.key, memory: observer.memory })
    .from(observer)
    .innerJoin(monitor, eq(monitor.id, observer.monitorId))
    .innerJoin(component, eq(component.id, monitor.componentId))
    .where(eq(observer.agentId, BUILT_IN))
  return new Map(rows.map((row) => [nameOf(row), row.memory]))
}
