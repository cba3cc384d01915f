import { randomUUID } from 'node:crypto'
import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import {
  type Actor,
  AppError,
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
import { findCustomer } from '../../billing/index.ts'
import { shown } from '../../notation/index.ts'
import type { Desk } from '../desk.ts'
import { replyToTicket } from '../messages/reply-to-ticket.ts'
import { staffTicket } from '../read/staff-ticket.ts'
import { changeCustomer } from '../tickets/change-customer.ts'
import { changeSubject } from '../tickets/change-subject.ts'
import { openTicket } from '../tickets/open-ticket.ts'
import { idIn } from './fields.ts'
import { newTicketInput, replyInput, ticketChangeInput, ticketSchema } from './schemas.ts'

const agent = { security: [{ key: [] }], middleware: requireRole('agent') }
export const ticketParams = z.object({ id: idIn('tkt_0b2f…') })
const whole = json(ticketSchema, 'The ticket as it is now.')

const get = createRoute({
  method: 'get',
  path: '/api/v1/tickets/{id}',
  summary: 'One ticket: its messages, all that happened, its clock, and the customer beside it',
  security: [{ key: [] }],
  middleware: requireRole('viewer'),
  request: { params: ticketParams },
  responses: { 200: whole, ...problems(401, 403, 404) },
})

const open = createRoute({
  ...agent,
  method: 'post',
  path: '/api/v1/tickets',
  summary: 'Open a ticket for somebody who asked in another way',
  request: { body: jsonBody(newTicketInput) },
  responses: { 201: whole, ...problems(400, 401, 403, 409) },
})

const reply = createRoute({
  ...agent,
  method: 'post',
  path: '/api/v1/tickets/{id}/messages',
  summary: 'Answer a ticket, or write a note for staff',
  description:
    'An answer goes out as mail, and is the first response once its transport has accepted it; one that is written with a key is no person’s answer.',
  request: { params: ticketParams, body: jsonBody(replyInput) },
  responses: { 201: whole, ...problems(400, 401, 403, 404, 409) },
})

const change = createRoute({
  ...agent,
  method: 'patch',
  path: '/api/v1/tickets/{id}',
  summary: 'Change subject, customer, or who is answered',
  request: { params: ticketParams, body: jsonBody(ticketChangeInput) },
  responses: { 200: whole, ...problems(400, 401, 403, 404, 409) },
})

/** One ticket: read by viewers, opened, answered and changed by agents. */
export function ticketRoutes(p: Pick<Platform, 'db' | 'clock'>, desk: Desk): OpenAPIHono<HttpEnv> {
  const routes = createRoutes()
  const answering = (actor: Actor, work: (ctx: Ctx) => Promise<string>) =>
    inTransaction(p, actor, async (ctx) => shown(await staffTicket(ctx, desk, await work(ctx))))
  routes.openapi(get, async (c) =>
    c.json(await answering(c.get('actor'), async () => c.req.valid('param').id), 200),
  )
  routes.openapi(open, async (c) => {
    const actor = c.get('actor')
    const { requester, ...input } = c.req.valid('json')
    const idempotencyKey = keyOf(actor, c.req.header('idempotency-key'))
    const made = await answering(actor, async (ctx) => {
      await mustKnow(ctx, requester.customerId)
      const channel = actor.kind === 'key' ? 'api' : 'console'
      const about = { channel, receivedAt: ctx.now, idempotencyKey, automatic: false } as const
      return (await openTicket(ctx, desk, { ...input, ...about, requester })).id
    })
    return c.json(made, 201)
  })
  routes.openapi(reply, async (c) => {
    const actor = c.get('actor')
    const { id: ticketId } = c.req.valid('param')
    const idempotencyKey = keyOf(actor, c.req.header('idempotency-key'))
    const input = { ...c.req.valid('json'), ticketId, idempotencyKey }
    const made = await answering(actor, async (ctx) => (await replyToTicket(ctx, desk, input)).ticketId)
    return c.json(made, 201)
  })
  routes.openapi(change, async (c) => {
    const { id: ticketId } = c.req.valid('param')
    const { subject, ...whose } = c.req.valid('json')
    const changed = await answering(c.get('actor'), async (ctx) => {
      if (subject !== undefined) await changeSubject(ctx, desk, { ticketId, subject })
      if (Object.keys(whose).length > 0) await changeCustomer(ctx, desk, { ticketId, ...whose })
      return ticketId
    })
    return c.json(changed, 200)
  })
  return routes
}

async function mustKnow(ctx: Ctx, customerId: string | undefined): Promise<void> {
  if (customerId === undefined || (await findCustomer(ctx, customerId)) !== null) return
  const message = `There is no customer ${customerId}; /api/v1/customers lists them. Nothing was opened.`
  throw new AppError('customer_not_found', 400, message, { path: 'json.requester.customerId' })
}

/** The same request of the same caller is the same message, also where its first answer was lost with the process. */
const keyOf = (actor: Actor, given: string | undefined): string =>
  `api/${'id' in actor ? actor.id : actor.name}/${given ?? randomUUID()}`
