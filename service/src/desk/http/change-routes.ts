import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import {
  type Actor,
  type Ctx,
  createRoutes,
  type HttpEnv,
  inTransaction,
  json,
  jsonBody,
  type Platform,
  problems,
} from '@tractops/platform'
import { requireRole } from '../../accounts/index.ts'
import { shown } from '../../notation/index.ts'
import type { Desk } from '../desk.ts'
import { staffTicket } from '../read/staff-ticket.ts'
import { assignTicket } from '../tickets/assign-ticket.ts'
import { classifyTicket } from '../tickets/classify-ticket.ts'
import { closeTicket, reopenTicket } from '../tickets/close-ticket.ts'
import { linkTicket, unlinkTicket } from '../tickets/link-ticket.ts'
import { markSpam } from '../tickets/mark-spam.ts'
import { mergeTickets } from '../tickets/merge-tickets.ts'
import { snoozeTicket } from '../tickets/snooze-ticket.ts'
import { tagTicket } from '../tickets/tag-ticket.ts'
import { idIn } from './fields.ts'
import {
  assignInput,
  classifyInput,
  linkInput,
  mergeInput,
  reopenInput,
  snoozeInput,
  spamInput,
  tagsInput,
  ticketSchema,
} from './schemas.ts'
import { ticketParams } from './ticket-routes.ts'

/** A change of a ticket by a POST below it, which is answered with the ticket as it is then. */
const changing = <P extends string, S extends z.ZodType>(path: P, summary: string, input: S) =>
  createRoute({
    method: 'post',
    path: `/api/v1/tickets/{id}/${path}` as const,
    summary,
    security: [{ key: [] }],
    middleware: requireRole('agent'),
    request: { params: ticketParams, body: jsonBody(input) },
    responses: { 200: json(ticketSchema, 'The ticket as it is now.'), ...problems(400, 401, 403, 404, 409) },
  })

const nothing = z.strictObject({})
const classify = changing('classify', 'Say how severe it is; a lower severity needs a reason', classifyInput)
const assign = changing('assign', 'Give it to somebody, to a team, or to nobody', assignInput)
const tags = changing('tags', 'Add tags and take some away', tagsInput)
const link = changing('links', 'Put it beside an incident or another ticket', linkInput)
const merge = changing('merge', 'Take another ticket of the same customer into this one', mergeInput)
const snooze = changing('snooze', 'Put it aside; the clock goes on', snoozeInput)
const close = changing('close', 'Close it; this is no answer', nothing)
const reopen = changing('reopen', 'Open it again; it is no spam then', reopenInput)
const spam = changing('spam', 'Close it as spam, with a reason; its clock goes on', spamInput)

const unlink = createRoute({
  method: 'delete',
  path: '/api/v1/tickets/{id}/links/{kind}/{targetId}',
  summary: 'Take an incident or another ticket from beside it',
  security: [{ key: [] }],
  middleware: requireRole('agent'),
  request: {
    params: ticketParams.extend({ kind: z.enum(['incident', 'ticket']), targetId: idIn('inc_0b2f…') }),
  },
  responses: { 200: json(ticketSchema, 'The ticket as it is now.'), ...problems(400, 401, 403, 404, 409) },
})

/** What agents do with a ticket beside answering it. */
export function changeRoutes(p: Pick<Platform, 'db' | 'clock'>, desk: Desk): OpenAPIHono<HttpEnv> {
  const routes = createRoutes()
  const done = (actor: Actor, id: string, work: (ctx: Ctx) => Promise<void>) =>
    inTransaction(p, actor, async (ctx) => {
      await work(ctx)
      return shown(await staffTicket(ctx, desk, id))
    })
  const on = (id: string) => ({ ticketId: id })
  routes.openapi(classify, async (c) => {
    const { id } = c.req.valid('param')
    const input = { ...on(id), ...c.req.valid('json') }
    return c.json(await done(c.get('actor'), id, (ctx) => classifyTicket(ctx, desk, input)), 200)
  })
  routes.openapi(assign, async (c) => {
    const { id } = c.req.valid('param')
    const input = { ...on(id), ...c.req.valid('json') }
    return c.json(await done(c.get('actor'), id, (ctx) => assignTicket(ctx, desk, input)), 200)
  })
  routes.openapi(tags, async (c) => {
    const { id } = c.req.valid('param')
    const input = { ...on(id), ...c.req.valid('json') }
    return c.json(await done(c.get('actor'), id, (ctx) => tagTicket(ctx, desk, input)), 200)
  })
  routes.openapi(link, async (c) => {
    const { id } = c.req.valid('param')
    const input = { ...on(id), ...c.req.valid('json') }
    return c.json(await done(c.get('actor'), id, (ctx) => linkTicket(ctx, desk, input)), 200)
  })
  routes.openapi(unlink, async (c) => {
    const { id, kind, targetId } = c.req.valid('param')
    const input = { ...on(id), kind, targetId }
    return c.json(await done(c.get('actor'), id, (ctx) => unlinkTicket(ctx, desk, input)), 200)
  })
  routes.openapi(merge, async (c) => {
    const { id } = c.req.valid('param')
    const input = { ...on(id), ...c.req.valid('json') }
    return c.json(await done(c.get('actor'), id, (ctx) => mergeTickets(ctx, desk, input)), 200)
  })
  routes.openapi(snooze, async (c) => {
    const { id } = c.req.valid('param')
    const input = { ...on(id), ...c.req.valid('json') }
    return c.json(await done(c.get('actor'), id, (ctx) => snoozeTicket(ctx, desk, input)), 200)
  })
  routes.openapi(close, async (c) => {
    const { id } = c.req.valid('param')
    return c.json(await done(c.get('actor'), id, (ctx) => closeTicket(ctx, desk, on(id))), 200)
  })
  routes.openapi(reopen, async (c) => {
    const { id } = c.req.valid('param')
    const input = { ...on(id), ...c.req.valid('json') }
    return c.json(await done(c.get('actor'), id, (ctx) => reopenTicket(ctx, desk, input)), 200)
  })
  routes.openapi(spam, async (c) => {
    const { id } = c.req.valid('param')
    const input = { ...on(id), ...c.req.valid('json') }
    return c.json(await done(c.get('actor'), id, (ctx) => markSpam(ctx, desk, input)), 200)
  })
  return routes
}
