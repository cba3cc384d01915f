import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import {
  type Actor,
  createRoutes,
  type HttpEnv,
  inTransaction,
  json,
  jsonBody,
  type LimitPolicy,
  onceByKey,
  type Platform,
  problems,
  remoteAddress,
} from '@tractops/platform'
import type { MiddlewareHandler } from 'hono'
import { acceptInvitation } from './people/accept-invitation.ts'
import { findInvitation } from './people/find-invitation.ts'
import { role } from './schemas.ts'

const GUEST: Actor = { kind: 'system', name: 'invitation' }
const token = z.string().min(1).max(100).openapi({ description: 'What stands behind # in the link.' })

const perAddress: LimitPolicy = { name: 'invitation', quota: 30, windowMs: 5 * 60_000 }
const limited: MiddlewareHandler<HttpEnv> = async (c, next) => {
  c.get('limiter').take(remoteAddress(c), perAddress)
  c.header('cache-control', 'private, no-store')
  return onceByKey(c, next)
}

const postReading = createRoute({
  method: 'post',
  path: '/api/v1/invitations/reading',
  summary: 'What an invitation says, to whoever has its link',
  middleware: limited,
  request: { body: jsonBody(z.strictObject({ token })) },
  responses: {
    200: json(
      z.object({ email: z.string().nullable(), name: z.string().nullable(), role, expiresAt: z.string() }),
      'The invitation. Without an address it is a link for an admin, who says their own.',
    ),
    ...problems(400, 410, 429),
  },
})

const postAcceptance = createRoute({
  method: 'post',
  path: '/api/v1/invitations/acceptance',
  summary: 'Accept an invitation with a name and a password',
  middleware: limited,
  request: {
    body: jsonBody(
      z.strictObject({
        token,
        name: z.string().max(200),
        email: z.string().max(254).optional(),
        password: z.string().max(1_000),
      }),
    ),
  },
  responses: {
    201: json(z.object({ id: z.string(), email: z.string() }), 'You are on staff: sign in.'),
    ...problems(400, 409, 410, 429),
  },
})

/** The two addresses that an invitation's link opens, for those who are nobody yet. */
export function welcomeRoutes(p: Pick<Platform, 'db' | 'clock'>): OpenAPIHono<HttpEnv> {
  const routes = createRoutes()
  routes.openapi(postReading, async (c) => {
    const found = await inTransaction(p, GUEST, (ctx) => findInvitation(ctx, c.req.valid('json').token))
    const { email, name, role, expiresAt } = found
    return c.json({ email, name, role, expiresAt: String(expiresAt) }, 200)
  })
  routes.openapi(postAcceptance, async (c) => {
    const made = await inTransaction(p, GUEST, (ctx) => acceptInvitation(ctx, c.req.valid('json')))
    return c.json(made, 201)
  })
  return routes
}
