import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import {
  type Ctx,
  createRoutes,
  type HttpEnv,
  inTransaction,
  json,
  jsonBody,
  type Platform,
  problems,
  type Role,
} from '@tractops/platform'
import { formatInstant, type Policy } from '@tractops/sla'
import { requireRole } from '../../accounts/index.ts'
import {
  type CannedReply,
  changeReply,
  listReplies,
  makeReply,
  removeReply,
  replyFor,
} from './canned-replies.ts'
import { VARIABLES } from './fill-in.ts'
import * as schema from './schemas.ts'
import { changeTeam, listTeams, makeTeam, removeTeam } from './teams.ts'
import { changeView, listViews, makeView, removeView, type SavedView } from './views.ts'

const params = z.object({ id: z.string().max(60) })
const done = { 204: { description: 'Done.' }, ...problems(401, 403, 404, 409) }
const guarded = (role: Role) => ({ security: [{ key: [] }], middleware: requireRole(role) })
const all = <S extends z.ZodType>(item: S) => json(z.object({ items: z.array(item) }), 'All there are.')

/** The four routes of a kind of thing that is kept: who may read it, who may write it. */
function routesOf<S extends z.ZodType, I extends z.ZodType, C extends z.ZodType>(
  path: string,
  what: string,
  writes: Role,
  { whole, input, change }: { whole: S; input: I; change: C },
) {
  const one = `${path}/{id}` as const
  return {
    list: createRoute({
      ...guarded('viewer'),
      ...{ method: 'get' as const, path, summary: `All ${what}` },
      responses: { 200: all(whole), ...problems(401, 403) },
    }),
    make: createRoute({
      ...guarded(writes),
      ...{ method: 'post' as const, path, summary: `Add to ${what}` },
      request: { body: jsonBody(input) },
      responses: { 201: json(whole, 'What was made.'), ...problems(400, 401, 403, 409) },
    }),
    change: createRoute({
      ...guarded(writes),
      ...{ method: 'patch' as const, path: one, summary: `Change one of ${what}` },
      request: { params, body: jsonBody(change) },
      responses: { 200: json(whole, 'As it is now.'), ...problems(400, 401, 403, 404, 409) },
    }),
    remove: createRoute({
      ...guarded(writes),
      ...{ method: 'delete' as const, path: one, summary: `Remove one of ${what}` },
      request: { params },
      responses: done,
    }),
  }
}

const view = routesOf('/api/v1/views', 'views of the queue, one’s own and everybody’s', 'agent', {
  ...{ whole: schema.viewSchema, input: schema.viewInput, change: schema.viewChange },
})
const reply = routesOf('/api/v1/canned-replies', 'canned replies', 'agent', {
  ...{ whole: schema.replySchema, input: schema.replyInput, change: schema.replyChange },
})
const team = routesOf('/api/v1/teams', 'teams', 'lead', {
  ...{ whole: schema.teamSchema, input: schema.teamInput, change: schema.teamChange },
})
const filled = createRoute({
  ...guarded('viewer'),
  method: 'get',
  path: '/api/v1/canned-replies/{id}/filled',
  summary: 'A canned reply as it reads in a ticket, its variables replaced',
  request: { params, query: z.object({ ticket: z.string().max(60) }) },
  responses: { 200: json(schema.filledSchema, 'The text.'), ...problems(400, 401, 403, 404) },
})
const variables = createRoute({
  ...guarded('viewer'),
  method: 'get',
  path: '/api/v1/canned-reply-variables',
  summary: 'What canned replies may name',
  responses: { 200: all(schema.variablesSchema.element), ...problems(401, 403) },
})

/** Views, canned replies and teams, for staff. */
export function savedRoutes(
  p: Pick<Platform, 'db' | 'clock'>,
  desk: { policies: readonly Policy[] },
): OpenAPIHono<HttpEnv> {
  const routes = createRoutes()
  const doing = <T>(actor: Ctx['actor'], work: (ctx: Ctx) => Promise<T>) => inTransaction(p, actor, work)

  routes.openapi(view.list, async (c) =>
    c.json({ items: (await doing(c.get('actor'), listViews)).map(viewJson) }, 200),
  )
  routes.openapi(view.make, async (c) => {
    const input = c.req.valid('json')
    return c.json(viewJson(await doing(c.get('actor'), (ctx) => makeView(ctx, input, c.get('role')))), 201)
  })
  routes.openapi(view.change, async (c) => {
    const input = { ...c.req.valid('json'), ...c.req.valid('param') }
    return c.json(viewJson(await doing(c.get('actor'), (ctx) => changeView(ctx, input, c.get('role')))), 200)
  })
  routes.openapi(view.remove, async (c) => {
    await doing(c.get('actor'), (ctx) => removeView(ctx, c.req.valid('param'), c.get('role')))
    return c.body(null, 204)
  })

  routes.openapi(reply.list, async (c) =>
    c.json({ items: (await doing(c.get('actor'), listReplies)).map(replyJson) }, 200),
  )
  routes.openapi(reply.make, async (c) => {
    const input = c.req.valid('json')
    return c.json(replyJson(await doing(c.get('actor'), (ctx) => makeReply(ctx, input))), 201)
  })
  routes.openapi(reply.change, async (c) => {
    const input = { ...c.req.valid('json'), ...c.req.valid('param') }
    return c.json(replyJson(await doing(c.get('actor'), (ctx) => changeReply(ctx, input))), 200)
  })
  routes.openapi(reply.remove, async (c) => {
    await doing(c.get('actor'), (ctx) => removeReply(ctx, c.req.valid('param')))
    return c.body(null, 204)
  })
  routes.openapi(filled, async (c) => {
    const asked = { id: c.req.valid('param').id, ticketId: c.req.valid('query').ticket }
    return c.json(await doing(c.get('actor'), (ctx) => replyFor(ctx, desk, asked)), 200)
  })
  routes.openapi(variables, (c) =>
    c.json({ items: Object.entries(VARIABLES).map(([name, means]) => ({ name, means })) }, 200),
  )

  routes.openapi(team.list, async (c) => c.json({ items: await doing(c.get('actor'), listTeams) }, 200))
  routes.openapi(team.make, async (c) => {
    const input = c.req.valid('json')
    return c.json(await doing(c.get('actor'), (ctx) => makeTeam(ctx, input)), 201)
  })
  routes.openapi(team.change, async (c) => {
    const { id } = c.req.valid('param')
    const input = c.req.valid('json')
    return c.json(await doing(c.get('actor'), (ctx) => changeTeam(ctx, id, input)), 200)
  })
  routes.openapi(team.remove, async (c) => {
    await doing(c.get('actor'), (ctx) => removeTeam(ctx, c.req.valid('param').id))
    return c.body(null, 204)
  })
  return routes
}

const viewJson = ({ id, name, ownerId, filter, createdAt }: SavedView) => ({
  id,
  name,
  shared: ownerId === null,
  filter: filter as Record<string, string>,
  createdAt: formatInstant(createdAt),
})

const replyJson = ({ id, title, text, changedAt }: CannedReply) => ({
  id,
  title,
  text,
  changedAt: formatInstant(changedAt),
})
