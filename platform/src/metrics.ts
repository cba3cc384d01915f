import type pg from 'pg'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

export type Metrics = {
  registry: Registry
  httpSeconds: Histogram<'method' | 'route' | 'status'>
  tickLagSeconds: Gauge<'tick'>
  tickFailures: Counter<'tick'>
}

/** The figures shown at `/metrics`, in a registry of their own so that two platforms in one process do not mix. */
export function createMetrics(): Metrics {
  const registry = new Registry()
  const registers = [registry]
  return {
    registry,
    httpSeconds: new Histogram({
      name: 'http_request_duration_seconds',
      help: 'Time from a request read to its response made, by route pattern.',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
      registers,
    }),
    tickLagSeconds: new Gauge({
      name: 'tick_lag_seconds',
      help: 'How late the last run of a tick began.',
      labelNames: ['tick'],
      registers,
    }),
    tickFailures: new Counter({
      name: 'tick_failures_total',
      help: 'Runs of a tick that ended in an error.',
      labelNames: ['tick'],
      registers,
    }),
  }
}

/** Adds memory, CPU, event loop and garbage collection of this process, and the state of the connection pool. */
export function observeProcess(metrics: Metrics, pool: pg.Pool): void {
  collectDefaultMetrics({ register: metrics.registry })
  new Gauge({
    name: 'db_pool_connections',
    help: 'Connections of the database pool: open, of those idle, and requests waiting for one.',
    labelNames: ['state'],
    registers: [metrics.registry],
    collect() {
      this.set({ state: 'open' }, pool.totalCount)
      this.set({ state: 'idle' }, pool.idleCount)
      this.set({ state: 'waiting' }, pool.waitingCount)
    },
  })
}
