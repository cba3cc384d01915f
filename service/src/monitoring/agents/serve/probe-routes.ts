import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import {
  type Actor,
  createRoutes,
  type HttpEnv,
  inTransaction,
  json,
  type Platform,
  problems,
} from '@tractops/platform'
import { tellMeasured } from '../../listeners.ts'
import { assignmentSchema, takenSchema } from '../wire.ts'
import { assign, type Work } from './assign.ts'
import { type Agent, findAgent } from './find-agent.ts'
import type { Hub } from './hub.ts'
import { readBatch } from './read-batch.ts'
import { takeBatch } from './take-batch.ts'

const LONGEST_WAIT_S = 25

const getAssignment = createRoute({
  method: 'get',
  path: '/api/v1/probe/assignment',
  summary: 'What an agent is to check, and what to look at again at once; waits until there is something new',
  security: [{ agent: [] }],
  request: {
    query: z.object({
      spool: z.uuid().optional().openapi({ description: 'The spool whose delivered number is asked for.' }),
      version: z.string().max(100).optional().openapi({ description: 'The version that the agent has.' }),
      since: z.coerce.number().int().min(0).max(8.64e15).default(0).openapi({
        description: 'Up to when the agent has heard of orders to look again, as it was told.',
      }),
      wait: z.coerce.number().int().min(0).max(LONGEST_WAIT_S).default(0).openapi({
        description: 'How long to wait for something new, in seconds.',
      }),
    }),
  },
  responses: {
    200: json(assignmentSchema, 'The assignment; `monitors` is null where the version is unchanged.'),
    ...problems(400, 401),
  },
})

const postResults = createRoute({
  method: 'post',
  path: '/api/v1/probe/results',
  summary: 'Deliver results in order, each once; a ProbeBatch as JSON, gzip allowed, 1 MiB at most',
  security: [{ agent: [] }],
  responses: {
    200: json(takenSchema, 'How far the spool is delivered, and what was refused for good.'),
    ...problems(400, 401, 409, 413, 415),
  },
})

const actorOf = ({ id, name }: Agent): Actor => ({ kind: 'system', name: `agent ${id} (${name})` })

/** What probe agents ask and deliver, each with its own token. */
export function probeRoutes(
  p: Pick<Platform, 'db' | 'clock' | 'log'>,
  { hub, work }: { hub: Hub; work: () => Work },
): OpenAPIHono<HttpEnv> {
  const routes = createRoutes()
  routes.openAPIRegistry.registerComponent('securitySchemes', 'agent', {
    type: 'http',
    scheme: 'bearer',
    description: 'The token of a probe agent, made with `npx tractops agent create`.',
  })
  routes.openapi(getAssignment, async (c) => {
    const { spool = null, version = null, since, wait } = c.req.valid('query')
    const deadlineMs = p.clock.now().epochMilliseconds + wait * 1_000
    for (;;) {
      const told = hub.told
      const agent = await findAgent(c)
      const found = await inTransaction(p, actorOf(agent), (ctx) =>
        assign(ctx, { agent, work: work(), spool, version, since }),
      )
      const leftMs = Math.min(wait * 1_000, deadlineMs - p.clock.now().epochMilliseconds)
      const isNew = found.monitors !== null || found.recheck.length > 0
      if (isNew || !(await hub.wait(told, leftMs, c.req.raw.signal))) {
        return c.json({ ...found, now: p.clock.now().toString() }, 200)
      }
    }
  })
  routes.openapi(postResults, async (c) => {
    const agent = await findAgent(c)
    const batch = await readBatch(c.req.raw)
    const { taken, recorded, changes } = await inTransaction(p, actorOf(agent), (ctx) =>
      takeBatch(ctx, { agentId: agent.id, batch }),
    )
    if (recorded > 0) {
      const at = Temporal.Instant.from(taken.now)
      tellMeasured({ at, results: recorded, changes }, (err) =>
        p.log.error({ err }, 'a listener to measurements failed'),
      )
    }
    return c.json({ ...taken, now: p.clock.now().toString() }, 200)
  })
  return routes
}
