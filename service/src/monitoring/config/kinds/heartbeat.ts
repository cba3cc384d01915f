import { createHash } from 'node:crypto'
import * as z from 'zod'
import { duration } from '../fields.ts'
import { object } from '../object.ts'
import { awaited, type Check } from './check.ts'

/**
 * A target that calls us, every `periodMs`; later than `graceMs` after that it is down. `everyMs` is the two together: the
 * longest time from one beat to the next. The token is kept as SHA-256, in hex.
 */
export type HeartbeatMonitor = Check & {
  kind: 'heartbeat'
  heartbeat: { periodMs: number; graceMs: number; tokenHash: string }
}

const FORM = 'A token has 20 to 200 letters, digits, - or _; `openssl rand -hex 20` makes one.'

export const heartbeatFields = awaited('heartbeat', {
  heartbeat: object({
    period: duration({ min: '10s', max: '336h' }).meta({ description: 'Time from one beat to the next.' }),
    grace: duration({ min: '1s', max: '168h' }).meta({
      description: 'How much later than that a beat may come.',
    }),
    token: z
      .string()
      .regex(/^[\w-]{20,200}$/, FORM)
      .optional()
      .meta({ description: 'What the target puts at the end of /hooks/heartbeat/; from ${env:NAME}.' }),
    tokenHash: z
      .string()
      .regex(/^[0-9a-f]{64}$/, 'This is no SHA-256 in hex; write `token`, or leave it out.')
      .optional()
      .meta({ description: 'SHA-256 of the token, in hex, where the token itself shall not be here.' }),
  }),
}).superRefine(({ heartbeat }, context) => {
  if ((heartbeat.token === undefined) !== (heartbeat.tokenHash === undefined)) return
  const message = 'Write `token`, or its SHA-256 as `tokenHash`: one of them.'
  context.addIssue({ code: 'custom', path: ['heartbeat'], message })
})

export const hashOfToken = (token: string): string => createHash('sha256').update(token).digest('hex')

export function heartbeatMonitor(m: z.output<typeof heartbeatFields>): HeartbeatMonitor {
  const { period, grace, token, tokenHash } = m.heartbeat
  return {
    kind: 'heartbeat',
    key: m.key,
    component: m.component,
    everyMs: period + grace,
    heartbeat: { periodMs: period, graceMs: grace, tokenHash: tokenHash ?? hashOfToken(token!) },
  }
}
