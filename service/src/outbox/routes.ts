import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import {
  AppError,
  createRoutes,
  cursorValues,
  findMail,
  type HttpEnv,
  inTransaction,
  json,
  listMail,
  mailState,
  mailStates,
  type OutgoingMail,
  type Platform,
  pageFrom,
  pageQuery,
  problems,
  retryMail,
  type Transport,
} from '@tractops/platform'
import { formatInstant } from '@tractops/sla'
import { requireRole } from '../accounts/index.ts'
import { mailListSchema, type mailSchema, wholeMailSchema } from './schemas.ts'

const security = [{ key: [] }]
const mailId = z.object({
  id: z
    .string()
    .regex(/^[\w-]{1,60}$/, 'This is not an id.')
    .openapi({ example: 'mail_0b2f…' }),
})

const list = createRoute({
  method: 'get',
  path: '/api/v1/outbox',
  summary: 'Outgoing mail, the newest first, and what became of it',
  security,
  middleware: requireRole('lead'),
  request: {
    query: z.object({
      ...pageQuery,
      kind: z
        .string()
        .regex(/^[\w.-]{1,100}$/)
        .optional(),
      ref: z
        .string()
        .regex(/^[\w.-]{1,100}$/)
        .optional(),
      state: z.enum(mailStates).optional(),
    }),
  },
  responses: { 200: json(mailListSchema, 'A page.'), ...problems(400, 401, 403) },
})

const get = createRoute({
  method: 'get',
  path: '/api/v1/outbox/{id}',
  summary: 'A mail whole, as it was written',
  security,
  middleware: requireRole('lead'),
  request: { params: mailId },
  responses: { 200: json(wholeMailSchema, 'The mail.'), ...problems(401, 403, 404) },
})

const retry = createRoute({
  method: 'post',
  path: '/api/v1/outbox/{id}/retry',
  summary: 'Send a mail that failed for good once more; its address no longer counts as bounced',
  security,
  middleware: requireRole('lead'),
  request: { params: mailId },
  responses: { 200: json(wholeMailSchema, 'The mail, waiting again.'), ...problems(401, 403, 404, 409) },
})

/** How mail leaves an installation, in a sentence. */
export const mailSaying: Record<Transport['name'], string> = {
  smtp: 'Mail leaves by SMTP.',
  resend: 'Mail leaves by Resend.',
  embedded:
    'Embedded: recorded only. No mail leaves this installation until SMTP_URL or RESEND_API_KEY is set.',
}

/** The Outbox: every mail that was to go out, read and retried by leads. */
export function outboxRoutes(
  p: Pick<Platform, 'db' | 'clock' | 'queue'>,
  { transport }: { transport: Transport['name'] },
): OpenAPIHono<HttpEnv> {
  const routes = createRoutes()
  routes.openapi(list, async (c) => {
    const { cursor, limit, ...filter } = c.req.valid('query')
    const before = cursorValues(cursor, ['number', 'string']) as [number, string] | null
    const rows = await inTransaction(p, c.get('actor'), (ctx) =>
      listMail(ctx, { ...filter, before, limit: limit + 1 }),
    )
    const { items, next } = pageFrom(rows, limit, ({ createdAt, id }) => [createdAt.epochMilliseconds, id])
    return c.json({ transport, says: mailSaying[transport], items: items.map(mailJson), next }, 200)
  })
  routes.openapi(get, async (c) => {
    const found = await inTransaction(p, c.get('actor'), (ctx) => findMail(ctx, c.req.valid('param').id))
    return c.json(wholeJson(found), 200)
  })
  routes.openapi(retry, async (c) => {
    const { id } = c.req.valid('param')
    const mail = await inTransaction(p, c.get('actor'), async (ctx) => {
      await retryMail(ctx, p.queue, { id })
      return findMail(ctx, id)
    })
    return c.json(wholeJson(mail), 200)
  })
  return routes
}

/** What a mail holds that lets its reader in is nobody else's to read. */
const SEALED: Record<string, string> = {
  'portal.sign-in': 'This mail holds a link that signs its reader in. It is not shown.',
}

const instantJson = (at: Temporal.Instant | null) => at && formatInstant(at)

function mailJson(mail: OutgoingMail): z.output<typeof mailSchema> {
  const { id, kind, ref, to, subject, attempts, lastError, transport, response } = mail
  return {
    id,
    kind,
    ref,
    to,
    subject,
    state: mailState(mail),
    createdAt: formatInstant(mail.createdAt),
    acceptedAt: instantJson(mail.acceptedAt),
    failedAt: instantJson(mail.failedAt),
    attempts,
    lastAttemptAt: instantJson(mail.lastAttemptAt),
    lastError,
    transport,
    response,
  }
}

function wholeJson(mail: OutgoingMail | null): z.output<typeof wholeMailSchema> {
  if (mail === null)
    throw new AppError('mail_not_found', 404, 'There is no such mail; mail logs are kept for 90 days.', {
      path: 'param.id',
    })
  const sealed = SEALED[mail.kind]
  const message: OutgoingMail['message'] = sealed === undefined ? mail.message : { text: sealed }
  const { toName = null, text, html = null, headers = {}, replyTo = null, attachments = [] } = message
  const files = attachments.map(({ filename, contentType, content }) => ({
    filename,
    contentType,
    content: typeof content === 'string' ? content : null,
  }))
  return { ...mailJson(mail), toName, text, html, headers, replyTo, attachments: files }
}
