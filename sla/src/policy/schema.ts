import * as z from 'zod'
import { object, refuse } from '../shape.ts'
import { compileCalendar } from '../time/calendar.ts'
import { meanings } from './meanings.ts'
import { checkTiers } from './tiers.ts'
import { date, duration, elapsed, percent, words, zone } from './values.ts'

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
const stretches = z.array(z.string().meta({ description: 'A stretch of a day, such as "09:00-18:00".' }))

const calendar = object({
  zone: z.string(),
  weekly: object(
    Object.fromEntries(DAYS.map((day) => [day, stretches.optional()])) as Record<
      (typeof DAYS)[number],
      z.ZodOptional<typeof stretches>
    >,
  ),
}).superRefine((input, context) => {
  try {
    if (compileCalendar(input as Parameters<typeof compileCalendar>[0]).weeklyMs === 0) {
      context.addIssue({
        code: 'custom',
        path: ['weekly'],
        message: 'These hours never open; name at least one stretch.',
      })
    }
  } catch (error) {
    refuse(context, error)
  }
})

const severity = object({ name: words, means: words, firstResponse: duration })
const plan = object({ name: words, unitPriceCents: z.int().min(0) })
const vendor = object({
  name: words,
  components: z
    .array(words)
    .meta({ description: 'The components and regions that we use; empty: all of them.' }),
})
const years = z.string().regex(/^[1-9][0-9]? years?$/, 'Write a number of years, such as "3 years".')

/** The policy file: every figure of the agreement and every parameter of the meanings table. */
export const policySchema = object({
  version: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.-]{0,62}$/, 'Write a short name in lower case, such as "tractops-2026-11".'),
  effectiveFrom: date.meta({
    description: 'The first day on which this version is in force, in the policy zone.',
  }),
  provider: words,
  zone,
  currency: z.literal('USD'),
  uptime: object({
    target: percent,
    critical: z.array(words).min(1),
    tiers: z
      .array(object({ below: percent, atLeast: percent, creditPercent: z.int().min(1).max(100) }))
      .min(1)
      .meta({
        description: 'From the target downwards: every uptime below the target is in exactly one tier.',
      }),
  }).superRefine((uptime, context) => {
    for (const problem of checkTiers(uptime)) context.addIssue({ code: 'custom', ...problem })
  }),
  response: object({
    calendar,
    severities: object({ P1: severity, P2: severity, P3: severity, P4: severity }),
  }),
  contact: object({
    address: z.email('Write a mail address, such as "contact@example.com".'),
    urgentSubject: z.string().superRefine((pattern, context) => {
      try {
        new RegExp(pattern)
      } catch {
        context.addIssue({ code: 'custom', message: 'This is not a regular expression.' })
      }
    }),
    meetingPlans: z.array(z.enum(['standard', 'premium'])),
  }),
  exclusions: object({
    vendors: z.record(z.string().regex(/^[a-z0-9-]+$/), vendor),
    officers: z
      .array(words)
      .meta({ description: 'Who may declare force majeure; empty: any named officer.' }),
  }),
  maintenance: object({ window: object({ day: z.enum(DAYS), hours: z.string() }) }).superRefine(
    (m, context) => {
      try {
        const open = compileCalendar({ zone: 'UTC', weekly: { [m.window.day]: [m.window.hours] } })
        if (open.weeklyMs === 0) {
          context.addIssue({
            code: 'custom',
            path: ['window', 'hours'],
            message: 'This window has no length.',
          })
        }
      } catch (error) {
        context.addIssue({ code: 'custom', path: ['window', 'hours'], message: (error as Error).message })
      }
    },
  ),
  plans: object({ standard: plan, premium: plan }),
  retention: object({ tickets: years, invoices: years, measurements: elapsed }),
  meanings,
})

/** The policy as the engine reads it: percentages in ten-thousandths of a percent, lengths of time in ms. */
export type PolicyFigures = z.output<typeof policySchema>
