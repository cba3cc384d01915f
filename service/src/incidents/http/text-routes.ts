import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import {
  createRoutes,
  type HttpEnv,
  inTransaction,
  json,
  jsonBody,
  type Platform,
  problems,
} from '@tractops/platform'
import type { Policy } from '@tractops/sla'
import { requireRole } from '../../accounts/index.ts'
import { previewText } from '../record/preview-text.ts'
import { changeTemplate, createTemplate, deleteTemplate, listTemplates } from '../templates/templates.ts'
import {
  newTemplateSchema,
  previewInput,
  previewSchema,
  templateChangeSchema,
  templateSchema,
} from './schemas.ts'

const security = [{ key: [] }]
const params = z.object({ id: z.string().max(60).openapi({ example: 'tpl_investigating' }) })
const one = json(templateSchema, 'The template.')

const preview = createRoute({
  method: 'post',
  path: '/api/v1/incidents/preview',
  summary: 'A text as it would stand in public; nothing is written',
  security,
  middleware: requireRole('agent'),
  request: { body: jsonBody(previewInput) },
  responses: {
    200: json(previewSchema, 'The text, filled in, and as HTML.'),
    ...problems(400, 401, 403, 404),
  },
})

const list = createRoute({
  method: 'get',
  path: '/api/v1/incident-templates',
  summary: 'Texts to begin from, by name',
  security,
  middleware: requireRole('viewer'),
  responses: {
    200: json(z.object({ items: z.array(templateSchema), next: z.null() }), 'All of them.'),
    ...problems(401, 403),
  },
})

const create = createRoute({
  method: 'post',
  path: '/api/v1/incident-templates',
  summary: 'Keep a text to begin from',
  security,
  middleware: requireRole('lead'),
  request: { body: jsonBody(newTemplateSchema) },
  responses: { 201: one, ...problems(400, 401, 403) },
})

const change = createRoute({
  method: 'patch',
  path: '/api/v1/incident-templates/{id}',
  summary: 'Change a template',
  security,
  middleware: requireRole('lead'),
  request: { params, body: jsonBody(templateChangeSchema) },
  responses: { 200: one, ...problems(400, 401, 403, 404) },
})

const remove = createRoute({
  method: 'delete',
  path: '/api/v1/incident-templates/{id}',
  summary: 'Take a template away',
  security,
  middleware: requireRole('lead'),
  request: { params },
  responses: { 204: { description: 'It is gone.' }, ...problems(401, 403, 404) },
})

/** Templates, changed by leads, and the preview of a text. */
export function textRoutes(
  p: Pick<Platform, 'db' | 'clock'>,
  { policies }: { policies: readonly Policy[] },
): OpenAPIHono<HttpEnv> {
  const routes = createRoutes()
  routes.openapi(preview, async (c) => {
    const input = { ...c.req.valid('json'), policies }
    return c.json(await inTransaction(p, c.get('actor'), (ctx) => previewText(ctx, input)), 200)
  })
  routes.openapi(list, async (c) =>
    c.json({ items: await inTransaction(p, c.get('actor'), listTemplates), next: null }, 200),
  )
  routes.openapi(create, async (c) => {
    const input = c.req.valid('json')
    return c.json(await inTransaction(p, c.get('actor'), (ctx) => createTemplate(ctx, input)), 201)
  })
  routes.openapi(change, async (c) => {
    const { id } = c.req.valid('param')
    const input = c.req.valid('json')
    return c.json(await inTransaction(p, c.get('actor'), (ctx) => changeTemplate(ctx, id, input)), 200)
  })
  routes.openapi(remove, async (c) => {
    await inTransaction(p, c.get('actor'), (ctx) => deleteTemplate(ctx, c.req.valid('param').id))
    return c.body(null, 204)
  })
  return routes
}
