import * as z from 'zod'
import { duration, key } from '../fields.ts'
import { object } from '../object.ts'

/** The kinds of check, each called as the field of the file that asks for it. */
export const KINDS = ['http', 'journey', 'tcp', 'dns', 'tls', 'heartbeat'] as const
export type Kind = (typeof KINDS)[number]

/** What every check is. `everyMs`: from one result to the next. */
export type Check = { key: string; component: string; everyMs: number }

/** A check that we carry out. */
export type Probe = Check & {
  timeoutMs: number
  /** Host names or addresses, as they are written in the check, whose private addresses it may reach. */
  allowPrivate: readonly string[]
}

/** PEM text of the authority to trust instead of the public ones. */
export type Trust = { ca: string | null }

const named = {
  key: key.meta({ description: 'The name of this check; its history goes by it.' }),
  component: key.meta({ description: 'The key of the component that it watches.' }),
}

const probed = {
  ...named,
  every: duration({ min: '10s', max: '1h' }).meta({
    description: 'Time between two checks, from 10s to 1h.',
  }),
  timeout: duration({ min: '100ms', max: '5m' }).optional().meta({
    description: 'The longest a whole check may take; less than `every`. Default: 10s, or half of `every`.',
  }),
  allowPrivate: z.array(z.string().min(1).max(253)).max(20).default([]).meta({
    description: 'Hosts, as written in the check, that may be at loopback, link-local or private addresses.',
  }),
}

/** The shape of a kind of check that we carry out. */
export function probe<K extends Kind, S extends z.ZodRawShape>(kind: K, shape: S) {
  return object(
    { kind: z.literal(kind).default(kind as never), ...probed, ...shape },
    oneKind(kind),
  ).superRefine((value, context) => {
    const { every, timeout } = value as unknown as { every: number; timeout?: number }
    if (timeout === undefined || timeout < every) return
    const message = 'is not less than `every`; a check must end before the next begins.'
    context.addIssue({ code: 'custom', path: ['timeout'], message })
  })
}

/** The shape of a check that comes to us. */
export function awaited<K extends Kind, S extends z.ZodRawShape>(kind: K, shape: S) {
  return object({ kind: z.literal(kind).default(kind as never), ...named, ...shape }, oneKind(kind))
}

function oneKind(kind: Kind) {
  return (name: string) =>
    (KINDS as readonly string[]).includes(name)
      ? `"${name}" is another kind of check than ${kind}; give it a monitor of its own.`
      : null
}

type Probed = {
  key: string
  component: string
  every: number
  timeout?: number | undefined
  allowPrivate: string[]
}

/** What every check that we carry out is, read from its fields. */
export function probeOf(m: Probed): Probe {
  return {
    key: m.key,
    component: m.component,
    everyMs: m.every,
    timeoutMs: m.timeout ?? Math.min(10_000, m.every / 2),
    allowPrivate: m.allowPrivate.map((host) => host.toLowerCase()),
  }
}
