import type { Metrics } from '@tractops/platform'
import { Counter, Gauge, Histogram } from 'prom-client'

/** What monitoring tells of itself at `/metrics`. */
export function createMeasurements({ registry }: Metrics, unflushed: () => number) {
  const registers = [registry]
  const gauge = new Gauge({
    name: 'monitoring_unflushed_results',
    help: 'Results that are not in the database yet.',
    registers,
    collect() {
      this.set(unflushed())
    },
  })
  return {
    checks: new Counter({
      name: 'monitoring_checks_total',
      help: 'Checks carried out, by what they found.',
      labelNames: ['state'] as const,
      registers,
    }),
    checkSeconds: new Histogram({
      name: 'monitoring_check_duration_seconds',
      help: 'Time that a check took from its start to its verdict.',
      buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
      registers,
    }),
    lagSeconds: new Histogram({
      name: 'monitoring_schedule_lag_seconds',
      help: 'How long after its due instant a check started.',
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5],
      registers,
    }),
    /** Takes these figures away again, so that monitoring can be started anew in the same process. */
    remove() {
      for (const name of [
        'monitoring_checks_total',
        'monitoring_check_duration_seconds',
        'monitoring_schedule_lag_seconds',
      ]) {
        registry.removeSingleMetric(name)
      }
      registry.removeSingleMetric('monitoring_unflushed_results')
      gauge.reset()
    },
  }
}
