import * as z from 'zod'
import { instant, object, refuse } from './shape.ts'
import type { CalendarInput } from './time/calendar.ts'
import { parseDate } from './time/local-date.ts'

/** The inputs of 4-contracts: every command reads one of these. Instants are RFC 3339; unknown fields are refused. */

const severity = z.enum(['P1', 'P2', 'P3', 'P4'])
const ms = z.int().min(0)

const date = z.string().superRefine((text, context) => {
  try {
    parseDate(text)
  } catch (error) {
    refuse(context, error)
  }
})

/** Intervals are half open; one that ends before it starts is refused, with the path of its end. */
function interval<S extends z.ZodRawShape>(shape: S) {
  return object({ start: instant, end: instant, ...shape }).superRefine((value, context) => {
    const { start, end } = value as unknown as { start: Temporal.Instant; end: Temporal.Instant }
    if (end.epochMilliseconds >= start.epochMilliseconds) return
    context.addIssue({
      code: 'custom',
      path: ['end'],
      message: 'The end is before the start; swap the two instants.',
      params: { code: 'interval_reversed' },
    })
  })
}

const calendar = z.custom<CalendarInput>(
  (value) => typeof value === 'object' && value !== null,
  'Write an object with "zone" and "weekly".',
)

const observed = {
  down: z.array(interval({ cause: z.string().optional() })),
  unmeasured: z.array(interval({ settled: z.enum(['up', 'down']).optional() })).optional(),
  maintenance: z
    .array(interval({ publishedAt: instant.nullable(), emailedAt: instant.nullable() }))
    .optional(),
  vendorOutages: z
    .array(
      interval({
        vendor: z.string(),
        component: z.string().optional(),
        status: z.enum(['major_outage', 'partial_outage', 'degraded_performance', 'under_maintenance']),
      }),
    )
    .optional(),
  forceMajeure: z.array(interval({ declaredBy: z.string(), publishedAt: instant })).optional(),
}

const discount = z
  .number()
  .min(0)
  .max(100)
  .transform((percent, context) => {
    const match = /^(\d+)(?:\.(\d{1,2}))?$/.exec(String(percent))
    if (match !== null) return Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0'))
    context.addIssue({
      code: 'custom',
      message: `${percent} has more than two decimals; round it to hundredths of a percent.`,
    })
    return z.NEVER
  })

const subscription = object({
  customer: z.string().min(1, 'A customer has a name or an id; this one is empty.'),
  plan: z.enum(['standard', 'premium']),
  billing: z.enum(['monthly', 'annual']),
  units: z.int().min(0),
  start: date,
  end: date.optional(),
  discountPercent: discount.optional(),
}).superRefine(({ start, end }, context) => {
  if (end === undefined || end >= start) return
  context.addIssue({
    code: 'custom',
    path: ['end'],
    message: 'The subscription ends before it starts; swap the two dates.',
  })
})

const event = z.discriminatedUnion(
  'type',
  [
    object({ at: instant, type: z.literal('classified'), to: severity, reason: z.string().optional() }),
    object({
      at: instant,
      type: z.literal('reply'),
      by: z.enum(['staff', 'customer', 'automatic']),
      public: z.boolean(),
    }),
  ],
  { error: 'Write "classified" or "reply" as its type.' },
)

export const hoursInput = object({ calendar: calendar.optional(), from: instant, to: instant })
export const addInput = object({ calendar: calendar.optional(), from: instant, ms })
export const dueInput = object({
  severity,
  receivedAt: instant,
  events: z.array(event).optional(),
  now: instant.optional(),
})
export const slotInput = object({ requestedAt: instant })
export const uptimeInput = object({
  period: object({
    month: z.string().optional(),
    start: instant.optional(),
    end: instant.optional(),
  }).transform(({ month, start, end }, context) => {
    if (month !== undefined && start === undefined && end === undefined) return { month }
    if (month === undefined && start !== undefined && end !== undefined) return { start, end }
    context.addIssue({ code: 'custom', message: 'Write either "month", or both "start" and "end".' })
    return z.NEVER
  }),
  ...observed,
})
export const monthInput = object({
  month: z.string(),
  ...observed,
  subscriptions: z.array(subscription),
  claims: z.array(object({ customer: z.string(), receivedAt: instant })).optional(),
  now: instant.optional(),
})

export type HoursInput = z.input<typeof hoursInput>
export type AddInput = z.input<typeof addInput>
export type DueInput = z.input<typeof dueInput>
export type SlotInput = z.input<typeof slotInput>
export type UptimeInput = z.input<typeof uptimeInput>
export type MonthInput = z.input<typeof monthInput>
