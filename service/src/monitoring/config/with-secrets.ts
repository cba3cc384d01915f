import type { MonitorConfig } from './config.ts'
import { fillRequest, fillText, holesIn, holesOf, type Values } from './template.ts'

/** The names of the stored secrets that a monitor sends. */
export function secretsOf(monitor: MonitorConfig): string[] {
  const holes =
    monitor.kind === 'http'
      ? holesOf(monitor.http)
      : monitor.kind === 'journey'
        ? monitor.journey.steps.flatMap((step) => holesOf(step.http))
        : monitor.kind === 'tcp'
          ? holesIn(monitor.tcp.send ?? '')
          : []
  return [...new Set(holes.flatMap(({ kind, name }) => (kind === 'secret' ? [name] : [])))]
}

/** A monitor as it is carried out, its secrets filled in: what only a journey's own steps can know is left open. */
export function withSecrets(monitor: MonitorConfig, secrets: ReadonlyMap<string, string>): MonitorConfig {
  const values: Values = ({ kind, name }) => (kind === 'secret' ? secrets.get(name) : undefined)
  switch (monitor.kind) {
    case 'http':
      return { ...monitor, http: fillRequest(monitor.http, values, { last: true }) }
    case 'journey': {
      const steps = monitor.journey.steps.map((step) => ({
        ...step,
        http: fillRequest(step.http, values, { last: false }),
      }))
      return { ...monitor, journey: { steps } }
    }
    case 'tcp': {
      const { send } = monitor.tcp
      if (send === null) return monitor
      return { ...monitor, tcp: { ...monitor.tcp, send: fillText(send, values, { last: true }) } }
    }
    default:
      return monitor
  }
}
