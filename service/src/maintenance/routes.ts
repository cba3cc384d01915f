import type { OpenAPIHono } from '@hono/zod-openapi'
import {
  type Ctx,
  createRoutes,
  cursorValues,
  type HttpEnv,
  inTransaction,
  type Platform,
  pageFrom,
} from '@tractops/platform'
import { announceChange } from './announce/announce-change.ts'
import { noteTold } from './announce/note-told.ts'
import { publishMaintenance } from './announce/publish-maintenance.ts'
import { maintenanceJson, proposalJson, recipientJson } from './json.ts'
import { changePlan } from './plan/change-plan.ts'
import { planMaintenance } from './plan/plan-maintenance.ts'
import { maintenanceProposal } from './plan/proposal.ts'
import { removePlan } from './plan/remove-plan.ts'
import { findMaintenance, listMaintenances } from './read/list-maintenances.ts'
import { listRecipients } from './read/list-recipients.ts'
import * as route from './route-definitions.ts'
import { cancelMaintenance } from './run/cancel-maintenance.ts'
import { completeWork } from './run/complete-work.ts'
import { postUpdate } from './run/post-update.ts'
import { startWork } from './run/start-work.ts'

/** Planning and carrying out maintenance over HTTP; `mail` says how mail leaves here, if it does. */
export function maintenanceRoutes(
  p: Pick<Platform, 'db' | 'clock' | 'queue' | 'config'>,
  { mail, sendsMail }: { mail: string; sendsMail: boolean },
): OpenAPIHono<HttpEnv> {
  const out = { queue: p.queue, publicUrl: p.config.publicUrl }
  const routes = createRoutes()
  type Actor = HttpEnv['Variables']['actor']
  const doing = <T>(actor: Actor, work: (ctx: Ctx) => Promise<T>) => inTransaction(p, actor, work)
  /** Does the work and answers with the maintenance as it is afterwards. */
  const changing = (actor: Actor, id: string, work: (ctx: Ctx) => Promise<unknown>) =>
    doing(actor, async (ctx) => {
      await work(ctx)
      return maintenanceJson(await findMaintenance(ctx, id))
    })
  routes.openapi(route.list, async (c) => {
    const { cursor, limit, state } = c.req.valid('query')
    const after = cursorValues(cursor, ['number', 'string']) as [number, string] | null
    const rows = await doing(c.get('actor'), (ctx) =>
      listMaintenances(ctx, { state, after, limit: limit + 1 }),
    )
    const { items, next } = pageFrom(rows, limit, (row) => [row.start.epochMilliseconds, row.id])
    return c.json({ items: items.map(maintenanceJson), next }, 200)
  })
  routes.openapi(route.proposal, async (c) => {
    const { start, end } = c.req.valid('query')
    const wanted = { ...(start && { start }), ...(end && { end }) }
    const found = await doing(c.get('actor'), (ctx) => maintenanceProposal(ctx, wanted, { sendsMail }))
    return c.json({ ...proposalJson(found), mail }, 200)
  })
  routes.openapi(route.get, async (c) =>
    c.json(await changing(c.get('actor'), c.req.valid('param').id, async () => {}), 200),
  )
  routes.openapi(route.recipients, async (c) => {
    const { id } = c.req.valid('param')
    const { cursor, limit } = c.req.valid('query')
    const [after = 0] = (cursorValues(cursor, ['number']) ?? []) as number[]
    const rows = await doing(c.get('actor'), async (ctx) => {
      await findMaintenance(ctx, id)
      return listRecipients(ctx, id, { after, limit: limit + 1 })
    })
    const { items, next } = pageFrom(rows, limit, (row) => [row.id])
    return c.json({ items: items.map(recipientJson), next }, 200)
  })
  routes.openapi(route.plan, async (c) => {
    const made = await doing(c.get('actor'), async (ctx) => {
      const { id } = await planMaintenance(ctx, c.req.valid('json'))
      return maintenanceJson(await findMaintenance(ctx, id))
    })
    return c.json(made, 201)
  })
  routes.openapi(route.change, async (c) => {
    const { id } = c.req.valid('param')
    const input = c.req.valid('json')
    return c.json(await changing(c.get('actor'), id, (ctx) => changePlan(ctx, id, input)), 200)
  })
  routes.openapi(route.remove, async (c) => {
    await doing(c.get('actor'), (ctx) => removePlan(ctx, c.req.valid('param').id))
    return c.body(null, 204)
  })
  routes.openapi(route.publication, async (c) => {
    const { id } = c.req.valid('param')
    return c.json(await changing(c.get('actor'), id, (ctx) => publishMaintenance(ctx, out, id)), 200)
  })
  routes.openapi(route.announcement, async (c) => {
    const { id } = c.req.valid('param')
    const input = c.req.valid('json')
    return c.json(await changing(c.get('actor'), id, (ctx) => announceChange(ctx, out, id, input)), 200)
  })
  routes.openapi(route.update, async (c) => {
    const { id } = c.req.valid('param')
    const input = c.req.valid('json')
    return c.json(await changing(c.get('actor'), id, (ctx) => postUpdate(ctx, id, input)), 200)
  })
  routes.openapi(route.start, async (c) => {
    const { id } = c.req.valid('param')
    return c.json(await changing(c.get('actor'), id, (ctx) => startWork(ctx, id)), 200)
  })
  routes.openapi(route.completion, async (c) => {
    const { id } = c.req.valid('param')
    const input = c.req.valid('json')
    return c.json(await changing(c.get('actor'), id, (ctx) => completeWork(ctx, out, id, input)), 200)
  })
  routes.openapi(route.cancellation, async (c) => {
    const { id } = c.req.valid('param')
    const input = c.req.valid('json')
    return c.json(await changing(c.get('actor'), id, (ctx) => cancelMaintenance(ctx, out, id, input)), 200)
  })
  routes.openapi(route.settlement, async (c) => {
    const { id, recipient } = c.req.valid('param')
    const { how } = c.req.valid('json')
    return c.json(await changing(c.get('actor'), id, (ctx) => noteTold(ctx, id, { recipient, how })), 200)
  })
  return routes
}
