import { z } from '@hono/zod-openapi'
import { isMailAddress } from '@tractops/platform'
import { parseDate } from '@tractops/sla'
import { billings, contactRoles, plans } from './words.ts'

const mostUnits = 1_000_000
const mostContacts = 100

const line = z
  .string()
  .trim()
  .min(1, 'Write something here.')
  .max(200, 'Write at most 200 characters.')
  .refine((s) => !/\p{Cc}/u.test(s), 'Write one line, without controls.')

const date = z
  .string()
  .refine(isDate, 'Write a date that exists, such as 2026-12-01.')
  .openapi({ example: '2026-12-01', description: 'A Pacific date.' })

export const externalId = z
  .string()
  .regex(/^[\x21-\x7e]{1,200}$/, 'Write 1 to 200 printable characters without spaces.')
  .openapi({ example: 'hoa-4711', description: 'What the application calls the customer.' })

const email = z
  .string()
  .trim()
  .refine(isMailAddress, 'Write one mail address, such as carla@example.com.')
  .openapi({ example: 'carla@example.com' })

const fields = {
  name: line.openapi({ example: 'Harbor View HOA' }),
  plan: z.enum(plans),
  billing: z.enum(billings),
  units: z.int().min(0).max(mostUnits),
  start: date,
  end: date.nullable().openapi({ description: 'The first day that is not covered any more.' }),
  discountPercent: z
    .number()
    .min(0)
    .max(100)
    .refine((n) => Math.abs(n * 100 - Math.round(n * 100)) < 1e-9, 'Write at most two decimals.'),
}

const contactFields = {
  name: line.openapi({ example: 'Carla' }),
  email,
  role: z.enum(contactRoles),
  receivesNotices: z
    .boolean()
    .openapi({ description: 'Whether maintenance and the like is announced to this contact.' }),
}

export const newContact = z
  .strictObject({ ...contactFields, receivesNotices: contactFields.receivesNotices.default(true) })
  .openapi('NewContact')
export const contactChange = z.strictObject(contactFields).partial().openapi('ContactChange')

/** A customer as somebody describes it whole. */
export const customerDescription = z
  .strictObject({
    ...fields,
    end: fields.end.default(null),
    discountPercent: fields.discountPercent.default(0),
    contacts: z
      .array(newContact)
      .max(mostContacts)
      .optional()
      .openapi({ description: 'All contacts there are; left out, they stay as they are.' }),
  })
  .superRefine((customer, context) => {
    const seen = new Set<string>()
    for (const [index, contact] of (customer.contacts ?? []).entries()) {
      const address = contact.email.toLowerCase()
      if (seen.has(address))
        context.addIssue({
          code: 'custom',
          path: ['contacts', index, 'email'],
          message: 'This address is there twice; name each contact once.',
        })
      seen.add(address)
    }
  })
  .openapi('CustomerDescription')
export const newCustomer = customerDescription
  .safeExtend({ externalId: externalId.nullable().default(null) })
  .openapi('NewCustomer')
export const customerChange = z
  .strictObject({ ...fields, externalId: externalId.nullable() })
  .partial()
  .openapi('CustomerChange')

export type NewContact = z.output<typeof newContact>
export type ContactChange = z.output<typeof contactChange>
export type CustomerDescription = z.output<typeof customerDescription>
export type NewCustomer = z.output<typeof newCustomer>
export type CustomerChange = z.output<typeof customerChange>

const instant = z.string().openapi({ description: 'RFC 3339, UTC.', example: '2026-11-24T18:00:00Z' })

const contactSchema = z
  .object({
    id: z.string(),
    ...contactFields,
    bounced: z
      .object({ at: instant, reason: z.string() })
      .nullable()
      .openapi({ description: 'Since when this address takes no mail, and what was said.' }),
  })
  .openapi('Contact')

export const customerSchema = z
  .object({
    id: z.string(),
    externalId: z.string().nullable(),
    ...fields,
    inForce: z.boolean().openapi({ description: 'Whether the subscription covers the present day.' }),
    createdAt: instant,
    contacts: z.array(contactSchema),
  })
  .openapi('Customer')

function isDate(text: string): boolean {
  try {
    parseDate(text)
    return true
  } catch {
    return false
  }
}
