import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import {
  createRoutes,
  type HttpEnv,
  inTransaction,
  json,
  jsonBody,
  type Platform,
  problems,
} from '@tractops/platform'
import { requireRole } from '../../accounts/index.ts'
import { instantOut } from '../../notation/index.ts'
import type { Desk } from '../desk.ts'
import { email, line } from '../http/fields.ts'
import type { ForgetMail, ForgetPerson, PersonElsewhere } from './delete-tickets.ts'
import { erasePerson } from './erase-person.ts'
import { personData } from './person-data.ts'

const guarded = { security: [{ key: [] }], middleware: requireRole('admin') }
const address = email.toLowerCase()
const text = z.string()
const orNull = instantOut.nullable()
const person = z
  .object({
    email: text,
    exportedAt: instantOut,
    tickets: z.array(
      z.object({
        ...{ id: text, number: z.int(), subject: text, channel: text, status: text, severity: text },
        ...{ requesterName: text, requesterEmail: text.nullable() },
        ...{ receivedAt: instantOut, respondedAt: orNull, closedAt: orNull },
        ...{ rating: z.int().nullable(), ratingComment: text.nullable() },
        messages: z.array(
          z.object({
            ...{
              id: text,
              at: instantOut,
              author: text,
              authorName: text,
              authorEmail: text.nullable(),
              text,
            },
            files: z.array(z.object({ name: text, type: text, size: z.int(), href: text })),
          }),
        ),
      }),
    ),
    elsewhere: z.record(z.string(), z.array(z.record(z.string(), z.unknown()))).openapi({
      description:
        'Where they are a contact, what went to them and came from them by mail, what they asked in the widget, where they are signed in, and what they subscribed to.',
    }),
  })
  .openapi('PersonData')

const read = createRoute({
  ...guarded,
  method: 'get',
  path: '/api/v1/people-data',
  summary: 'Everything that is kept of one person, with links to the files that are good for a week',
  request: { query: z.object({ email: address }) },
  responses: { 200: json(person, 'Their data.'), ...problems(400, 401, 403) },
})
const erase = createRoute({
  ...guarded,
  method: 'post',
  path: '/api/v1/people-data/erase',
  summary:
    'Erase one person: words, files, name and address. Figures of first responses stay. It cannot be undone',
  request: {
    body: jsonBody(
      z.strictObject({
        ...{ email: address, reason: line },
        contacts: z.boolean().default(false).openapi({
          description:
            'Also where they are a contact of a customer. Without it they stay one, as the contract needs somebody to write to.',
        }),
      }),
    ),
  },
  responses: {
    200: json(
      z.object({
        ...{ tickets: z.int(), messages: z.int(), attachments: z.int() },
        mails: z.int().openapi({ description: 'That went to them.' }),
        contacts: z.int(),
      }),
      'What was erased.',
    ),
    ...problems(400, 401, 403),
  },
})

/** What is kept of a person, shown to them or erased, by admins. */
export function peopleDataRoutes(
  p: Pick<Platform, 'db' | 'clock'>,
  desk: Desk,
  others: { forgetMail: ForgetMail; forgetPerson: ForgetPerson; elsewhere: PersonElsewhere },
): OpenAPIHono<HttpEnv> {
  const routes = createRoutes()
  routes.openapi(read, async (c) => {
    const asked = { ...c.req.valid('query'), elsewhere: others.elsewhere }
    return c.json(await inTransaction(p, c.get('actor'), (ctx) => personData(ctx, desk, asked)), 200)
  })
  routes.openapi(erase, async (c) => {
    const input = { ...c.req.valid('json'), ...others }
    return c.json(await inTransaction(p, c.get('actor'), (ctx) => erasePerson(ctx, desk, input)), 200)
  })
  return routes
}
