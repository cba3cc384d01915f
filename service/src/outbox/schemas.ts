import { z } from '@hono/zod-openapi'
import { mailStates } from '@tractops/platform'

const instant = z.string().openapi({ description: 'RFC 3339, UTC.', example: '2026-11-24T18:00:00Z' })

export const mailSchema = z
  .object({
    id: z.string(),
    kind: z.string().openapi({ example: 'maintenance.notice' }),
    ref: z.string().openapi({ description: 'What it is about.' }),
    to: z.string(),
    subject: z.string(),
    state: z.enum(mailStates),
    createdAt: instant,
    acceptedAt: instant.nullable().openapi({ description: 'When the transport accepted it.' }),
    failedAt: instant.nullable().openapi({ description: 'When it failed for good.' }),
    attempts: z.int(),
    lastAttemptAt: instant.nullable(),
    lastError: z.string().nullable(),
    transport: z
      .enum(['smtp', 'resend', 'embedded'])
      .nullable()
      .openapi({ description: 'embedded: recorded only, nothing left this installation.' }),
    response: z.string().nullable().openapi({ description: 'What the transport said.' }),
  })
  .openapi('OutgoingMail')

export const mailListSchema = z.object({
  transport: z.enum(['smtp', 'resend', 'embedded']),
  says: z.string().openapi({ description: 'How mail leaves this installation, in a sentence.' }),
  items: z.array(mailSchema),
  next: z.string().nullable(),
})

export const wholeMailSchema = mailSchema
  .extend({
    toName: z.string().nullable(),
    text: z.string(),
    html: z.string().nullable(),
    headers: z.record(z.string(), z.string()),
    replyTo: z.string().nullable().openapi({ description: 'Where answers go; null: to whom it is from.' }),
    attachments: z.array(
      z.object({
        filename: z.string(),
        contentType: z.string(),
        content: z.string().nullable().openapi({ description: 'Text; null: bytes that lie in the store.' }),
      }),
    ),
  })
  .openapi('WholeMail')
