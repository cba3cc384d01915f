import { z } from '@hono/zod-openapi'
import { instantIn } from '../notation/index.ts'
import { maintenanceStates } from './words.ts'

const MOST_TEXT = 20_000
/** Control characters, apart from line breaks and tabs. */
const CONTROL = /(?![\n\r\t])\p{Cc}/u
const MOST_COMPONENTS = 100

const instant = z.string().openapi({ description: 'RFC 3339, UTC.', example: '2026-11-29T10:00:00Z' })
const orNull = instant.nullable()

const title = z
  .string()
  .trim()
  .min(1, 'Write a title.')
  .max(200, 'Write at most 200 characters.')
  .refine((s) => !/\p{Cc}/u.test(s), 'Write one line, without controls.')
  .openapi({ example: 'Moving the database' })
const text = z
  .string()
  .trim()
  .min(1, 'Write something here.')
  .max(MOST_TEXT)
  .refine((s) => !CONTROL.test(s), 'Write text without control characters.')
  .openapi({ description: 'Markdown.' })

const plan = {
  title,
  text,
  components: z
    .array(z.string().max(40))
    .max(MOST_COMPONENTS)
    .openapi({ description: 'The keys of the components that are affected.', example: ['payments'] }),
  start: instantIn,
  end: instantIn,
}
export const planInput = z
  .strictObject({ ...plan, components: plan.components.default([]) })
  .openapi('MaintenancePlan')
export const planChange = z.strictObject(plan).partial().openapi('MaintenanceChange')
export const announcementInput = z
  .strictObject({
    start: instantIn.optional(),
    end: instantIn.optional(),
    note: text.nullable().default(null).openapi({ description: 'Why, in Markdown; it goes into the mails.' }),
  })
  .openapi('MaintenanceAnnouncement')
export const updateInput = z.strictObject({ text })
export const completionInput = z.strictObject({ text: text.nullable().default(null) })
export const cancellationInput = z.strictObject({ because: text })
export const settlementInput = z.strictObject({
  how: z
    .string()
    .trim()
    .min(1, 'Say how they were told.')
    .max(500)
    .refine((s) => !CONTROL.test(s), 'Write text without control characters.')
    .openapi({ example: 'by phone, at 09:10' }),
})

const by = z.string().nullable()
const update = z.object({ at: instant, text: z.string(), html: z.string(), by: z.string() })

const windowFields = {
  start: instant,
  end: instant,
  announceBy: instant.openapi({ description: 'The last instant at which an announcement is in time.' }),
  enough: z.boolean().openapi({ description: 'Whether an announcement now would be in time.' }),
}

export const proposalSchema = z
  .object({
    ...windowFields,
    leftMs: z
      .number()
      .openapi({ description: 'Until it must have been announced; negative when that is over.' }),
    because: z.string(),
    means: z.string().openapi({ description: 'What publishing now would come to, in a sentence.' }),
    inWindow: z.boolean().openapi({ description: 'Whether it lies within the window of the agreement.' }),
    windows: z.array(z.object(windowFields)),
    contacts: z.int().openapi({ description: 'How many contacts would be written to.' }),
    unreachable: z.array(z.object({ customer: z.string(), why: z.string() })),
    mail: z.string().openapi({ description: 'How mail leaves this installation, in a sentence.' }),
  })
  .openapi('MaintenanceProposal')

export const maintenanceSchema = z
  .object({
    id: z.string(),
    title: z.string(),
    text: z.string(),
    html: z.string(),
    components: z.array(z.object({ key: z.string(), name: z.string() })),
    state: z.enum(maintenanceStates),
    start: instant,
    end: instant,
    announceBy: instant,
    createdAt: instant,
    createdBy: by,
    publishedAt: orNull,
    publishedBy: by,
    startedAt: orNull,
    overrunAt: orNull,
    completedAt: orNull,
    completedBy: by,
    cancelledAt: orNull,
    cancelledBy: by,
    cancelledBecause: z.string().nullable(),
    noticeEnough: z.boolean(),
    because: z.string(),
    risk: z.string().nullable().openapi({
      description: 'What counts as downtime now or will, in a sentence; null when nothing does.',
    }),
    announcements: z.array(
      z.object({
        id: z.string(),
        start: instant,
        end: instant,
        note: z.string().nullable(),
        publishedAt: instant,
        publishedBy: z.string(),
        settledAt: orNull,
        emailedAt: orNull,
        reached: z.object({ accepted: z.int(), waiting: z.int(), failed: z.int() }),
      }),
    ),
    notices: z.array(
      z.object({
        start: instant,
        end: instant,
        publishedAt: instant,
        emailedAt: orNull,
        enough: z.boolean(),
        because: z.string(),
      }),
    ),
    updates: z.array(update),
  })
  .openapi('Maintenance')

export const recipientSchema = z
  .object({
    id: z.int(),
    announcement: z.string(),
    customerId: z.string(),
    customer: z.string(),
    contactId: z.string().nullable(),
    name: z.string().nullable(),
    email: z.string().nullable(),
    counts: z.boolean().openapi({ description: 'False for whoever came after the announcement.' }),
    mailId: z
      .string()
      .nullable()
      .openapi({ description: 'The mail in the Outbox, for as long as that keeps it.' }),
    acceptedAt: orNull,
    failedAt: orNull,
    failure: z.string().nullable(),
    transport: z.string().nullable(),
    response: z.string().nullable(),
    told: z
      .object({ at: instant, by: z.string(), how: z.string() })
      .nullable()
      .openapi({ description: 'Told in another way; kept as evidence, and no mail.' }),
  })
  .openapi('MaintenanceRecipient')
