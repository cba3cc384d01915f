import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import { createRoutes, type HttpEnv, inTransaction, json, type Platform, problems } from '@tractops/platform'
import { count, eq } from 'drizzle-orm'
import { findSession } from './identity/find-session.ts'
import { endSession, listSessions } from './people/sessions.ts'
import { requireRole, requireSomebody } from './require-role.ts'
import { meSchema, sessionSchema } from './schemas.ts'
import { personPasskey } from './tables.ts'

const security = [{ key: [] }, { session: [] }]

const getMe = createRoute({
  method: 'get',
  path: '/api/v1/me',
  summary: 'Who this key or session is, and what it may do',
  security,
  middleware: requireSomebody(),
  responses: { 200: json(meSchema, 'You.'), ...problems(401) },
})

const getSessions = createRoute({
  method: 'get',
  path: '/api/v1/me/sessions',
  summary: 'Your sessions, newest first; none for a key',
  security,
  middleware: requireRole('viewer'),
  responses: {
    200: json(z.object({ items: z.array(sessionSchema), next: z.null() }), 'Your sessions.'),
    ...problems(401, 403),
  },
})

const deleteSession = createRoute({
  method: 'delete',
  path: '/api/v1/me/sessions/{id}',
  summary: 'End one of your sessions',
  security,
  middleware: requireRole('viewer'),
  request: { params: z.object({ id: z.string().max(60) }) },
  responses: { 204: { description: 'It has ended.' }, ...problems(401, 403, 404) },
})

/** `/api/v1/me…`: for whoever is signed in. */
export function meRoutes(p: Pick<Platform, 'db' | 'clock'>): OpenAPIHono<HttpEnv> {
  const routes = createRoutes()
  routes.openapi(getMe, async (c) => {
    const actor = c.get('actor')
    const { id, name } = actor as { id: string; name: string }
    const role = c.get('role')
    const session = actor.kind === 'person' ? await findSession(c) : null
    if (session === null) return c.json({ kind: 'key' as const, id, name, role }, 200)
    const [passkeys] = await p.db
      .select({ n: count() })
      .from(personPasskey)
      .where(eq(personPasskey.userId, id))
    const { verifiedBy, hasTotp: totp } = session
    const needsSecondFactor = verifiedBy === 'password'
    const shown = { id: session.id, verifiedBy, totp, passkeys: passkeys?.n ?? 0, needsSecondFactor }
    return c.json({ kind: 'person' as const, id, name, role, email: session.email, session: shown }, 200)
  })
  routes.openapi(getSessions, async (c) => {
    const actor = c.get('actor')
    if (actor.kind !== 'person') return c.json({ items: [], next: null }, 200)
    const current = await findSession(c)
    const rows = await inTransaction(p, actor, (ctx) => listSessions(ctx, { personId: actor.id }))
    const items = rows.map((row) => ({
      id: row.id,
      current: row.id === current?.id,
      verifiedBy: row.verifiedBy,
      address: row.ipAddress,
      browser: row.userAgent,
      createdAt: row.createdAt.toISOString(),
      usedAt: row.updatedAt.toISOString(),
      expiresAt: row.expiresAt.toISOString(),
    }))
    return c.json({ items, next: null }, 200)
  })
  routes.openapi(deleteSession, async (c) => {
    const actor = c.get('actor')
    const personId = 'id' in actor ? actor.id : ''
    await inTransaction(p, actor, (ctx) => endSession(ctx, { personId, id: c.req.valid('param').id }))
    return c.body(null, 204)
  })
  return routes
}
