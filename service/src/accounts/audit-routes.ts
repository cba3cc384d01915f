import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import {
  createRoutes,
  cursorValues,
  type HttpEnv,
  inTransaction,
  json,
  listAudit,
  type Platform,
  pageFrom,
  pageOf,
  pageQuery,
  problems,
  verifyAuditChain,
} from '@tractops/platform'
import { requireRole } from './require-role.ts'
import { auditSchema, verdictSchema } from './schemas.ts'

const security = [{ key: [] }, { session: [] }]
const middleware = requireRole('lead')
const filter = z.string().min(1).max(200).optional()

const getAudit = createRoute({
  method: 'get',
  path: '/api/v1/audit',
  summary: 'What was changed, by whom and when, newest first',
  security,
  middleware,
  request: {
    query: z.object({
      ...pageQuery,
      subject: filter.openapi({ description: 'The id of what it was about.' }),
      actor: filter.openapi({ description: 'The id of who did it; for the system, its name.' }),
      action: filter.openapi({ description: 'An action, or its beginning with a star.', example: 'key.*' }),
    }),
  },
  responses: { 200: json(pageOf(auditSchema), 'A page of entries.'), ...problems(400, 401, 403) },
})

const getVerdict = createRoute({
  method: 'get',
  path: '/api/v1/audit/verify',
  summary: 'Walk the whole chain and say whether it stands',
  security,
  middleware,
  responses: { 200: json(verdictSchema, 'The verdict.'), ...problems(401, 403) },
})

/** `/api/v1/audit…`: the audit chain, for leads. */
export function auditRoutes(p: Pick<Platform, 'db' | 'clock'>): OpenAPIHono<HttpEnv> {
  const routes = createRoutes()
  routes.openapi(getAudit, async (c) => {
    const { cursor, limit, ...filters } = c.req.valid('query')
    const before = cursorValues(cursor, ['number'])?.[0] as number | undefined
    const rows = await inTransaction(p, c.get('actor'), (ctx) =>
      listAudit(ctx, { ...filters, before, limit: limit + 1 }),
    )
    const page = pageFrom(rows, limit, ({ seq }) => [seq])
    const items = page.items.map(({ seq, at, actor, action, subject, detail, hash }) => ({
      seq,
      at: String(at),
      actor,
      action,
      subject,
      detail,
      hash,
    }))
    return c.json({ items, next: page.next }, 200)
  })
  routes.openapi(getVerdict, async (c) =>
    c.json(await inTransaction(p, c.get('actor'), verifyAuditChain), 200),
  )
  return routes
}
