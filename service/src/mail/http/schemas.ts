import { z } from '@hono/zod-openapi'
import { outcomes } from '../words.ts'

const instant = z.string().openapi({ description: 'RFC 3339, UTC.', example: '2026-11-24T18:00:00Z' })
const result = z.string().openapi({ description: 'A word of RFC 8601.', example: 'pass' })

export const incomingMailSchema = z
  .object({
    id: z.string(),
    transport: z.enum(['smtp', 'resend']),
    receivedAt: instant,
    envelope: z.object({
      from: z.string().openapi({ description: 'Empty for a bounce.' }),
      to: z.array(z.string()),
      ip: z.string().nullable(),
      helo: z.string().nullable(),
      tls: z.boolean(),
    }),
    messageId: z.string().nullable(),
    fromAddress: z.string().nullable(),
    fromName: z.string().nullable(),
    subject: z.string(),
    fields: z.array(z.object({ name: z.string(), value: z.string() })),
    size: z.int().openapi({ description: 'Bytes.' }),
    outcome: z.enum(outcomes),
    ticketId: z.string().nullable(),
    ticketMessageId: z.string().nullable(),
    automatic: z.string().nullable().openapi({ description: 'Why no machine of ours answers it.' }),
    unread: z.string().nullable().openapi({ description: 'Why it was not read whole.' }),
    impersonates: z
      .string()
      .nullable()
      .openapi({ description: 'Whom of our staff its From names without proof.' }),
    verdict: z
      .object({
        spf: z.object({ result, domain: z.string().nullable() }),
        dkim: z.array(
          z.object({ result, domain: z.string(), selector: z.string().nullable(), aligned: z.boolean() }),
        ),
        dmarc: z.object({ result, domain: z.string().nullable(), policy: z.string().nullable() }).nullable(),
        arc: z.object({ result }),
        aligned: z.boolean().openapi({ description: 'The domain of From proved itself.' }),
      })
      .nullable()
      .openapi({ description: 'Null until it was looked up.' }),
    judgedAt: instant.nullable(),
  })
  .openapi('IncomingMail')
