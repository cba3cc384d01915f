import { z } from '@hono/zod-openapi'
import { questionSchema } from '../queue/filter.ts'

const line = z
  .string()
  .trim()
  .min(1, 'Write something here.')
  .max(120, 'Write at most 120 characters.')
  .refine((s) => !/\p{Cc}/u.test(s), 'Write one line, without controls.')
const markdown = z
  .string()
  .trim()
  .min(1, 'Write something here.')
  .max(20_000)
  .refine((s) => !/(?![\n\r\t])\p{Cc}/u.test(s), 'Write text without control characters.')
  .openapi({ description: 'Markdown, with variables such as {{requester.firstName}}.' })
const at = z.string().openapi({ description: 'RFC 3339, UTC.', example: '2026-11-25T18:00:00Z' })
const people = z.array(z.string().max(80)).max(200).openapi({ description: 'Ids of people on staff.' })

export const viewInput = z.strictObject({
  name: line,
  filter: questionSchema,
  shared: z.boolean().default(false),
})
export const viewChange = z.strictObject({ name: line, filter: questionSchema }).partial()
export const viewSchema = z
  .object({
    id: z.string().openapi({ example: 'view_0b2f…' }),
    name: z.string(),
    shared: z.boolean().openapi({ description: 'For everybody.' }),
    filter: z.record(z.string(), z.string()),
    createdAt: at,
  })
  .openapi('SavedView')

export const replyInput = z.strictObject({ title: line, text: markdown })
export const replyChange = replyInput.partial()
export const replySchema = z
  .object({
    id: z.string().openapi({ example: 'rpl_0b2f…' }),
    title: z.string(),
    text: z.string(),
    changedAt: at,
  })
  .openapi('CannedReply')
export const filledSchema = z
  .object({
    text: z.string(),
    missing: z.array(z.string()).openapi({ description: 'Variables without a value; they stay as written.' }),
  })
  .openapi('FilledReply')

export const teamInput = z.strictObject({ name: line, members: people.default([]) })
export const teamChange = z.strictObject({ name: line, members: people }).partial()
export const teamSchema = z
  .object({
    id: z.string().openapi({ example: 'team_0b2f…' }),
    name: z.string(),
    members: z.array(z.object({ id: z.string(), name: z.string().nullable() })),
  })
  .openapi('Team')
export const variablesSchema = z.array(z.object({ name: z.string(), means: z.string() }))
