import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import { createRoutes, type HttpEnv, json, jsonBody, problems, renderMarkdown } from '@tractops/platform'
import { requireRole } from '../accounts/index.ts'

const postMarkdown = createRoute({
  method: 'post',
  path: '/api/v1/markdown',
  summary: 'Markdown as it will be shown; nothing is kept of it',
  security: [{ key: [] }, { session: [] }],
  middleware: requireRole('viewer'),
  request: { body: jsonBody(z.strictObject({ text: z.string().max(100_000) })) },
  responses: { 200: json(z.object({ html: z.string() }), 'Safe to show.'), ...problems(400, 401, 403) },
})

/** `POST /api/v1/markdown`: what somebody is writing, as its readers will see it. */
export function markdownRoutes(): OpenAPIHono<HttpEnv> {
  const routes = createRoutes()
  routes.openapi(postMarkdown, (c) => c.json({ html: renderMarkdown(c.req.valid('json').text) }, 200))
  return routes
}
