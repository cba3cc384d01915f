import { randomUUID } from 'node:crypto'
import { announce, audit, type Ctx } from '@tractops/platform'
import { maintenance } from '../tables.ts'
import { checkInterval } from './interval.ts'
import { knownComponents } from './known-components.ts'

export type MaintenancePlan = {
  title: string
  /** Markdown, for everybody. */
  text: string
  components: string[]
  start: Temporal.Instant
  end: Temporal.Instant
}

/** Plans a maintenance. Nobody but staff sees it until it is published. @throws AppError `component_unknown`, … */
export async function planMaintenance(ctx: Ctx, plan: MaintenancePlan): Promise<{ id: string }> {
  checkInterval(plan)
  const components = await knownComponents(ctx, plan.components)
  const id = `mnt_${randomUUID()}`
  const { title, text, start, end } = plan
  await ctx.tx.insert(maintenance).values({
    id,
    title,
    text,
    components,
    start,
    end,
    createdAt: ctx.now,
    createdBy: ctx.actor,
    updatedAt: ctx.now,
    sequence: 0,
  })
  await announce(ctx, 'maintenance')
  const detail = { title, start: start.toString(), end: end.toString(), components: plan.components }
  await audit(ctx, { action: 'maintenance.planned', subject: id, detail })
  return { id }
}
