import { ANYTHING, inTransaction, isDatabaseAway, type Platform, startTick } from '@tractops/platform'
import type { Policy } from '@tractops/sla'
import { onMeasured, rememberMeasured } from '../monitoring/index.ts'
import { followMeasurements } from './machine/follow-measurements.ts'
import { INCIDENTS } from './record/hold.ts'
import { remindOfPostmortems } from './remind-of-postmortems.ts'
import { enterBuiltIn } from './templates/templates.ts'

const EVERY_MS = 5_000

/**
 * Begins to follow the measurement: at once when a change of it is heard of, and every 5 s whatever was heard, so that what was missed
 * is found. Any number of processes may.
 */
export function startIncidents(
  p: Pick<Platform, 'clock' | 'db' | 'log' | 'metrics' | 'ticks' | 'events' | 'queue' | 'config'>,
  { policies }: { policies: readonly Policy[] },
): { stop(): Promise<void> } {
  const about = { policies, out: { queue: p.queue, publicUrl: p.config.publicUrl } }
  const remembering = rememberMeasured()
  const follow = () => inTransaction(p, INCIDENTS, (ctx) => followMeasurements(remembering(ctx), about))
  const soon = coalesced(follow, (err) => {
    if (!isDatabaseAway(err)) p.log.error({ err }, 'following the measurement failed; it is tried again')
  })
  const forget = [
    onMeasured(({ changes }) => changes.length > 0 && soon.ask()),
    p.events.on((topic) => (topic === 'measured' || topic === ANYTHING) && soon.ask()),
  ]
  let entered = false
  const tick = startTick(p, {
    name: 'incidents',
    everyMs: EVERY_MS,
    run: async () => {
      if (!entered) await inTransaction(p, INCIDENTS, enterBuiltIn)
      entered = true
      await follow()
      await inTransaction(p, INCIDENTS, (ctx) => remindOfPostmortems(ctx, about))
    },
  })
  return {
    async stop() {
      for (const one of forget) one()
      await tick.stop()
      await soon.idle()
    },
  }
}

/** Runs `work` once for any number of asks that come while it has not begun; one that comes while it runs is a further run. */
function coalesced(work: () => Promise<void>, onError: (error: unknown) => void) {
  let asked = false
  let running: Promise<void> | null = null
  async function run(): Promise<void> {
    while (asked) {
      asked = false
      await work().catch(onError)
    }
    running = null
  }
  return {
    ask() {
      asked = true
      running ??= run()
    },
    idle: () => running ?? Promise.resolve(),
  }
}
