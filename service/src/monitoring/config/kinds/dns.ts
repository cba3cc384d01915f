import { isIP } from 'node:net'
import * as z from 'zod'
import { words } from '../fields.ts'
import { object } from '../object.ts'
import { type Probe, probe, probeOf } from './check.ts'
import { latency } from './shared.ts'

const TYPES = ['A', 'AAAA', 'CNAME', 'MX', 'TXT', 'NS', 'CAA'] as const
export type RecordType = (typeof TYPES)[number]

/**
 * A name that must have records of a type. `resolver`: the name server to ask, as `address` or `address:port`; null: those
 * of this machine. Values are written as in a zone file, such as "10 mail.example.com" or "0 issue letsencrypt.org".
 */
export type DnsMonitor = Probe & {
  kind: 'dns'
  dns: { name: string; type: RecordType; resolver: string | null }
  expect: { contains: string[]; equals: string[] | null; latencyMs: number | null }
}

const values = z.array(words(1_000)).min(1).max(50)

const resolver = z
  .string()
  .refine(
    (text) => isIP(text) !== 0 || isIP(/^\[?([^\]]*?)\]?:\d{1,5}$/.exec(text)?.[1] ?? '') !== 0,
    'is not a name server; write its address, such as 192.0.2.53 or 192.0.2.53:5353.',
  )

export const dnsFields = probe('dns', {
  dns: object({
    name: z
      .string()
      .max(253)
      .regex(
        /^(?=.{1,253}$)[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*\.?$/i,
        'is not a name; write one such as example.com.',
      )
      .meta({ description: 'The name to look up.' }),
    type: z.enum(TYPES),
    resolver: resolver
      .optional()
      .meta({ description: 'The name server to ask. Default: those of this machine.' }),
  }),
  expect: object({
    contains: values.optional().meta({ description: 'Values that must be among the answers.' }),
    equals: values.optional().meta({ description: 'All the values that must be answered, and no other.' }),
    latency,
  }).prefault({}),
})

export function dnsMonitor(m: z.output<typeof dnsFields>): DnsMonitor {
  const { contains = [], equals = null, latency = null } = m.expect
  return {
    kind: 'dns',
    ...probeOf(m),
    dns: { ...m.dns, resolver: m.dns.resolver ?? null },
    expect: { contains, equals, latencyMs: latency },
  }
}
