import type { Metrics } from '@tractops/platform'
import { Counter } from 'prom-client'

const NAME = 'vendors_polls_total'

/** What the poller tells of itself at `/metrics`. */
export function createMeasurements({ registry }: Metrics) {
  return {
    polls: new Counter({
      name: NAME,
      help: 'Times that a vendor’s status page was asked, by what that came to.',
      labelNames: ['vendor', 'outcome'] as const,
      registers: [registry],
    }),
    /** Takes these figures away again, so that the poller can be started anew in the same process. */
    remove: () => registry.removeSingleMetric(NAME),
  }
}
