import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import {
  type Actor,
  createRoutes,
  cursorValues,
  type HttpEnv,
  inTransaction,
  json,
  type Platform,
  pageFrom,
  pageQuery,
  problems,
} from '@tractops/platform'
import { requireRole } from '../../accounts/index.ts'
import { countViews } from './count-views.ts'
import { filterFields } from './filter.ts'
import { listTickets, type QueuePlace } from './list-tickets.ts'
import { countsSchema, searchSchema, ticketListSchema } from './schemas.ts'
import { searchTickets } from './search/search-tickets.ts'
import { STANDARD_VIEWS } from './standard-views.ts'
import { ticketLines } from './ticket-lines.ts'

const guarded = { security: [{ key: [] }], middleware: requireRole('viewer') }

const list = createRoute({
  ...guarded,
  method: 'get',
  path: '/api/v1/tickets',
  summary: 'The queue: what breaches next first, then what was answered',
  request: { query: z.object({ ...pageQuery, ...filterFields }) },
  responses: { 200: json(ticketListSchema, 'A page.'), ...problems(400, 401, 403) },
})
const counts = createRoute({
  ...guarded,
  method: 'get',
  path: '/api/v1/tickets/counts',
  summary: 'The views that everybody has, and how many tickets each shows',
  responses: { 200: json(countsSchema, 'The views.'), ...problems(401, 403) },
})
const { text: _text, order: _order, ...searchFilter } = filterFields
const search = createRoute({
  ...guarded,
  method: 'get',
  path: '/api/v1/tickets/search',
  summary:
    'Tickets by words in messages and subjects, by number, and by names and addresses, mistyped or not',
  request: { query: z.object({ ...pageQuery, ...searchFilter, q: z.string().trim().min(1).max(200) }) },
  responses: { 200: json(searchSchema, 'The best of what matches.'), ...problems(400, 401, 403) },
})

/** Reading the queue, for staff. Mount it before the routes of one ticket, as `search` is no id. */
export function queueRoutes(p: Pick<Platform, 'db' | 'clock'>): OpenAPIHono<HttpEnv> {
  const routes = createRoutes()
  routes.openapi(list, async (c) => {
    const { cursor, limit, ...filter } = c.req.valid('query')
    const after = cursorValues(cursor, ['number', 'number', 'string']) as QueuePlace | null
    const me = idOf(c.get('actor'))
    const answer = await inTransaction(p, c.get('actor'), async (ctx) => {
      const found = await listTickets(ctx, filter, { after, limit: limit + 1, me })
      const { items, next } = pageFrom(found, limit, ({ place }) => place)
      return {
        items: await ticketLines(
          ctx,
          items.map(({ row }) => row),
        ),
        next,
      }
    })
    return c.json(answer, 200)
  })
  routes.openapi(counts, async (c) => {
    const found = await inTransaction(p, c.get('actor'), (ctx) =>
      countViews(ctx, { me: idOf(c.get('actor')) }),
    )
    return c.json({ views: STANDARD_VIEWS.map((view) => ({ ...view, count: found[view.key] })) }, 200)
  })
  routes.openapi(search, async (c) => {
    const { cursor, limit, q, ...filter } = c.req.valid('query')
    const [after = 0] = (cursorValues(cursor, ['number']) ?? []) as number[]
    const me = idOf(c.get('actor'))
    const answer = await inTransaction(p, c.get('actor'), async (ctx) => {
      const { items, more, bounded } = await searchTickets(ctx, { text: q, filter, after, limit, me })
      const lines = await ticketLines(
        ctx,
        items.map(({ row }) => row),
      )
      const found = items.map(({ match: { where, messageId }, snippet }, i) => {
        return { ticket: lines[i]!, where, messageId, snippet }
      })
      const next = more ? Buffer.from(JSON.stringify([after + limit])).toString('base64url') : null
      return { items: found, next, bounded }
    })
    return c.json(answer, 200)
  })
  return routes
}

const idOf = (actor: Actor): string | null => ('id' in actor ? actor.id : null)
