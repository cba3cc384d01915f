import * as z from 'zod'
import { words } from '../fields.ts'
import { object } from '../object.ts'
import { type Probe, probe, probeOf, type Trust } from './check.ts'
import { type Family, family, host, latency, port, tlsDaysLeft, trust } from './shared.ts'

/** A connection that must be accepted; where a `banner` is expected, what is sent and what must come back. */
export type TcpMonitor = Probe & {
  kind: 'tcp'
  tcp: { host: string; port: number; secure: boolean; send: string | null; family: Family }
  expect: { banner: string | null; latencyMs: number | null; tlsDaysLeft: number | null }
  tls: Trust
}

export const tcpFields = probe('tcp', {
  tcp: object({
    host: host.meta({ description: 'A host name or address.' }),
    port,
    secure: z.boolean().default(false).meta({ description: 'Whether TLS begins at once.' }),
    send: z
      .string()
      .min(1)
      .max(10_000)
      .optional()
      .meta({ description: 'A text to send, as in "QUIT\\r\\n".' }),
    family,
  }),
  expect: object({
    banner: words(1_000).optional().meta({ description: 'A text that the server must send.' }),
    latency,
    tlsDaysLeft,
  }).prefault({}),
  tls: trust,
}).superRefine((value, context) => {
  const say = (path: string[], message: string) => context.addIssue({ code: 'custom', path, message })
  const message = 'Only a secure connection has a certificate; write `secure: true` or leave this out.'
  if (value.tls !== undefined && !value.tcp.secure) say(['tls'], message)
  if (value.expect.tlsDaysLeft !== undefined && !value.tcp.secure) say(['expect', 'tlsDaysLeft'], message)
})

export function tcpMonitor(m: z.output<typeof tcpFields>, tls: Trust): TcpMonitor {
  const { send = null, family = null, ...tcp } = m.tcp
  const { banner = null, latency = null, tlsDaysLeft = null } = m.expect
  return {
    kind: 'tcp',
    ...probeOf(m),
    tcp: { ...tcp, send, family },
    expect: { banner, latencyMs: latency, tlsDaysLeft },
    tls,
  }
}
