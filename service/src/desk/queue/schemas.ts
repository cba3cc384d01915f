import { z } from '@hono/zod-openapi'
import { pageOf } from '@tractops/platform'
import { channels, ticketStatuses } from '../words.ts'

const at = z.string().openapi({ description: 'RFC 3339, UTC.', example: '2026-11-25T18:00:00Z' })
const named = z.object({ id: z.string(), name: z.string().nullable() })

const ticketLineSchema = z
  .object({
    id: z.string().openapi({ example: 'tkt_0b2f…' }),
    number: z.int(),
    subject: z.string(),
    channel: z.enum(channels),
    status: z.enum(ticketStatuses),
    severity: z.enum(['P1', 'P2', 'P3', 'P4']),
    requester: z.object({ name: z.string(), email: z.string().nullable() }),
    customer: named.nullable(),
    assignee: named.nullable().openapi({ description: 'The name is null where the person left.' }),
    teamId: z.string().nullable(),
    tags: z.array(z.string()),
    receivedAt: at,
    dueAt: at.openapi({ description: 'When the first response is due.' }),
    respondedAt: at.nullable(),
    responseState: z.enum(['waiting', 'met', 'breached']),
    breachedAt: at.nullable(),
    snoozedUntil: at.nullable(),
    updatedAt: at,
    closedAt: at.nullable(),
    last: z
      .object({ author: z.enum(['customer', 'staff', 'automatic']), name: z.string(), text: z.string() })
      .nullable()
      .openapi({ description: 'How the last public message begins.' }),
  })
  .openapi('TicketLine')
export type TicketLine = z.output<typeof ticketLineSchema>

export const ticketListSchema = pageOf(ticketLineSchema).openapi('TicketList')

const count = z.int()
export const countsSchema = z
  .object({
    views: z.array(
      z.object({
        key: z.string(),
        name: z.string(),
        count,
        filter: z.record(z.string(), z.string()).openapi({ description: 'Ask the list for it.' }),
      }),
    ),
  })
  .openapi('TicketCounts')

const foundSchema = z
  .object({
    ticket: ticketLineSchema,
    where: z.enum(['number', 'person', 'customer', 'subject', 'message']),
    messageId: z.string().nullable(),
    snippet: z
      .array(z.object({ text: z.string(), hit: z.boolean() }))
      .openapi({ description: 'Plain text; the words that were looked for are hits.' }),
  })
  .openapi('FoundTicket')

export const searchSchema = z
  .object({
    items: z.array(foundSchema),
    next: z.string().nullable(),
    bounded: z
      .boolean()
      .openapi({ description: 'More match than were ranked: these are the best of the newest.' }),
  })
  .openapi('TicketSearch')
