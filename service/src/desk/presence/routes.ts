import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
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
import { eq } from 'drizzle-orm'
import { requireRole } from '../../accounts/index.ts'
import { shown } from '../../notation/index.ts'
import { ticketUnknown } from '../hold.ts'
import { draftInput, draftSchema, presenceInput, presenceSchema } from '../http/schemas.ts'
import { ticketParams } from '../http/ticket-routes.ts'
import { ticket } from '../tables.ts'
import { draftOf, dropDraft, keepDraft } from './draft.ts'
import { othersPresent, saysGone, saysPresent } from './presence.ts'

const agent = { security: [{ key: [] }], middleware: requireRole('agent') }
const refusals = problems(400, 401, 403, 404)
const gone = { 204: { description: 'Done.' }, ...refusals }
const [presencePath, draftPath] = ['/api/v1/tickets/{id}/presence', '/api/v1/tickets/{id}/draft'] as const

const present = createRoute({
  method: 'get',
  path: presencePath,
  summary: 'Who else looks at a ticket, or types',
  security: [{ key: [] }],
  middleware: requireRole('viewer'),
  request: { params: ticketParams },
  responses: { 200: json(presenceSchema, 'Others.'), ...refusals },
})
const sayPresent = createRoute({
  ...agent,
  method: 'put',
  path: presencePath,
  summary: 'Say that you look at a ticket, or type; it holds for 30 s',
  request: { params: ticketParams, body: jsonBody(presenceInput) },
  responses: { 200: json(presenceSchema, 'Others.'), ...refusals },
})
const sayGone = createRoute({
  ...agent,
  method: 'delete',
  path: presencePath,
  summary: 'Say that you have left a ticket',
  request: { params: ticketParams },
  responses: gone,
})
const draft = createRoute({
  ...agent,
  method: 'get',
  path: draftPath,
  summary: 'What you have begun to write',
  request: { params: ticketParams },
  responses: { 200: json(draftSchema, 'Your draft.'), ...refusals },
})
const keep = createRoute({
  ...agent,
  method: 'put',
  path: draftPath,
  summary: 'Keep what you have begun to write; it goes when the answer is sent',
  request: { params: ticketParams, body: jsonBody(draftInput) },
  responses: { 200: json(draftSchema, 'Your draft.'), ...refusals },
})
const drop = createRoute({
  ...agent,
  method: 'delete',
  path: draftPath,
  summary: 'Drop what you have begun to write',
  request: { params: ticketParams },
  responses: gone,
})

/** Who is at a ticket, and what they have begun to write. */
export function presenceRoutes(p: Pick<Platform, 'db' | 'clock'>): OpenAPIHono<HttpEnv> {
  const routes = createRoutes()
  const at = <T>(
    actor: Actor,
    ticketId: string,
    work: (ctx: Ctx, whose: { ticketId: string; personId: string }) => Promise<T>,
  ) =>
    inTransaction(p, actor, async (ctx) => {
      await mustBe(ctx, ticketId)
      return work(ctx, { ticketId, personId: 'id' in actor ? actor.id : actor.name })
    })
  routes.openapi(present, async (c) => {
    const others = await at(c.get('actor'), c.req.valid('param').id, othersPresent)
    return c.json({ others: shown(others) }, 200)
  })
  routes.openapi(sayPresent, async (c) => {
    const actor = c.get('actor')
    const others = await at(actor, c.req.valid('param').id, async (ctx, whose) => {
      if (actor.kind !== 'person')
        throw new AppError('person_needed', 400, 'A program looks at nothing; only people are shown here.')
      await saysPresent(ctx, { ...whose, name: actor.name, ...c.req.valid('json') })
      return othersPresent(ctx, whose)
    })
    return c.json({ others: shown(others) }, 200)
  })
  routes.openapi(sayGone, async (c) => {
    await at(c.get('actor'), c.req.valid('param').id, saysGone)
    return c.body(null, 204)
  })
  routes.openapi(draft, async (c) =>
    c.json(shown(await at(c.get('actor'), c.req.valid('param').id, draftOf)), 200),
  )
  routes.openapi(keep, async (c) => {
    const kept = await at(c.get('actor'), c.req.valid('param').id, async (ctx, whose) => {
      await keepDraft(ctx, whose, c.req.valid('json'))
      return draftOf(ctx, whose)
    })
    return c.json(shown(kept), 200)
  })
  routes.openapi(drop, async (c) => {
    await at(c.get('actor'), c.req.valid('param').id, dropDraft)
    return c.body(null, 204)
  })
  return routes
}

async function mustBe({ tx }: Ctx, ticketId: string): Promise<void> {
  const [found] = await tx.select({ id: ticket.id }).from(ticket).where(eq(ticket.id, ticketId))
  if (found === undefined) throw ticketUnknown(ticketId, 'param.id')
}
