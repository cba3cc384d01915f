import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import {
  type Ctx,
  createRoutes,
  type HttpEnv,
  inTransaction,
  json,
  type Platform,
  problems,
} from '@tractops/platform'
import { formatInstant } from '@tractops/sla'
import { requireRole } from '../accounts/index.ts'

/** Something that is wrong and that somebody should look at, since when, and where in the console that is done. */
export type Trouble = {
  kind: string
  since: Temporal.Instant | null
  title: string
  text: string
  href: string
}

const troubleSchema = z
  .object({
    kind: z.string().openapi({ example: 'webhook.disabled' }),
    since: z.string().nullable().openapi({ description: 'RFC 3339, UTC; null where it is not known.' }),
    title: z.string(),
    text: z.string().openapi({ description: 'What is wrong, in a sentence.' }),
    href: z.string().openapi({ description: 'Where it is dealt with.' }),
  })
  .openapi('Trouble')

const getTroubles = createRoute({
  method: 'get',
  path: '/api/v1/troubles',
  summary:
    'What is wrong and wants a look, beside the components: open incidents, and what the service cannot do just now',
  security: [{ key: [] }, { session: [] }],
  middleware: requireRole('viewer'),
  responses: {
    200: json(z.object({ items: z.array(troubleSchema), next: z.null() }), 'Room by room.'),
    ...problems(401, 403),
  },
})

/** `GET /api/v1/troubles`: what each of `sources` says is wrong, in their order. */
export function troubleRoutes(
  p: Pick<Platform, 'db' | 'clock'>,
  sources: readonly ((ctx: Ctx) => Promise<Trouble[]>)[],
): OpenAPIHono<HttpEnv> {
  const routes = createRoutes()
  routes.openapi(getTroubles, async (c) => {
    const items = await inTransaction(p, c.get('actor'), async (ctx) => {
      const found: Trouble[] = []
      for (const source of sources) found.push(...(await source(ctx)))
      return found.map((one) => ({ ...one, since: one.since && formatInstant(one.since) }))
    })
    return c.json({ items, next: null }, 200)
  })
  return routes
}
