import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Clock, systemClock } from '@tractops/platform'
import { runCheck } from '../../check/run-check.ts'
import { nameOf } from '../../record/hold-monitors.ts'
import type { MonitorResult } from '../../record/results.ts'
import { newMemory } from '../../record/take-result.ts'
import { type Watch, watch } from '../../schedule/watch.ts'
import { LONGEST_REASON, MOST_RESULTS } from '../wire.ts'
import { Controls, readTargets } from './controls.ts'
import { Exchange, Refused } from './exchange.ts'
import { type Kept, readKept, writeKept } from './kept.ts'
import { ServerClock } from './server-clock.ts'
import { Spool } from './spool.ts'

const WAIT_S = 20
const GATHER_MS = 100
const FIRST_PAUSE_MS = 500
const LONGEST_PAUSE_MS = 5_000
const CLOCK_EVERY_MS = 10_000

export type ProbeOptions = {
  server: URL
  token: string
  dataDir: string
  /** Control targets of its own; none: those that the server names. */
  control: string[]
  /** What it has to say to whoever runs it, a sentence each. */
  say: (sentence: string) => void
  clock?: Clock
  spoolBytes?: number
}

/**
 * Runs a probe agent until stopped: checks what the server assigned it, each monitor at a due instant of its own in every
 * interval, and delivers what it found, in order and once, whenever the server can be reached. What it needs for that it keeps
 * in `dataDir`/probe, so it goes on after a kill while the server is away.
 */
export async function runProbe(options: ProbeOptions): Promise<{ stop(): Promise<void> }> {
  const { server, token, dataDir, say } = options
  const own = options.clock ?? systemClock
  const stopping = new AbortController()
  const spool = await Spool.open(join(dataDir, 'probe', 'spool.jsonl'), options.spoolBytes)
  const keptPath = join(dataDir, 'probe', 'assignment.json')
  let kept: Kept | null = await readKept(keptPath)
  const clock = new ServerClock(own, kept?.offsetMs ?? 0)
  const exchange = new Exchange({ server, token, own, clock, stopping: stopping.signal })
  const controls = new Controls(readTargets(options.control))
  const watches = new Map<string, { text: string; watch: Watch }>()
  let fresh: PromiseWithResolvers<void> = Promise.withResolvers()
  let blind = false
  let full = false
  /** What goes wrong now, by what is tried. */
  const troubles = new Map<string, string>()

  function record(result: MonitorResult): void {
    const reason = result.reason?.slice(0, LONGEST_REASON) ?? null
    spool
      .add({ ...result, reason })
      .then((taken) => {
        if (!taken && !full) say('The spool is full: results are dropped until the server takes what waits.')
        full = !taken
        fresh.resolve()
      })
      .catch((error) => {
        if (!full) say(`The spool cannot be written (${(error as Error).message}): results are lost.`)
        full = true
      })
  }

  async function isBlind(state: string): Promise<boolean> {
    const sees = await controls.sees({ anew: state !== 'up' })
    if (sees === blind)
      say(sees ? 'The control targets answer again.' : 'No control target answers: results are blind.')
    blind = !sees
    return blind
  }

  /** Watches what is assigned; a monitor that is still the same is left alone. */
  function follow({ monitors, control, agentId }: Kept): void {
    if (options.control.length === 0) controls.targets = readTargets(control)
    const wanted = new Map(
      monitors.map((one) => [nameOf({ component: one.component, monitor: one.key }), one] as const),
    )
    for (const [name, { text, watch: running }] of watches) {
      if (text === JSON.stringify(wanted.get(name))) continue
      running.stop()
      watches.delete(name)
    }
    for (const [name, one] of wanted) {
      if (watches.has(name)) continue
      const begun = watch(one, newMemory(), {
        clock,
        offsetMs: offsetOf(agentId, one.everyMs),
        check: (m) => runCheck(m, { now: () => clock.now() }),
        isBlind: ({ state }) => isBlind(state),
        record,
        onStarted: () => {},
        onChecked: () => {},
      })
      watches.set(name, { text: JSON.stringify(one), watch: begun })
    }
  }

  /** Asks for the assignment, and waits with the server for orders to look again at once. */
  async function listen(): Promise<void> {
    let since = 0
    let measuredMs = Number.NEGATIVE_INFINITY
    await again('assignment', async () => {
      const nowMs = own.now().epochMilliseconds
      const waitS = kept === null || Math.abs(nowMs - measuredMs) > CLOCK_EVERY_MS ? 0 : WAIT_S
      const version = kept?.version ?? null
      const said = await exchange.assignment({ spool: spool.name, version, since, waitS })
      if (waitS === 0) measuredMs = nowMs
      await spool.delivered(said.seq)
      if (said.monitors !== null) {
        const { version, monitors, control, agent } = said
        say(`Assigned as agent ${agent.id}, "${agent.name}": ${monitors.length} monitors.`)
        kept = { version, monitors, control, agentId: agent.id, offsetMs: clock.offsetMs }
        await writeKept(keptPath, kept)
        follow(kept)
      }
      since = said.since
      for (const order of said.recheck) watches.get(nameOf(order))?.watch.look()
    })
  }

  /** Delivers what waits in the spool, as it comes or, after a time away, batch by batch. */
  async function deliver(): Promise<void> {
    await again('results', async () => {
      const delivery = await spool.next(MOST_RESULTS)
      if (delivery === null) {
        fresh = Promise.withResolvers()
        if (spool.waiting === 0)
          await Promise.race([fresh.promise, sleep(WAIT_S * 1_000, undefined, { signal: stopping.signal })])
        await sleep(GATHER_MS, undefined, { signal: stopping.signal })
        return
      }
      const { waiting, dropped } = spool
      const left = waiting - delivery.results.length
      try {
        const taken = await exchange.deliver({ ...delivery, waiting: left, dropped, blind, ...clock.skew })
        await spool.delivered(taken.seq)
        for (const { because } of taken.refused.slice(-1))
          say(`The server refused ${taken.refused.length} results for good: ${because}.`)
      } catch (error) {
        if (!(error instanceof Refused) || error.code !== 'sequence_gap') throw error
        say('The server has lost count of this spool; what waits goes into a new one.')
        await spool.renew()
      }
    })
  }

  /** Does it over and over, more slowly while it fails; what goes wrong is said once, until something else does. */
  async function again(what: string, work: () => Promise<void>): Promise<void> {
    let pauseMs = FIRST_PAUSE_MS
    while (!stopping.signal.aborted) {
      try {
        await work()
        pauseMs = FIRST_PAUSE_MS
        if (troubles.delete(what) && troubles.size === 0) say('The server can be reached again.')
      } catch (error) {
        if (stopping.signal.aborted) return
        const sentence = troubleOf(error)
        const told = [...troubles.values()].some((known) => kindOf(known) === kindOf(sentence))
        if (!told) say(`${sentence} Checks go on; ${spool.waiting} results wait in the spool.`)
        troubles.set(what, sentence)
        await sleep(pauseMs, undefined, { signal: stopping.signal }).catch(() => {})
        pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2)
      }
    }
  }

  if (kept !== null) follow(kept)
  if (options.control.length === 0 && (kept?.control.length ?? 0) === 0)
    say(
      'There is no control target: while this machine has no network, everything it watches will seem down.',
    )
  const loops = Promise.all([listen(), deliver()])
  return {
    async stop() {
      stopping.abort()
      fresh.resolve()
      await loops
      for (const { watch: one } of watches.values()) one.stop()
      await spool.close()
    },
  }
}

const GOLDEN = 0.618_033_988_749_895

/** Agents look one after the other within an interval, spread evenly however many there are: whoever is first calls the others. */
function offsetOf(agentId: number, everyMs: number): number {
  return Math.round(((agentId * GOLDEN) % 1) * everyMs)
}

/** A server that is away is away, however that shows. */
const kindOf = (sentence: string) => sentence.replace(/ \(.*\)/, '')

function troubleOf(error: unknown): string {
  if (error instanceof Refused) {
    if (error.code === 'agent_revoked')
      return 'This agent has been revoked: the server takes nothing from it any more.'
    if (error.status === 401) return 'The server does not know this token.'
    return `The server refuses: ${error.message}`
  }
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  const said =
    cause instanceof Error ? ((cause as NodeJS.ErrnoException).code ?? cause.message) : String(cause)
  return `The server cannot be reached (${said}).`
}
