import * as z from 'zod'
import { object } from '../object.ts'

/** What the value at a path of a JSON answer must be: all that is given. */
export type JsonCondition = {
  path: string
  equals?: JsonScalar
  notEquals?: JsonScalar
  less?: number
  greater?: number
  exists?: boolean
}

type JsonScalar = string | number | boolean | null

/** "checks.db.status" -> ["checks", "db", "status"], "items[0].ok" -> ["items", 0, "ok"]; null where it is no path. */
export function parseJsonPath(text: string): (string | number)[] | null {
  const parts: (string | number)[] = []
  const step = /(?:^|\.)([^.[\]"\s]+)|\[(\d{1,6})\]|\["([^"\]]+)"\]/y
  while (step.lastIndex < text.length) {
    const match = step.exec(text)
    if (match === null) return null
    parts.push(match[2] === undefined ? (match[1] ?? match[3])! : Number(match[2]))
  }
  return parts.length === 0 ? null : parts
}

/** A path into a JSON answer. */
export const jsonPath = z
  .string()
  .max(200)
  .refine(
    (text) => parseJsonPath(text) !== null,
    'is not a path; write one such as checks.db.status or items[0].ok.',
  )

const scalar = z.union(
  [z.string().max(1_000), z.number(), z.boolean(), z.null()],
  'is not a single value; write a text, a number, true, false or null.',
)
const OPERATORS = ['equals', 'notEquals', 'less', 'greater', 'exists'] as const

const condition = object({
  path: jsonPath.meta({ description: 'Where the value is, such as checks.db.status or items[0].ok.' }),
  equals: scalar.optional(),
  notEquals: scalar.optional(),
  less: z.number().optional(),
  greater: z.number().optional(),
  exists: z.boolean().optional(),
}).superRefine((value, context) => {
  if (OPERATORS.some((operator) => value[operator] !== undefined)) return
  const message = `This says nothing of the value; write one of ${OPERATORS.join(', ')}.`
  context.addIssue({ code: 'custom', message })
})

/** One or more conditions on a JSON answer, all of which must hold. */
export const jsonConditions = z
  .array(condition)
  .min(1)
  .max(20)
  .transform((conditions) => conditions as JsonCondition[])
