import * as z from 'zod'
import { sampleAddress } from './template.ts'

/*
 * A message that begins with a small letter is said of the value, which is then put before it as it stands in the file, so
 * that a secret filled in from the environment is never shown.
 */

const UNIT_MS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 } as const
const DURATION = /^(0|[1-9][0-9]{0,8})(ms|s|m|h)$/

/** A length of time such as "500ms", "20s", "5m" or "1h", within limits; read into ms. */
export function duration(limits: { min: string; max: string }) {
  const minMs = readDuration(limits.min)!
  const maxMs = readDuration(limits.max)!
  const form = `is not a length of time; write ${limits.min} to ${limits.max}.`
  return z
    .string({ error: (issue) => (issue.input === undefined ? undefined : form) })
    .transform((text, context) => {
      const ms = readDuration(text)
      if (ms !== null && ms >= minMs && ms <= maxMs) return ms
      const wrong =
        ms === null
          ? 'is not a length of time'
          : ms < minMs
            ? `is shorter than ${limits.min}`
            : `is longer than ${limits.max}`
      context.addIssue({ code: 'custom', message: `${wrong}; write ${limits.min} to ${limits.max}.` })
      return z.NEVER
    })
    .meta({ pattern: DURATION.source })
}

function readDuration(text: string): number | null {
  const match = DURATION.exec(text)
  return match === null ? null : Number(match[1]) * UNIT_MS[match[2] as keyof typeof UNIT_MS]
}

/** A short name that stands in addresses and files, such as "sign-in". */
export const key = z
  .string()
  .regex(
    /^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/,
    'is not a key; write 1 to 40 small letters, digits and hyphens, such as "sign-in".',
  )

/** A text with something in it, on one line, of `max` characters at most. */
export function words(max: number) {
  return z
    .string()
    .regex(/\S/, 'says nothing; write a text.')
    .regex(/^[^\p{Cc}]*$/u, 'holds line breaks or control characters; write it on one line.')
    .max(max, `is longer than ${max} characters; shorten it.`)
}

/** An absolute http or https address without a name and password in it. */
export const url = z
  .string()
  .superRefine((text, context) => {
    const say = (message: string) => context.addIssue({ code: 'custom', message })
    const sample = sampleAddress(text)
    const parsed = URL.parse(sample)
    if (parsed === null || !/^https?:\/\//i.test(sample))
      say('is not an address; write one that begins with http:// or https://.')
    else if (parsed.username !== '' || parsed.password !== '') {
      say('holds a name or password; send them as an `authorization` header, filled in from ${env:NAME}.')
    }
  })
  .meta({ description: 'An http or https address.' })

const FORBIDDEN_HEADERS = new Set(
  'connection content-length expect host keep-alive proxy-connection te trailer transfer-encoding upgrade'.split(
    ' ',
  ),
)

/** Request headers by name. Those that the connection itself needs are refused. */
export const headers = z.record(z.string(), z.string()).superRefine((record, context) => {
  for (const [name, value] of Object.entries(record)) {
    const say = (message: string) => context.addIssue({ code: 'custom', path: [name], message })
    if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name)) say('This is not the name of a header.')
    else if (FORBIDDEN_HEADERS.has(name.toLowerCase()))
      say('This header is set by the check itself; leave it out.')
    else if (!/^[\t\x20-\x7e]*$/.test(value))
      say('holds characters that no header may hold; write plain ASCII on one line.')
  }
})

/** Status codes from `from` to `to`, both included. */
export type StatusRange = { from: number; to: number }

const STATUS = 'is not a status; write a number such as 200, a class such as 2xx, or a list of them.'
const one = z.union(
  [z.int(STATUS).min(100, STATUS).max(599, STATUS), z.string().regex(/^[1-5]xx$/, STATUS)],
  STATUS,
)

/** One status, a class such as 2xx, or a list of them. */
export const status = z.union([one, z.array(one).min(1)], STATUS).transform((value): StatusRange[] =>
  [value].flat().map((item) => {
    if (typeof item === 'number') return { from: item, to: item }
    const from = Number(item[0]) * 100
    return { from, to: from + 99 }
  }),
)
