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
import { requireRole } from '../../../accounts/index.ts'
import { findMonitor } from '../../read/find-monitor.ts'
import { agentSchema } from '../wire.ts'
import { createAgent } from './create-agent.ts'
import { listAgents } from './list-agents.ts'
import { observedNow } from './observed-now.ts'
import { revokeAgent } from './revoke-agent.ts'

const getAgents = createRoute({
  method: 'get',
  path: '/api/v1/agents',
  summary: 'The probe agents, what each last told of itself, and what was refused of it',
  security: [{ key: [] }],
  middleware: requireRole('viewer'),
  responses: {
    200: json(z.array(agentSchema), 'The agents, the built-in one first.'),
    ...problems(401, 403),
  },
})

const postAgent = createRoute({
  method: 'post',
  path: '/api/v1/agents',
  summary: 'Make a probe agent; its token is in the answer, this once',
  security: [{ key: [] }],
  middleware: requireRole('admin'),
  request: {
    body: jsonBody(z.strictObject({ name: z.string(), region: z.string().optional() })),
  },
  responses: {
    201: json(z.object({ id: z.int(), token: z.string() }), 'The agent and its token.'),
    ...problems(400, 401, 403),
  },
})

const deleteAgent = createRoute({
  method: 'delete',
  path: '/api/v1/agents/{id}',
  summary: 'Revoke a probe agent; what it has delivered stays',
  security: [{ key: [] }],
  middleware: requireRole('admin'),
  request: { params: z.object({ id: z.coerce.number().int().min(0).max(32_767) }) },
  responses: { 204: { description: 'It is revoked.' }, ...problems(400, 401, 403, 404, 409) },
})

const state = z.enum(['up', 'degraded', 'down', 'unmeasured'])
const getObserved = createRoute({
  method: 'get',
  path: '/api/v1/monitors/{component}/{monitor}/observed',
  summary: 'What each agent says of a monitor, beside what they say together',
  security: [{ key: [] }],
  middleware: requireRole('viewer'),
  request: { params: z.object({ component: z.string().max(40), monitor: z.string().max(40) }) },
  responses: {
    200: json(
      z
        .object({
          confirmed: z.object({ state, since: z.string().nullable() }),
          agents: z.array(
            z.object({
              id: z.int(),
              name: z.string(),
              state,
              since: z.string().nullable(),
              checkedAt: z.string().nullable(),
              blind: z.boolean(),
              reason: z.string().nullable(),
            }),
          ),
        })
        .openapi('Observed'),
      'The confirmed state, and the observed one of each agent.',
    ),
    ...problems(401, 403, 404),
  },
})

/** Probe agents and what each of them observes: viewers read, admins make and revoke. */
export function agentRoutes(p: Pick<Platform, 'db' | 'clock'>): OpenAPIHono<HttpEnv> {
  const routes = createRoutes()
  routes.openapi(getAgents, async (c) => c.json(await inTransaction(p, c.get('actor'), listAgents), 200))
  routes.openapi(postAgent, async (c) => {
    const input = c.req.valid('json')
    return c.json(await inTransaction(p, c.get('actor'), (ctx) => createAgent(ctx, input)), 201)
  })
  routes.openapi(deleteAgent, async (c) => {
    const input = c.req.valid('param')
    await inTransaction(p, c.get('actor'), (ctx) => revokeAgent(ctx, input))
    return c.body(null, 204)
  })
  routes.openapi(getObserved, async (c) => {
    const { component, monitor } = c.req.valid('param')
    const said = await inTransaction(p, c.get('actor'), async (ctx) =>
      observedNow(ctx, await findMonitor(ctx, { component, monitor })),
    )
    return c.json(said, 200)
  })
  return routes
}
