import * as z from 'zod'
import { refuse } from '../shape.ts'
import { parseDate } from '../time/local-date.ts'
import { zoneOf } from '../time/zone.ts'
import { DURATION_PATTERN, readDuration } from './duration.ts'
import { readPercent } from './percent.ts'

export const words = z.string().regex(/\S/, 'An empty text says nothing; write a sentence.')

export const percent = z
  .string()
  .transform((text, context) => {
    const scaled = readPercent(text)
    if (scaled !== null) return scaled
    context.addIssue({
      code: 'custom',
      message: `"${text}" is not a percentage; write it in quotes, such as "99.5", from 0 to 100 with at most four decimals.`,
    })
    return z.NEVER
  })
  .meta({ description: 'A percentage in quotes, at most four decimals, such as "99.5".' })

export const duration = z
  .string()
  .transform((text, context) => {
    const read = readDuration(text)
    if (read !== null) return read
    context.addIssue({
      code: 'custom',
      message: `"${text}" is not a length of time; write a whole number and a unit, such as "4 business hours" or "30 days".`,
    })
    return z.NEVER
  })
  .meta({
    pattern: DURATION_PATTERN,
    description: 'A whole number and a unit: "20 seconds", "1 hour", "4 business hours".',
  })

/** A length of time that runs on without regard to business hours; in ms. */
export const elapsed = duration.transform((read, context) => {
  if (read.counted === 'elapsed') return read.ms
  context.addIssue({
    code: 'custom',
    message: 'This is counted in elapsed time; write it without "business".',
  })
  return z.NEVER
})

export const zone = z.string().superRefine((name, context) => {
  try {
    zoneOf(name)
  } catch (error) {
    refuse(context, error)
  }
})

export const date = z.string().superRefine((text, context) => {
  try {
    parseDate(text)
  } catch (error) {
    refuse(context, error)
  }
})
