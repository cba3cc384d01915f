import * as z from 'zod'
import type { MonitorConfig } from './config.ts'
import { key, words } from './fields.ts'
import { KINDS, type Trust } from './kinds/check.ts'
import { dnsFields, dnsMonitor } from './kinds/dns.ts'
import { type HeartbeatMonitor, heartbeatFields, heartbeatMonitor } from './kinds/heartbeat.ts'
import { httpFields, httpMonitor } from './kinds/http.ts'
import { journeyFields, journeyMonitor } from './kinds/journey.ts'
import { tcpFields, tcpMonitor } from './kinds/tcp.ts'
import { tlsFields, tlsMonitor } from './kinds/tls.ts'
import { object } from './object.ts'
import { vendorsSection } from './vendors.ts'

export const componentSchema = object({
  key: key.meta({ description: 'Its name in addresses, such as "payments".' }),
  name: words(80).meta({ description: 'Its name on the status page.' }),
  description: words(300).optional().meta({ description: 'One sentence for the status page.' }),
  critical: z.boolean().meta({ description: 'Whether the application counts as down while this fails.' }),
})

const UNKNOWN_KIND = `is not a kind of check; write one of ${KINDS.join(', ')}.`

/** A monitor as it is written. Its kind is the field that says what to check, so nobody need name it. */
export const monitorSchema = z.preprocess(
  withKind,
  z.discriminatedUnion(
    'kind',
    [httpFields, journeyFields, tcpFields, dnsFields, tlsFields, heartbeatFields],
    {
      error: (issue) => (issue.code === 'invalid_union' ? UNKNOWN_KIND : undefined),
    },
  ),
)

function withKind(written: unknown): unknown {
  if (typeof written !== 'object' || written === null || Array.isArray(written) || 'kind' in written)
    return written
  return { ...written, kind: kindOf(written as Record<string, unknown>) }
}

/** `tls` stands beside other kinds as well, where it says whom to trust. */
function kindOf(written: Record<string, unknown>): string {
  return KINDS.find((kind) => kind !== 'tls' && kind in written) ?? ('tls' in written ? 'tls' : 'http')
}

/** The configuration file as it is written. */
export const fileSchema = object({
  components: z.array(componentSchema).max(500),
  monitors: z.array(monitorSchema).max(20_000),
  vendors: vendorsSection,
})

/** The file once it is read: lengths of time in ms, defaults filled in. */
export type ConfigFile = z.output<typeof fileSchema>

/** The monitor that its fields describe. */
export function monitorOf(m: ConfigFile['monitors'][number], tls: Trust): MonitorConfig | HeartbeatMonitor {
  switch (m.kind) {
    case 'http':
      return httpMonitor(m, tls)
    case 'journey':
      return journeyMonitor(m, tls)
    case 'tcp':
      return tcpMonitor(m, tls)
    case 'dns':
      return dnsMonitor(m)
    case 'tls':
      return tlsMonitor(m, tls)
    case 'heartbeat':
      return heartbeatMonitor(m)
  }
}
