import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import {
  type Ctx,
  createRoutes,
  cursorValues,
  type HttpEnv,
  inTransaction,
  json,
  jsonBody,
  type Platform,
  pageFrom,
  pageOf,
  pageQuery,
  problems,
} from '@tractops/platform'
import type { Policy } from '@tractops/sla'
import { requireRole } from '../../accounts/index.ts'
import { shown } from '../../notation/index.ts'
import { listIncidents } from '../read/list-incidents.ts'
import { staffIncident } from '../read/staff-incident.ts'
import { changeIncident } from '../record/change-incident.ts'
import { createIncident } from '../record/create-incident.ts'
import { editUpdate } from '../record/edit-update.ts'
import { mergeIncidents } from '../record/merge-incidents.ts'
import { postUpdate } from '../record/post-update.ts'
import { publishPostmortem } from '../record/publish-postmortem.ts'
import { recordCause } from '../record/record-cause.ts'
import { incidentStates } from '../words.ts'
import {
  causeInput,
  incidentChangeSchema,
  incidentSchema,
  mergeInput,
  newIncidentSchema,
  newUpdateSchema,
  staffIncidentSchema,
  updateChangeSchema,
} from './schemas.ts'

const security = [{ key: [] }]
const id = z.string().max(60).openapi({ example: 'inc_0b2f…' })
const params = z.object({ id })
const whole = json(staffIncidentSchema, 'The incident as it is now.')

const list = createRoute({
  method: 'get',
  path: '/api/v1/incidents',
  summary: 'Incidents, the latest first',
  security,
  middleware: requireRole('viewer'),
  request: {
    query: z.object({
      ...pageQuery,
      state: z.enum(incidentStates).optional(),
      unresolved: z
        .enum(['true', 'false'])
        .optional()
        .openapi({ description: 'Those that are not over, or those that are.' }),
    }),
  },
  responses: { 200: json(pageOf(incidentSchema), 'A page.'), ...problems(400, 401, 403) },
})

const get = createRoute({
  method: 'get',
  path: '/api/v1/incidents/{id}',
  summary: 'An incident; one that was merged says into which',
  security,
  middleware: requireRole('viewer'),
  request: { params },
  responses: { 200: whole, ...problems(401, 403, 404) },
})

const create = createRoute({
  method: 'post',
  path: '/api/v1/incidents',
  summary: 'Open an incident',
  security,
  middleware: requireRole('agent'),
  request: { body: jsonBody(newIncidentSchema) },
  responses: { 201: json(staffIncidentSchema, 'The incident.'), ...problems(400, 401, 403) },
})

const change = createRoute({
  method: 'patch',
  path: '/api/v1/incidents/{id}',
  summary: 'Change title, impact, start or components of an incident',
  security,
  middleware: requireRole('agent'),
  request: { params, body: jsonBody(incidentChangeSchema) },
  responses: { 200: whole, ...problems(400, 401, 403, 404, 409) },
})

const update = createRoute({
  method: 'post',
  path: '/api/v1/incidents/{id}/updates',
  summary: 'Write an update, which may change the state',
  security,
  middleware: requireRole('agent'),
  request: { params, body: jsonBody(newUpdateSchema) },
  responses: { 201: whole, ...problems(400, 401, 403, 404, 409) },
})

const edit = createRoute({
  method: 'patch',
  path: '/api/v1/incidents/{id}/updates/{updateId}',
  summary: 'Change what an update says; the earlier text stays beside it',
  security,
  middleware: requireRole('agent'),
  request: {
    params: z.object({ id, updateId: z.string().max(60).openapi({ example: 'upd_0b2f…' }) }),
    body: jsonBody(updateChangeSchema),
  },
  responses: { 200: whole, ...problems(400, 401, 403, 404, 409) },
})

const cause = createRoute({
  method: 'put',
  path: '/api/v1/incidents/{id}/cause',
  summary: 'Record what caused it; an earlier record is kept',
  security,
  middleware: requireRole('lead'),
  request: { params, body: jsonBody(causeInput) },
  responses: { 200: whole, ...problems(400, 401, 403, 404, 409) },
})

const merge = createRoute({
  method: 'post',
  path: '/api/v1/incidents/{id}/merge',
  summary: 'Take another incident into this one',
  security,
  middleware: requireRole('lead'),
  request: { params, body: jsonBody(mergeInput) },
  responses: { 200: whole, ...problems(400, 401, 403, 404, 409) },
})

const postmortem = createRoute({
  method: 'put',
  path: '/api/v1/incidents/{id}/postmortem',
  summary: 'Publish the postmortem, or a new text of it',
  security,
  middleware: requireRole('lead'),
  request: { params, body: jsonBody(updateChangeSchema) },
  responses: { 200: whole, ...problems(400, 401, 403, 404, 409) },
})

/** Incidents: read by viewers, written by agents; causes, merges and postmortems by leads. */
export function incidentRoutes(
  p: Pick<Platform, 'db' | 'clock'>,
  { policies }: { policies: readonly Policy[] },
): OpenAPIHono<HttpEnv> {
  const routes = createRoutes()
  type Actor = HttpEnv['Variables']['actor']
  const reading = <T>(actor: Actor, read: (ctx: Ctx) => Promise<T>) => inTransaction(p, actor, read)
  /** Does the work and answers with the incident as it is afterwards. */
  const changing = (actor: Actor, incidentId: string, work: (ctx: Ctx) => Promise<unknown>) =>
    inTransaction(p, actor, async (ctx) => {
      await work(ctx)
      return shown(await staffIncident(ctx, incidentId))
    })
  routes.openapi(list, async (c) => {
    const { cursor, limit, state, unresolved } = c.req.valid('query')
    const [after = null] = (cursorValues(cursor, ['string']) ?? []) as string[]
    const filter = { state, unresolved: unresolved === undefined ? undefined : unresolved === 'true' }
    const rows = await reading(c.get('actor'), (ctx) =>
      listIncidents(ctx, { ...filter, after, limit: limit + 1 }),
    )
    const { items, next } = pageFrom(rows, limit, (row) => [row.id])
    return c.json({ items: items.map(shown), next }, 200)
  })
  routes.openapi(get, async (c) => {
    const found = await reading(c.get('actor'), (ctx) => staffIncident(ctx, c.req.valid('param').id))
    return c.json(shown(found), 200)
  })
  routes.openapi(create, async (c) => {
    const input = { ...c.req.valid('json'), policies }
    const made = await reading(c.get('actor'), async (ctx) =>
      staffIncident(ctx, (await createIncident(ctx, input)).id),
    )
    return c.json(shown(made), 201)
  })
  routes.openapi(change, async (c) => {
    const input = { incidentId: c.req.valid('param').id, ...c.req.valid('json') }
    return c.json(await changing(c.get('actor'), input.incidentId, (ctx) => changeIncident(ctx, input)), 200)
  })
  routes.openapi(update, async (c) => {
    const input = { incidentId: c.req.valid('param').id, ...c.req.valid('json'), policies }
    return c.json(await changing(c.get('actor'), input.incidentId, (ctx) => postUpdate(ctx, input)), 201)
  })
  routes.openapi(edit, async (c) => {
    const { id: incidentId, updateId } = c.req.valid('param')
    const input = { incidentId, updateId, ...c.req.valid('json') }
    return c.json(await changing(c.get('actor'), incidentId, (ctx) => editUpdate(ctx, input)), 200)
  })
  routes.openapi(cause, async (c) => {
    const input = { incidentId: c.req.valid('param').id, ...c.req.valid('json'), policies }
    return c.json(await changing(c.get('actor'), input.incidentId, (ctx) => recordCause(ctx, input)), 200)
  })
  routes.openapi(merge, async (c) => {
    const input = { incidentId: c.req.valid('param').id, ...c.req.valid('json') }
    return c.json(await changing(c.get('actor'), input.incidentId, (ctx) => mergeIncidents(ctx, input)), 200)
  })
  routes.openapi(postmortem, async (c) => {
    const input = { incidentId: c.req.valid('param').id, ...c.req.valid('json') }
    return c.json(
      await changing(c.get('actor'), input.incidentId, (ctx) => publishPostmortem(ctx, input)),
      200,
    )
  })
  return routes
}
