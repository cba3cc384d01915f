import * as z from 'zod'
import { object } from '../shape.ts'
import { date, duration, elapsed, words } from './values.ts'

const row = <N extends number, V extends z.ZodType>(number: N, is: V) =>
  object({ row: z.literal(number), is, because: words })

/** A reading that this engine carries out; there is no other that it knows. */
const only = <T extends string>(reading: T) => z.literal(reading)

const days = z.string().transform((text, context) => {
  const match = /^([1-9][0-9]{0,3}) days?$/.exec(text)
  if (match !== null) return Number(match[1])
  context.addIssue({ code: 'custom', message: `"${text}" is not a number of days; write it as "30 days".` })
  return z.NEVER
})

const intervals = z.string().transform((text, context) => {
  const match = /^([1-9][0-9]?) check intervals?$/.exec(text)
  if (match !== null) return Number(match[1])
  context.addIssue({
    code: 'custom',
    message: `"${text}" is not a number of intervals; write it as "2 check intervals".`,
  })
  return z.NEVER
})

const VENDOR_STATUSES = [
  'major_outage',
  'partial_outage',
  'degraded_performance',
  'under_maintenance',
] as const

/** What the words of the agreement mean, row by row: a parameter, its default, and one sentence of reason. */
export const meanings = object({
  month: row(1, only('calendar month')),
  down: row(2, only('a critical component fails its check')),
  sustained: row(3, elapsed),
  denominator: row(4, only('excluded downtime leaves the measure')),
  overlaps: row(5, only('union, then subtract')),
  unmeasured: row(6, intervals),
  error: object({
    row: z.literal(7),
    is: only('estimate, with bounds'),
    checkInterval: elapsed,
    because: words,
  }),
  rounding: row(8, only('exact integers, shown truncated')),
  edges: row(9, only('the lower edge belongs to the tier')),
  monthEnd: row(10, only('split at the boundary')),
  partMonth: row(11, only('month and subscription in common')),
  eligible: row(12, z.array(z.enum(['monthly', 'annual']))),
  fee: row(13, only('contract price before tax')),
  oneCredit: row(14, only('one credit a month')),
  cents: row(15, only('half up, once')),
  request: row(16, z.array(z.enum(['email', 'portal'])).min(1)),
  claimPeriod: row(17, days),
  followingInvoice: row(18, days),
  restatement: row(19, only('top up, never claw back')),
  announced: row(20, elapsed),
  overrun: row(21, only('announced interval only')),
  vendorOutage: row(22, z.array(z.enum(VENDOR_STATUSES)).min(1)),
  vendorUnknown: row(23, only('no evidence')),
  forceMajeure: row(24, only('signed public declaration')),
  customerSide: row(25, only('nothing counts')),
  reclassification: row(26, only('the earlier when raised, from receipt when lowered')),
  clockStart: row(27, only('receipt by our server')),
  firstResponse: row(28, only('first public message by a person')),
  outOfHours: row(29, only('next opening')),
  atClosing: row(30, only('the closing instant')),
  businessDay: row(31, elapsed),
  holidays: row(32, z.array(date)),
  page: row(33, elapsed),
  meeting: row(34, duration),
  missedResponse: row(35, only('attainment is published, no credit')),
  localTimes: row(36, only('gap end, and the earlier of two')),
})
