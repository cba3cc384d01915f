import { AppError, type Ctx, inTransaction, type LimitPolicy, type Platform } from '@tractops/platform'
import { policyAt } from '@tractops/sla'
import { Hono } from 'hono'
import {
  addCustomerMessage,
  attachFiles,
  attachmentLink,
  type Desk,
  lastPublicMessages,
  type ReaderMessage,
  type ReaderTicket,
  ticketForReader,
  ticketsForReader,
} from '../../desk/index.ts'
import { askQuestion, uploaderOf } from '../ask-question.ts'
import type { WidgetReader } from '../reader/reader.ts'
import { adding, asking } from './bodies.ts'
import { timeLeft } from './now.ts'
import { keyOf, limit, nameIn, readBody, requireWidgetReader, type WidgetEnv } from './widget-env.ts'

const reading: LimitPolicy = { name: 'widget-reader', quota: 240, windowMs: 60_000 }
const questions: LimitPolicy = { name: 'widget-ask', quota: 10, windowMs: 3_600_000 }
const messages: LimitPolicy = { name: 'widget-message', quota: 60, windowMs: 3_600_000 }
const MOST_TICKETS = 30

/** A reader's own questions: asked, listed, read, and gone on with. */
export function readerRoutes(p: Platform, desk: Desk): Hono<WidgetEnv> {
  const doing = <T>(c: { get(key: 'actor'): Ctx['actor'] }, work: (ctx: Ctx) => Promise<T>) =>
    inTransaction(p, c.get('actor'), work)
  const guard = requireWidgetReader()
  return new Hono<WidgetEnv>()
    .get('/widget/api/tickets', guard, async (c) => {
      limit(c, c.get('widgetReader').email, reading)
      return c.json({ items: await doing(c, (ctx) => listOwn(ctx, c.get('widgetReader'))) })
    })
    .post('/widget/api/tickets', guard, async (c) => {
      const reader = c.get('widgetReader')
      limit(c, reader.email, questions)
      const idempotencyKey = `widget/${reader.email}/${keyOf(c)}`
      const asked = await readBody(c, asking)
      const { id, number } = await doing(c, (ctx) =>
        askQuestion(ctx, desk, reader, { ...asked, idempotencyKey }),
      )
      return c.json({ id, number }, 201)
    })
    .get('/widget/api/tickets/:id', guard, async (c) => {
      limit(c, c.get('widgetReader').email, reading)
      return c.json(await doing(c, (ctx) => readOwn(ctx, desk, c.get('widgetReader'), nameIn(c))))
    })
    .post('/widget/api/tickets/:id/messages', guard, async (c) => {
      const { email, name } = c.get('widgetReader')
      limit(c, email, messages)
      const idempotencyKey = `widget/${email}/${keyOf(c)}`
      const { text, attachments, draft } = await readBody(c, adding)
      const messageId = await doing(c, async (ctx) => {
        const ticket = await ownTicket(ctx, c.get('widgetReader'), nameIn(c))
        const added = await addCustomerMessage(ctx, desk, {
          ...{ ticketId: ticket.id, author: { name, email }, text, channel: 'widget', receivedAt: ctx.now },
          ...{ attachments: [], idempotencyKey, automatic: false },
        })
        const uploaded = { ids: attachments, messageId: added.messageId, uploadedBy: uploaderOf(draft) }
        if (added.fresh) await attachFiles(ctx, uploaded)
        return added.messageId
      })
      return c.json({ messageId }, 201)
    })
}

async function listOwn(ctx: Ctx, { email }: WidgetReader) {
  const { items } = await ticketsForReader(ctx, { reader: { email }, limit: MOST_TICKETS })
  const last = await lastPublicMessages(
    ctx,
    items.map(({ id }) => id),
  )
  return items.map((ticket) => summary(ticket, last.get(ticket.id)))
}

async function readOwn(ctx: Ctx, desk: Desk, reader: WidgetReader, id: string) {
  const ticket = await ownTicket(ctx, reader, id)
  const { policy } = policyAt(desk.policies, ticket.receivedAt)
  return {
    ...summary(ticket, ticket.messages.at(-1)),
    kept: ticket.kept,
    ...timeLeft(policy, ticket.severity, ctx.now, ticket.dueAt),
    messages: ticket.messages.map((message) => shown(message, desk, ctx.now)),
  }
}

async function ownTicket(ctx: Ctx, { email }: WidgetReader, ticketId: string) {
  const ticket = await ticketForReader(ctx, { ticketId, reader: { email } })
  if (ticket !== null) return ticket
  throw new AppError('ticket_unknown', 404, 'There is no such question of yours.')
}

function summary(
  { id, number, subject, status, dueAt, respondedAt, receivedAt }: ReaderTicket,
  last: { at: Temporal.Instant; author: string } | undefined,
) {
  return {
    ...{ id, number, subject, status, dueAt: String(dueAt) },
    respondedAt: respondedAt && String(respondedAt),
    lastAt: String(last?.at ?? receivedAt),
    lastByStaff: last?.author === 'staff',
  }
}

/** Of staff their Markdown as HTML; of others the text, as nothing that came from outside is markup here. */
function shown(message: ReaderMessage, desk: Desk, now: Temporal.Instant) {
  const { id, at, author, authorName, text, html, attachments } = message
  return {
    ...{ id, at: String(at), by: author, name: authorName, text, html: author === 'staff' ? html : null },
    files: attachments.map(({ id, name, size }) => ({
      ...{ name, size, url: attachmentLink({ secretKey: desk.secretKey, url: '' }, { id, now }) },
    })),
  }
}
