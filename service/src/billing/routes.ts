import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import {
  AppError,
  type Ctx,
  createRoutes,
  cursorValues,
  type HttpEnv,
  inTransaction,
  json,
  type Platform,
  pageFrom,
  pageOf,
  pageQuery,
  problems,
} from '@tractops/platform'
import { formatInstant } from '@tractops/sla'
import { requireRole } from '../accounts/index.ts'
import { addContact } from './contacts/add-contact.ts'
import { changeContact } from './contacts/change-contact.ts'
import { removeContact } from './contacts/remove-contact.ts'
import { changeCustomer } from './customers/change-customer.ts'
import { createCustomer } from './customers/create-customer.ts'
import { type Customer, findCustomer, listCustomers } from './customers/list-customers.ts'
import { removeCustomer } from './customers/remove-customer.ts'
import { upsertCustomer } from './customers/upsert-customer.ts'
import { importRoute } from './import/import-route.ts'
import {
  contactChange,
  customerChange,
  customerDescription,
  customerSchema,
  externalId,
  newContact,
  newCustomer,
} from './schemas.ts'

const security = [{ key: [] }]
const id = z.string().regex(/^[\w-]{1,60}$/, 'This is not an id.')
const customerId = id.openapi({ example: 'cus_0b2f…' })
const contactId = id.openapi({ example: 'con_0b2f…' })
const body = <S extends z.ZodType>(schema: S) => ({
  required: true,
  content: { 'application/json': { schema } },
})
const whole = json(customerSchema, 'The customer as it is now, with its contacts.')

const list = createRoute({
  method: 'get',
  path: '/api/v1/customers',
  summary: 'Customers with their contacts, by name',
  security,
  middleware: requireRole('viewer'),
  request: {
    query: z.object({
      ...pageQuery,
      search: z
        .string()
        .min(1)
        .max(200)
        .refine((s) => !/\p{Cc}/u.test(s), 'Write text without control characters.')
        .optional()
        .openapi({ description: 'A part of the name, or the external id.' }),
      inForce: z.enum(['true', 'false']).optional(),
    }),
  },
  responses: { 200: json(pageOf(customerSchema), 'A page.'), ...problems(400, 401, 403) },
})

const get = createRoute({
  method: 'get',
  path: '/api/v1/customers/{id}',
  summary: 'A customer with its contacts',
  security,
  middleware: requireRole('viewer'),
  request: { params: z.object({ id: customerId }) },
  responses: { 200: whole, ...problems(401, 403, 404) },
})

const create = createRoute({
  method: 'post',
  path: '/api/v1/customers',
  summary: 'Enter a customer',
  security,
  middleware: requireRole('lead'),
  request: { body: body(newCustomer) },
  responses: { 201: whole, ...problems(400, 401, 403, 409) },
})

const upsert = createRoute({
  method: 'put',
  path: '/api/v1/customers/by-external-id/{externalId}',
  summary: 'Enter or change the customer that the application calls so',
  security,
  middleware: requireRole('lead'),
  request: { params: z.object({ externalId }), body: body(customerDescription) },
  responses: {
    200: whole,
    201: json(customerSchema, 'The customer, which is new.'),
    ...problems(400, 401, 403),
  },
})

const change = createRoute({
  method: 'patch',
  path: '/api/v1/customers/{id}',
  summary: 'Change what is named of a customer',
  security,
  middleware: requireRole('lead'),
  request: { params: z.object({ id: customerId }), body: body(customerChange) },
  responses: { 200: whole, ...problems(400, 401, 403, 404, 409) },
})

const remove = createRoute({
  method: 'delete',
  path: '/api/v1/customers/{id}',
  summary: 'Take away a customer that was entered by mistake; one that leaves gets an end instead',
  security,
  middleware: requireRole('lead'),
  request: { params: z.object({ id: customerId }) },
  responses: { 204: { description: 'It is gone.' }, ...problems(401, 403, 404) },
})

const add = createRoute({
  method: 'post',
  path: '/api/v1/customers/{id}/contacts',
  summary: 'Add a contact',
  security,
  middleware: requireRole('lead'),
  request: { params: z.object({ id: customerId }), body: body(newContact) },
  responses: { 201: whole, ...problems(400, 401, 403, 404, 409) },
})

const changeOne = createRoute({
  method: 'patch',
  path: '/api/v1/customers/{id}/contacts/{contactId}',
  summary: 'Change what is named of a contact',
  security,
  middleware: requireRole('lead'),
  request: { params: z.object({ id: customerId, contactId }), body: body(contactChange) },
  responses: { 200: whole, ...problems(400, 401, 403, 404, 409) },
})

const removeOne = createRoute({
  method: 'delete',
  path: '/api/v1/customers/{id}/contacts/{contactId}',
  summary: 'Write to a contact no more',
  security,
  middleware: requireRole('lead'),
  request: { params: z.object({ id: customerId, contactId }) },
  responses: { 200: whole, ...problems(401, 403, 404) },
})

/** Customers and their contacts: read by viewers, changed by leads and by the application. */
export function billingRoutes(p: Pick<Platform, 'db' | 'clock'>): OpenAPIHono<HttpEnv> {
  const routes = createRoutes()
  type Actor = HttpEnv['Variables']['actor']
  const doing = <T>(actor: Actor, work: (ctx: Ctx) => Promise<T>) => inTransaction(p, actor, work)
  /** Does the work and answers with the customer as it is afterwards. */
  const changing = (actor: Actor, id: string, work: (ctx: Ctx) => Promise<unknown>) =>
    doing(actor, async (ctx) => {
      await work(ctx)
      return shown(ctx, id)
    })
  routes.openapi(list, async (c) => {
    const { cursor, limit, search, inForce } = c.req.valid('query')
    const after = cursorValues(cursor, ['string', 'string']) as [string, string] | null
    const filter = { search, inForce: inForce === undefined ? undefined : inForce === 'true' }
    const rows = await doing(c.get('actor'), (ctx) =>
      listCustomers(ctx, { ...filter, after, limit: limit + 1 }),
    )
    const { items, next } = pageFrom(rows, limit, ({ name, id }) => [name, id])
    return c.json({ items: items.map(customerJson), next }, 200)
  })
  routes.openapi(get, async (c) => {
    const { id } = c.req.valid('param')
    return c.json(await doing(c.get('actor'), (ctx) => shown(ctx, id)), 200)
  })
  routes.openapi(create, async (c) => {
    const made = await doing(c.get('actor'), async (ctx) =>
      shown(ctx, (await createCustomer(ctx, c.req.valid('json'))).id),
    )
    return c.json(made, 201)
  })
  routes.openapi(upsert, async (c) => {
    const { externalId } = c.req.valid('param')
    const { created, customer } = await doing(c.get('actor'), async (ctx) => {
      const { id, created } = await upsertCustomer(ctx, externalId, c.req.valid('json'))
      return { created, customer: await shown(ctx, id) }
    })
    return created ? c.json(customer, 201) : c.json(customer, 200)
  })
  routes.openapi(change, async (c) => {
    const { id } = c.req.valid('param')
    const input = c.req.valid('json')
    return c.json(await changing(c.get('actor'), id, (ctx) => changeCustomer(ctx, id, input)), 200)
  })
  routes.openapi(remove, async (c) => {
    await doing(c.get('actor'), (ctx) => removeCustomer(ctx, c.req.valid('param').id))
    return c.body(null, 204)
  })
  routes.openapi(add, async (c) => {
    const { id } = c.req.valid('param')
    const input = c.req.valid('json')
    return c.json(await changing(c.get('actor'), id, (ctx) => addContact(ctx, id, input)), 201)
  })
  routes.openapi(changeOne, async (c) => {
    const { id, contactId } = c.req.valid('param')
    const input = c.req.valid('json')
    return c.json(await changing(c.get('actor'), id, (ctx) => changeContact(ctx, id, contactId, input)), 200)
  })
  routes.openapi(removeOne, async (c) => {
    const { id, contactId } = c.req.valid('param')
    return c.json(await changing(c.get('actor'), id, (ctx) => removeContact(ctx, id, contactId)), 200)
  })
  return routes.route('/', importRoute(p)) as OpenAPIHono<HttpEnv>
}

async function shown(ctx: Ctx, id: string): Promise<z.output<typeof customerSchema>> {
  const found = await findCustomer(ctx, id)
  if (found === null)
    throw new AppError(
      'customer_not_found',
      404,
      `There is no customer ${id}; /api/v1/customers lists them.`,
      {
        path: 'param.id',
      },
    )
  return customerJson(found)
}

function customerJson(customer: Customer): z.output<typeof customerSchema> {
  const { id, externalId, name, plan, billing, units, start, end, inForce } = customer
  return {
    id,
    externalId,
    name,
    plan,
    billing,
    units,
    start,
    end,
    discountPercent: customer.discountBasisPoints / 100,
    inForce,
    createdAt: formatInstant(customer.createdAt),
    contacts: customer.contacts.map(({ id, name, email, role, receivesNotices, bounced }) => ({
      id,
      name,
      email,
      role,
      receivesNotices,
      bounced: bounced && { at: formatInstant(bounced.at), reason: bounced.reason },
    })),
  }
}
