import { createRoute, z } from '@hono/zod-openapi'
import { AppError, createRoutes, json, type Platform, problems } from '@tractops/platform'
import { formatInstant } from '@tractops/sla'
import { eq } from 'drizzle-orm'
import { bodyLimit } from 'hono/body-limit'
import { Webhook } from 'standardwebhooks'
import { requireRole } from '../../accounts/index.ts'
import { receivedEmail, webhookEvent } from '../resend/event.ts'
import { takeEvent } from '../resend/take-event.ts'
import { incomingMail } from '../tables.ts'
import type { MailRoom } from '../take/mail-room.ts'
import { incomingMailSchema } from './schemas.ts'

const MOST_HOOK_BYTES = 1024 * 1024

const security = [{ key: [] }]
const param = z.object({ id: z.string().regex(/^[\w-]{1,60}$/, 'This is not an id.') })
const readRoute = createRoute({
  method: 'get',
  path: '/api/v1/incoming-mail/{id}',
  summary: 'How a mail came in, and what is proved of its sender',
  security,
  middleware: requireRole('viewer'),
  request: { params: param },
  responses: {
    200: json(incomingMailSchema, 'The mail, without its text.'),
    ...problems(400, 401, 403, 404),
  },
})
const rawRoute = createRoute({
  method: 'get',
  path: '/api/v1/incoming-mail/{id}/raw',
  summary: 'The bytes of a mail as it came in',
  security,
  middleware: requireRole('agent'),
  request: { params: param },
  responses: {
    200: {
      description: 'The mail, as a file that no browser shows.',
      content: { 'application/octet-stream': { schema: z.string() } },
    },
    ...problems(400, 401, 403, 404),
  },
})

/** What staff may know of a mail, and where Resend tells us of one. */
export function mailRoutes(p: Platform, of: Pick<MailRoom, 'desk'> & { webhookSecret: string | null }) {
  const app = createRoutes()
  app.openapi(readRoute, async (c) => {
    const { raw: _, same: __, ...mail } = await find(p, c.req.valid('param').id)
    const { receivedAt, judgedAt } = mail
    return c.json(
      { ...mail, receivedAt: formatInstant(receivedAt), judgedAt: judgedAt && formatInstant(judgedAt) },
      200,
    )
  })
  app.openapi(rawRoute, async (c) => {
    const { id, raw } = await find(p, c.req.valid('param').id)
    return c.body(new Uint8Array(raw), 200, {
      'content-type': 'application/octet-stream',
      'content-disposition': `attachment; filename="${id}.eml"`,
      'x-content-type-options': 'nosniff',
    })
  })
  app.post('/hooks/resend', bodyLimit({ maxSize: MOST_HOOK_BYTES }), async (c) => {
    const event = webhookEvent.safeParse(
      verified(of.webhookSecret, Buffer.from(await c.req.arrayBuffer()), c.req.header()),
    )
    if (!event.success)
      throw new AppError('event_invalid', 400, 'This is no event of Resend. Nothing was kept.')
    if (event.data.type !== 'email.received') return c.json({ taken: false })
    const email = receivedEmail.safeParse(event.data.data)
    if (!email.success)
      throw new AppError(
        'event_invalid',
        400,
        `The event lacks something: ${email.error.issues[0]!.path.join('.')}. Nothing was kept.`,
      )
    return c.json({ taken: await takeEvent(p, of, email.data) })
  })
  return app
}

async function find(p: Pick<Platform, 'db'>, id: string) {
  const [found] = await p.db.select().from(incomingMail).where(eq(incomingMail.id, id))
  if (found === undefined)
    throw new AppError('mail_not_found', 404, 'There is no such mail; mail logs are kept for 90 days.', {
      path: 'param.id',
    })
  return found
}

/** The event in a body that is signed by Resend within five minutes of now (Standard Webhooks, under the names of Svix as well). */
function verified(secret: string | null, body: Buffer, headers: Record<string, string>): unknown {
  if (secret === null)
    throw new AppError(
      'webhook_off',
      404,
      'RESEND_WEBHOOK_SECRET is not set here, so no mail is taken this way.',
    )
  const given = (name: string) => headers[`webhook-${name}`] ?? headers[`svix-${name}`] ?? ''
  try {
    return new Webhook(secret).verify(body.toString(), {
      'webhook-id': given('id'),
      'webhook-timestamp': given('timestamp'),
      'webhook-signature': given('signature'),
    })
  } catch (cause) {
    throw new AppError(
      'signature_invalid',
      401,
      'This is not signed with the secret that is set here, or too long ago. Nothing was kept.',
      { cause },
    )
  }
}
