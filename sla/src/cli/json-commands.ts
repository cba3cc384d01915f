import * as api from '../commands.ts'
import { SlaError } from '../error.ts'
import { type Policy, policyAt, policyOn } from '../policy/policy.ts'
import { parseInstant } from '../time/instant.ts'

/** A command that reads one JSON value and answers with one. `no` tells whether the answer is a "no" (exit status 1). */
export type JsonCommand = {
  run: (input: unknown, policies: readonly Policy[]) => object
  no?: (answer: object) => boolean
}

/** The commands that read JSON; see 4-contracts for their shapes. The functions check the shape themselves. */
export const jsonCommands: Record<string, JsonCommand> = {
  hours: { run: (input, policies) => api.hours(input as never, policies) },
  add: { run: (input, policies) => api.add(input as never, policies) },
  due: { run: (input, policies) => api.due(input as never, policies) },
  slot: { run: (input, policies) => api.slot(input as never, policies) },
  uptime: { run: (input, policies) => api.uptime(input as never, policies) },
  month: { run: (input, policies) => api.month(input as never, policies) },
  verify: {
    run: (input, policies) => api.verify(input, policies),
    no: (answer) => !('verified' in answer && answer.verified),
  },
}

/** How a refusal reads as JSON. Anything but a refusal is a fault of ours and is thrown on. */
export function refusal(error: unknown): { error: { code: string; message: string; path: string } } {
  if (!(error instanceof SlaError)) throw error
  return { error: { code: error.code, message: error.message, path: error.path } }
}

/**
 * One JSON text to a value.
 *
 * @throws SlaError `json_invalid`.
 */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (error) {
    throw new SlaError('json_invalid', `This is not JSON: ${(error as Error).message}.`)
  }
}

/**
 * The sentence that says that a date before the first version was judged by it; `null` where none was. The input must have
 * been answered before.
 */
export function beforeFirstNotice(input: unknown, policies: readonly Policy[]): string | null {
  const { month, period, calendar, from, receivedAt, requestedAt, inputs } = input as Record<string, unknown>
  if (calendar !== undefined) return null
  const ofMonth = month ?? (period as { month?: unknown })?.month ?? (inputs as { month?: unknown })?.month
  const at = from ?? receivedAt ?? requestedAt ?? (period as { start?: unknown })?.start
  const inForce =
    typeof at === 'string' ? policyAt(policies, parseInstant(at)) : policyOn(policies, `${ofMonth}-01`)
  if (!inForce.beforeFirst) return null
  const { version, effectiveFrom } = inForce.policy
  return `Judged by ${version}, the first version, which is in force from ${effectiveFrom} only.`
}
