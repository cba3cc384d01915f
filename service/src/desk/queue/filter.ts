import { z } from '@hono/zod-openapi'
import { channels, ticketStatuses } from '../words.ts'

const id = z.string().regex(/^[\w-]{1,80}$/, 'This is not an id.')

/** One or more of `values`, with commas between. */
const someOf = <const V extends readonly [string, ...string[]]>(values: V) =>
  z
    .union([z.string(), z.array(z.string())])
    .transform((given) => (typeof given === 'string' ? given.split(',') : given))
    .pipe(z.array(z.enum(values)).min(1).max(values.length))
    .openapi({ type: 'string', example: values.slice(0, 2).join(','), description: values.join(', ') })

/** What the queue may be asked for; all of it together. A saved view keeps such a question. */
export const filterFields = {
  status: someOf(ticketStatuses).optional(),
  severity: someOf(['P1', 'P2', 'P3', 'P4']).optional(),
  assignee: id.optional().openapi({ description: 'The id of a person, `me`, or `none`.' }),
  team: id.optional().openapi({ description: 'The id of a team, or `none`.' }),
  tag: z.string().trim().min(1).max(60).optional(),
  customer: id.optional(),
  requester: z.string().trim().toLowerCase().max(320).optional().openapi({ description: 'A mail address.' }),
  response: someOf(['waiting', 'met', 'breached'])
    .optional()
    .openapi({ description: 'How the first response stands: waiting, met, breached.' }),
  answered: z.enum(['yes', 'no']).optional(),
  channel: someOf(channels).optional(),
  spam: z.enum(['yes', 'no']).optional(),
  snoozed: z.enum(['no', 'only', 'any']).default('any').openapi({
    description:
      'Put aside: nobody has to look at it before then. One whose answer is due before is not put aside.',
  }),
  text: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .optional()
    .openapi({ description: 'What search finds, of the newest.' }),
  order: z.enum(['next', 'updated', 'received']).default('next').openapi({
    description: '`next`: what breaches next first, then what was answered, the latest change first.',
  }),
}

const filterSchema = z.strictObject(filterFields)
export type TicketFilter = z.output<typeof filterSchema>

/** A filter as it stands in an address: names and values of the query, as the list takes them. */
export type Question = Record<string, string>
export const questionSchema = z
  .record(z.string(), z.string())
  .superRefine((question, context) => {
    const read = filterSchema.safeParse(question)
    if (!read.success) for (const issue of read.error.issues) context.addIssue({ ...issue } as never)
  })
  .openapi({
    description: 'What the list is asked, as in its query.',
    example: { status: 'open', tag: 'import' },
  })
