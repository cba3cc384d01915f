import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import {
  AppError,
  type Ctx,
  createRoutes,
  type HttpEnv,
  inTransaction,
  json,
  jsonBody,
  type Platform,
  problems,
} from '@tractops/platform'
import { requireRole } from '../../accounts/index.ts'
import type { Watching } from './apply-watched.ts'
import { changeComponent } from './change-component.ts'
import { createComponent } from './create-component.ts'
import { readWatched } from './read-watched.ts'
import { retireComponent } from './retire-component.ts'
import type { Written } from './tables.ts'

const security = [{ key: [] }]
const params = z.object({ key: z.string().max(64).openapi({ example: 'payments' }) })
const body = jsonBody(
  z
    .looseObject({
      order: z
        .int()
        .min(0)
        .max(100_000)
        .optional()
        .openapi({ description: 'Its place among those of the console.' }),
    })
    .openapi({
      example: { key: 'payments', name: 'Payments', critical: true, description: 'Dues can be paid.' },
    }),
)
const definition = z
  .object({
    key: z.string(),
    name: z.string(),
    description: z.string().nullable(),
    critical: z.boolean(),
    source: z.enum(['file', 'console']),
    order: z.int().nullable().openapi({ description: 'Null for those of the file, which come first.' }),
    monitors: z.array(z.string()),
  })
  .openapi('ComponentDefinition')
const one = json(definition, 'The component as it is now.')

const list = createRoute({
  method: 'get',
  path: '/api/v1/component-definitions',
  summary: 'Every component that is named, those that nothing watches yet included',
  security,
  middleware: requireRole('viewer'),
  responses: {
    200: json(z.array(definition), 'All of them, those of the file first.'),
    ...problems(401, 403),
  },
})

const get = createRoute({
  method: 'get',
  path: '/api/v1/components/{key}',
  summary: 'A component, where it comes from, and what watches it',
  security,
  middleware: requireRole('viewer'),
  request: { params },
  responses: { 200: one, ...problems(401, 403, 404) },
})
const create = createRoute({
  method: 'post',
  path: '/api/v1/components',
  summary: 'Makes a component; it is shown once a monitor watches it',
  security,
  middleware: requireRole('lead'),
  request: { body },
  responses: { 201: one, ...problems(400, 401, 403, 409) },
})
const change = createRoute({
  method: 'patch',
  path: '/api/v1/components/{key}',
  summary: 'Changes the given fields of a component; whether it is critical counts from now on',
  security,
  middleware: requireRole('lead'),
  request: { params, body },
  responses: { 200: one, ...problems(400, 401, 403, 404, 409) },
})
const retire = createRoute({
  method: 'delete',
  path: '/api/v1/components/{key}',
  summary: 'Ends a component that nothing watches any more; its history is kept',
  security,
  middleware: requireRole('lead'),
  request: { params },
  responses: { 204: { description: 'It is ended.' }, ...problems(401, 403, 404, 409) },
})

export function componentRoutes(p: Pick<Platform, 'db' | 'clock'>, watching: Watching): OpenAPIHono<HttpEnv> {
  const routes = createRoutes()
  routes.openapi(list, async (c) =>
    c.json(await inTransaction(p, c.get('actor'), (ctx) => definitions(ctx, watching)), 200),
  )
  routes.openapi(get, async (c) => {
    const { key } = c.req.valid('param')
    return c.json(await inTransaction(p, c.get('actor'), (ctx) => found(ctx, key, watching)), 200)
  })
  routes.openapi(create, async (c) => {
    const { order, ...written } = c.req.valid('json')
    const answer = await inTransaction(p, c.get('actor'), async (ctx) => {
      const { key } = await createComponent(ctx, { ...watching, order, written: written as Written })
      return found(ctx, key, watching)
    })
    return c.json(answer, 201)
  })
  routes.openapi(change, async (c) => {
    const { key } = c.req.valid('param')
    const { order, ...changes } = c.req.valid('json')
    const answer = await inTransaction(p, c.get('actor'), async (ctx) => {
      await changeComponent(ctx, { ...watching, key, order, changes: changes as Written })
      return found(ctx, key, watching)
    })
    return c.json(answer, 200)
  })
  routes.openapi(retire, async (c) => {
    const { key } = c.req.valid('param')
    await inTransaction(p, c.get('actor'), (ctx) => retireComponent(ctx, { ...watching, key }))
    return c.body(null, 204)
  })
  return routes
}

async function found(ctx: Ctx, key: string, watching: Watching) {
  const component = (await definitions(ctx, watching)).find((one) => one.key === key)
  if (component !== undefined) return component
  const message = `No component is called "${key}"; /api/v1/component-definitions lists them.`
  throw new AppError('component_unknown', 404, message, { path: 'param.key' })
}

async function definitions(ctx: Ctx, watching: Watching) {
  const { components, monitors } = await readWatched(ctx, watching)
  return components.map(({ config, source, position }) => ({
    ...config,
    source,
    order: position,
    monitors: monitors.filter((m) => m.config.component === config.key).map((m) => m.config.key),
  }))
}
