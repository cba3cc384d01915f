import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import {
  AppError,
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
import { originOf } from './identity/auth-of.ts'
import { changeRole } from './people/change-role.ts'
import { invite } from './people/invite.ts'
import { listInvitations, listPeople } from './people/list-people.ts'
import { removePerson } from './people/remove-person.ts'
import { staffWithRole } from './people/staff-with-role.ts'
import { withdrawInvitation } from './people/withdraw-invitation.ts'
import { requireRole } from './require-role.ts'
import { invitationSchema, invitedSchema, personSchema, role } from './schemas.ts'
import { welcomeUrl } from './start-accounts.ts'

const security = [{ key: [] }, { session: [] }]
const params = z.object({ id: z.string().max(60) })
const PEOPLE = '/api/v1/people'
const ONE = '/api/v1/people/{id}'
const INVITATIONS = '/api/v1/invitations'

const getPeople = createRoute({
  method: 'get',
  path: PEOPLE,
  summary: 'The people on staff, by name',
  security,
  middleware: requireRole('lead'),
  request: { query: z.object(pageQuery) },
  responses: { 200: json(pageOf(personSchema), 'A page of people.'), ...problems(400, 401, 403) },
})

const getPerson = createRoute({
  method: 'get',
  path: ONE,
  summary: 'One person on staff',
  security,
  middleware: requireRole('lead'),
  request: { params },
  responses: { 200: json(personSchema, 'The person.'), ...problems(401, 403, 404) },
})

const getStaff = createRoute({
  method: 'get',
  path: '/api/v1/staff',
  summary: 'Who is on staff, by name: whom something can be given to',
  security,
  middleware: requireRole('viewer'),
  responses: {
    200: json(
      z.object({ items: z.array(personSchema.pick({ id: true, name: true, role: true })), next: z.null() }),
      'Everybody.',
    ),
    ...problems(401, 403),
  },
})

const postPerson = createRoute({
  method: 'post',
  path: PEOPLE,
  summary: 'Invite somebody',
  security,
  middleware: requireRole('admin'),
  request: {
    body: jsonBody(z.strictObject({ email: z.email().max(254), name: z.string().max(100).optional(), role })),
  },
  responses: {
    201: json(invitedSchema, 'The invitation, with its link: hand it over yourself.'),
    ...problems(400, 401, 403, 409),
  },
})

const patchPerson = createRoute({
  method: 'patch',
  path: ONE,
  summary: 'Give a person another role; their sessions end',
  security,
  middleware: requireRole('admin'),
  request: { params, body: jsonBody(z.strictObject({ role })) },
  responses: { 204: { description: 'It is so.' }, ...problems(400, 401, 403, 404, 409) },
})

const deletePerson = createRoute({
  method: 'delete',
  path: ONE,
  summary: 'Remove a person; the last admin stays',
  security,
  middleware: requireRole('admin'),
  request: { params },
  responses: { 204: { description: 'They are gone.' }, ...problems(401, 403, 404, 409) },
})

const getInvitations = createRoute({
  method: 'get',
  path: INVITATIONS,
  summary: 'The invitations that are open',
  security,
  middleware: requireRole('lead'),
  responses: {
    200: json(z.object({ items: z.array(invitationSchema), next: z.null() }), 'Oldest first.'),
    ...problems(401, 403),
  },
})

const deleteInvitation = createRoute({
  method: 'delete',
  path: '/api/v1/invitations/{id}',
  summary: 'Withdraw an invitation',
  security,
  middleware: requireRole('admin'),
  request: { params },
  responses: { 204: { description: 'Its link opens nothing any more.' }, ...problems(401, 403, 404) },
})

/** `/api/v1/people…` and `/api/v1/invitations…`: who is on staff, seen by leads and changed by admins; their names by everybody. */
export function peopleRoutes(p: Pick<Platform, 'db' | 'clock' | 'config'>): OpenAPIHono<HttpEnv> {
  const routes = createRoutes()
  routes.openapi(getPeople, async (c) => {
    const { cursor, limit } = c.req.valid('query')
    const after = cursorValues(cursor, ['string', 'string']) as [string, string] | null
    const rows = await inTransaction(p, c.get('actor'), (ctx) => listPeople(ctx, { after, limit: limit + 1 }))
    return c.json(
      pageFrom(rows, limit, ({ name, id }) => [name, id]),
      200,
    )
  })
  routes.openapi(getPerson, async (c) => {
    const [one] = await inTransaction(p, c.get('actor'), (ctx) => listPeople(ctx, c.req.valid('param')))
    if (one === undefined)
      throw new AppError('person_unknown', 404, 'Nobody on staff has this id: they may have been removed.')
    return c.json(one, 200)
  })
  routes.openapi(getStaff, async (c) => {
    const everybody = await inTransaction(p, c.get('actor'), (ctx) => staffWithRole(ctx, 'viewer'))
    return c.json({ items: everybody.map(({ id, name, role }) => ({ id, name, role })), next: null }, 200)
  })
  routes.openapi(postPerson, async (c) => {
    const made = await inTransaction(p, c.get('actor'), (ctx) => invite(ctx, c.req.valid('json')))
    const link = welcomeUrl(p.config.publicUrl ?? originOf(p, c), made.token)
    return c.json({ id: made.id, link, expiresAt: String(made.expiresAt) }, 201)
  })
  routes.openapi(patchPerson, async (c) => {
    const { id } = c.req.valid('param')
    await inTransaction(p, c.get('actor'), (ctx) => changeRole(ctx, { id, role: c.req.valid('json').role }))
    return c.body(null, 204)
  })
  routes.openapi(deletePerson, async (c) => {
    await inTransaction(p, c.get('actor'), (ctx) => removePerson(ctx, c.req.valid('param')))
    return c.body(null, 204)
  })
  routes.openapi(getInvitations, async (c) => {
    const rows = await inTransaction(p, c.get('actor'), listInvitations)
    const items = rows.map((row) => ({
      ...row,
      createdAt: String(row.createdAt),
      createdBy: row.createdBy.name,
      expiresAt: String(row.expiresAt),
    }))
    return c.json({ items, next: null }, 200)
  })
  routes.openapi(deleteInvitation, async (c) => {
    await inTransaction(p, c.get('actor'), (ctx) => withdrawInvitation(ctx, c.req.valid('param')))
    return c.body(null, 204)
  })
  return routes
}
