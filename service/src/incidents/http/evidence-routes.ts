import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import {
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
import { declareForceMajeure } from '../majeure/declare-force-majeure.ts'
import { listDeclarations } from '../majeure/list-declarations.ts'
import { withdrawForceMajeure } from '../majeure/withdraw-force-majeure.ts'
import { listSettlements } from '../settle/list-settlements.ts'
import { settleGap } from '../settle/settle-gap.ts'
import {
  declarationSchema,
  newDeclarationSchema,
  newSettlementSchema,
  settlementSchema,
  withdrawalInput,
} from './schemas.ts'

const security = [{ key: [] }]
const made = json(z.object({ id: z.string() }), 'It is made.')

const declarations = createRoute({
  method: 'get',
  path: '/api/v1/force-majeure',
  summary: 'Declarations of force majeure, withdrawn ones too',
  security,
  middleware: requireRole('viewer'),
  responses: {
    200: json(z.object({ items: z.array(declarationSchema), next: z.null() }), 'All of them.'),
    ...problems(401, 403),
  },
})

const declare = createRoute({
  method: 'post',
  path: '/api/v1/force-majeure',
  summary: 'Declare force majeure, signed by a named officer, and publish it',
  security,
  middleware: requireRole('admin'),
  request: { body: jsonBody(newDeclarationSchema) },
  responses: { 201: made, ...problems(400, 401, 403) },
})

const withdraw = createRoute({
  method: 'delete',
  path: '/api/v1/force-majeure/{id}',
  summary: 'Withdraw a declaration; it stays to be read',
  security,
  middleware: requireRole('admin'),
  request: {
    params: z.object({ id: z.string().max(60).openapi({ example: 'fmj_0b2f…' }) }),
    body: jsonBody(withdrawalInput),
  },
  responses: { 204: { description: 'It excludes nothing any more.' }, ...problems(400, 401, 403, 404, 409) },
})

const settlements = createRoute({
  method: 'get',
  path: '/api/v1/gap-settlements',
  summary: 'What was settled of unmeasured time, corrected settlements too, the last one first',
  security,
  middleware: requireRole('viewer'),
  request: { query: z.object(pageQuery) },
  responses: { 200: json(pageOf(settlementSchema), 'A page.'), ...problems(400, 401, 403) },
})

const settle = createRoute({
  method: 'post',
  path: '/api/v1/gap-settlements',
  summary: 'Settle unmeasured time as up or as down, with a reason',
  security,
  middleware: requireRole('lead'),
  request: { body: jsonBody(newSettlementSchema) },
  responses: { 201: made, ...problems(400, 401, 403, 409) },
})

/** What people decide about the measure: force majeure by an officer who is an admin, settlements of gaps by leads. */
export function evidenceRoutes(
  p: Pick<Platform, 'db' | 'clock'>,
  { policies }: { policies: readonly Policy[] },
): OpenAPIHono<HttpEnv> {
  const routes = createRoutes()
  routes.openapi(declarations, async (c) => {
    const items = await inTransaction(p, c.get('actor'), listDeclarations)
    return c.json({ items: items.map(shown), next: null }, 200)
  })
  routes.openapi(declare, async (c) => {
    const input = { ...c.req.valid('json'), policies }
    return c.json(await inTransaction(p, c.get('actor'), (ctx) => declareForceMajeure(ctx, input)), 201)
  })
  routes.openapi(withdraw, async (c) => {
    const input = { ...c.req.valid('param'), ...c.req.valid('json') }
    await inTransaction(p, c.get('actor'), (ctx) => withdrawForceMajeure(ctx, input))
    return c.body(null, 204)
  })
  routes.openapi(settlements, async (c) => {
    const { cursor, limit } = c.req.valid('query')
    const [after = null] = (cursorValues(cursor, ['string']) ?? []) as string[]
    const rows = await inTransaction(p, c.get('actor'), (ctx) =>
      listSettlements(ctx, { after, limit: limit + 1 }),
    )
    const { items, next } = pageFrom(rows, limit, (row) => [row.id])
    return c.json({ items: items.map(shown), next }, 200)
  })
  routes.openapi(settle, async (c) => {
    const input = c.req.valid('json')
    return c.json(await inTransaction(p, c.get('actor'), (ctx) => settleGap(ctx, input)), 201)
  })
  return routes
}
