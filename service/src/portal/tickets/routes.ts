import { AppError, type HttpEnv, inTransaction, type Platform } from '@tractops/platform'
import { formatInstant, policyAt } from '@tractops/sla'
import { type Context, Hono } from 'hono'
import { z } from 'zod'
import {
  addCustomerMessage,
  attachmentLink,
  closeTicket,
  type Desk,
  foreseeTicket,
  openTicket,
  rateTicket,
  receiveUpload,
  reopenTicket,
  saveAttachment,
  ticketsForReader,
} from '../../desk/index.ts'
import { nameOfReader, type Reader } from '../identity/reader.ts'
import { type ReaderEnv, requireReader } from '../identity/require-reader.ts'
import { readBody } from '../read-body.ts'
import { asReader } from '../wall/as-reader.ts'
import { asksAs, ownTicket, proveOwn, uploaderOf } from './own-ticket.ts'
import { promisedOf, shownMessage, shownTicket } from './shown-ticket.ts'

export type PortalDeps = { desk: Desk; wall: boolean }

const PAGE = 30
const LONGEST = 50_000
const text = z
  .string()
  .trim()
  .min(1, 'Write something here.')
  .max(LONGEST, `Write at most ${LONGEST} characters.`)
/** Names that we made, or a zone: nothing that a database could not hold. */
const name = z.string().regex(/^[\w-]{1,60}$/, 'This is none of ours.')
const attachments = z.array(name).max(20).default([])
const kind = z
  .enum([
    'outage',
    'payments',
    'data_loss',
    'slow',
    'broken_for_many',
    'problem',
    'billing',
    'how_to',
    'idea',
  ])
  .nullable()
const subject = z.string().trim().min(1, 'Say in a few words what it is about.').max(200)
const question = z.strictObject({
  subject,
  text,
  kind,
  customerId: name.nullable().default(null),
  zone: z
    .string()
    .regex(/^[\w+/-]{1,60}$/, 'This is no time zone.')
    .nullable()
    .default(null),
  attachments,
})
const draft = z.strictObject({ subject: z.string().max(200), text: z.string().max(LONGEST), kind })
const message = z.strictObject({ text, attachments })
const opinion = z.strictObject({
  rating: z.int().min(1).max(5),
  comment: z.string().trim().max(2_000).nullable().default(null),
})

/** `/portal/api/tickets` and files: what a reader asks, reads and answers. Everything is looked for behind the wall. */
export function ticketRoutes(p: Platform, { desk, wall }: PortalDeps): Hono<ReaderEnv> {
  const walled = { ...p, wall }
  const routes = new Hono<ReaderEnv>()
  routes.use('/portal/api/tickets', requireReader())
  routes.use('/portal/api/tickets/*', requireReader())
  routes.use('/portal/api/foreseen', requireReader())
  routes.use('/portal/api/attachments', requireReader())

  routes.get('/portal/api/tickets', async (c) => {
    const reader = c.get('reader')
    const cursor = c.req.query('cursor')
    return asReader(walled, reader, async (ctx) => {
      const { items, next } = await ticketsForReader(ctx, { reader: asksAs(reader), cursor, limit: PAGE })
      return c.json({ items: items.map((one) => shownTicket(desk.policies, one, ctx.now)), next })
    })
  })

  routes.get('/portal/api/tickets/:id', async (c) => {
    const reader = c.get('reader')
    return asReader(walled, reader, async (ctx) => {
      const found = await ownTicket(ctx, reader, c.req.param('id'))
      return c.json({
        ...shownTicket(desk.policies, found, ctx.now),
        messages: found.messages.map(shownMessage),
      })
    })
  })

  // What a question would be taken as: while it is written, nothing is kept of it.
  routes.post('/portal/api/foreseen', async (c) => {
    const { kind, ...written } = await readBody(c, draft)
    const asked = { ...written, channel: 'portal' as const, reported: kind }
    return inTransaction(p, c.get('actor'), async (ctx) => {
      const foreseen = await foreseeTicket(ctx, desk, asked)
      const { policy } = policyAt(desk.policies, ctx.now)
      const { severity, suggested } = foreseen
      return c.json({
        severity,
        severityName: policy.response.severities[severity].name,
        promised: promisedOf(policy, severity),
        dueAt: formatInstant(foreseen.dueAt),
        urgent: suggested === 'P1' ? { address: policy.contact.address } : null,
      })
    })
  })

  routes.post('/portal/api/tickets', async (c) => {
    const reader = c.get('reader')
    const { kind, ...asked } = await readBody(c, question)
    const made = await inTransaction(p, c.get('actor'), async (ctx) => {
      await proveOwn(ctx, walled, reader, asked)
      return openTicket(ctx, desk, {
        subject: asked.subject,
        text: asked.text,
        channel: 'portal',
        requester: { ...requesterOf(reader, asked.customerId), zone: asked.zone },
        reported: kind === null ? null : { kind },
        receivedAt: ctx.now,
        attachments: asked.attachments,
        idempotencyKey: keyOf(c),
        automatic: false,
      })
    })
    return c.json({ id: made.id, number: made.number }, 201)
  })

  routes.post('/portal/api/tickets/:id/messages', async (c) => {
    const reader = c.get('reader')
    const { text, attachments } = await readBody(c, message)
    const made = await inTransaction(p, c.get('actor'), async (ctx) => {
      const own = await proveOwn(ctx, walled, reader, { ticketId: c.req.param('id'), attachments })
      const { name, email, contactId } = requesterOf(reader, null)
      return addCustomerMessage(ctx, desk, {
        ticketId: own!.id,
        author: { name, email, contactId },
        text,
        channel: 'portal',
        receivedAt: ctx.now,
        attachments,
        idempotencyKey: keyOf(c),
        automatic: false,
      })
    })
    return c.json({ id: made.messageId }, 201)
  })

  for (const [path, change] of [
    ['close', closeTicket],
    ['reopen', reopenTicket],
  ] as const)
    routes.post(`/portal/api/tickets/:id/${path}`, async (c) => {
      await inTransaction(p, c.get('actor'), async (ctx) => {
        const own = await proveOwn(ctx, walled, c.get('reader'), { ticketId: c.req.param('id') })
        await change(ctx, desk, { ticketId: own!.id, reason: 'its reader opened it' })
      })
      return c.body(null, 204)
    })

  routes.put('/portal/api/tickets/:id/rating', async (c) => {
    const { rating, comment } = await readBody(c, opinion)
    await inTransaction(p, c.get('actor'), async (ctx) => {
      const own = await proveOwn(ctx, walled, c.get('reader'), { ticketId: c.req.param('id') })
      await rateTicket(ctx, desk, { ticketId: own!.id, rating, comment })
    })
    return c.body(null, 204)
  })

  routes.post('/portal/api/attachments', async (c) => {
    const upload = await receiveUpload(c as unknown as Context<HttpEnv>)
    return c.json(await saveAttachment(p, desk, { ...upload, uploadedBy: uploaderOf(c.get('reader')) }), 201)
  })

  // The file itself is served where no cookie of the portal goes.
  routes.get('/portal/api/tickets/:id/attachments/:file', async (c) => {
    const { id, file } = c.req.param()
    const reader = c.get('reader')
    const link = await asReader(walled, reader, async (ctx) => {
      const { messages } = await ownTicket(ctx, reader, id)
      const isThere = messages.some(({ attachments }) => attachments.some((one) => one.id === file))
      return isThere ? attachmentLink(desk, { id: file, now: ctx.now }) : null
    })
    if (link === null) throw new AppError('attachment_not_found', 404, 'This question has no such file.')
    const inline = c.req.query('inline') === '1' ? '?inline=1' : ''
    return c.redirect(new URL(link).pathname + inline, 302)
  })
  return routes
}

/** Who asks, for which of their customers; with several and none named it is theirs alone until staff say. */
function requesterOf(reader: Reader, customerId: string | null) {
  const { contacts, email } = reader
  const contact =
    contacts.find((one) => one.customerId === customerId) ?? (contacts.length === 1 ? contacts[0] : undefined)
  return {
    name: contact?.name ?? nameOfReader(reader),
    email,
    customerId: contact?.customerId ?? null,
    contactId: contact?.contactId ?? null,
  }
}

/** What is sent twice is one; without a key of the browser's each is its own. */
function keyOf(c: Context<ReaderEnv>): string {
  return `portal/${c.get('reader').id}/${c.req.header('idempotency-key') ?? c.get('requestId')}`
}
