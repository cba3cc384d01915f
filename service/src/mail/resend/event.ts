import { z } from 'zod'

const addresses = z
  .array(z.string())
  .nullish()
  .transform((list) => list ?? [])

/** What Resend tells of a mail that it received: all but its text. */
export const receivedEmail = z.object({
  email_id: z.string().min(1).max(200),
  created_at: z.string().max(100),
  from: z.string().max(2_000),
  to: addresses,
  cc: addresses,
  subject: z
    .string()
    .nullish()
    .transform((subject) => subject ?? ''),
  message_id: z
    .string()
    .nullish()
    .transform((id) => id ?? null),
})
export type ReceivedEvent = z.output<typeof receivedEmail>

/** A webhook of Resend; every other kind is none of our business. */
export const webhookEvent = z.object({ type: z.string(), data: z.unknown() })
