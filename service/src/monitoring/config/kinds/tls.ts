import type * as z from 'zod'
import { words } from '../fields.ts'
import { object } from '../object.ts'
import { type Probe, probe, probeOf, type Trust } from './check.ts'
import { ca, type Family, family, host, latency, port, tlsDaysLeft } from './shared.ts'

/** A certificate that must be trusted and be for the name of its host. */
export type TlsMonitor = Probe & {
  kind: 'tls'
  tls: Trust & { host: string; port: number; family: Family }
  expect: { tlsDaysLeft: number | null; issuer: string | null; latencyMs: number | null }
}

export const tlsFields = probe('tls', {
  tls: object({
    host: host.meta({
      description: 'The host that shows the certificate, and the name that it must be for.',
    }),
    port: port.default(443),
    ca: ca.optional(),
    family,
  }),
  expect: object({
    tlsDaysLeft,
    issuer: words(200)
      .optional()
      .meta({ description: 'A text that the name of its authority must hold, such as "Let’s Encrypt".' }),
    latency,
  }).prefault({}),
})

export function tlsMonitor(m: z.output<typeof tlsFields>, { ca }: Trust): TlsMonitor {
  const { host, port, family = null } = m.tls
  const { tlsDaysLeft = null, issuer = null, latency = null } = m.expect
  return {
    kind: 'tls',
    ...probeOf(m),
    tls: { host, port, family, ca },
    expect: { tlsDaysLeft, issuer, latencyMs: latency },
  }
}
