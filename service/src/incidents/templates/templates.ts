import { AppError, audit, type Ctx } from '@tractops/platform'
import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import { checkVariables } from '../record/fill-text.ts'
import { INCIDENTS, newId } from '../record/hold.ts'
import { incidentTemplate } from '../tables.ts'
import { builtIn, type TemplateText } from './built-in.ts'

/** A text to begin an incident or an update from, with variables such as `{{components}}`. */
export type Template = TemplateText & { id: string }

const columns = {
  id: incidentTemplate.id,
  name: incidentTemplate.name,
  title: incidentTemplate.title,
  state: incidentTemplate.state,
  text: incidentTemplate.text,
}

/** Enters the built-in templates that were never here; one that people have changed or deleted stays as they left it. */
export async function enterBuiltIn(ctx: Pick<Ctx, 'tx' | 'now'>): Promise<void> {
  const rows = builtIn.map((one) => ({ ...one, changedAt: ctx.now, changedBy: INCIDENTS }))
  await ctx.tx.insert(incidentTemplate).values(rows).onConflictDoNothing()
}

/** All templates, by name. */
export function listTemplates({ tx }: Pick<Ctx, 'tx'>): Promise<Template[]> {
  return tx
    .select(columns)
    .from(incidentTemplate)
    .where(isNull(incidentTemplate.deletedAt))
    .orderBy(asc(sql`lower(${incidentTemplate.name})`), asc(incidentTemplate.id))
}

/** @throws AppError `variable_unknown` */
export async function createTemplate(ctx: Ctx, input: TemplateText): Promise<Template> {
  check(input)
  const id = newId('tpl')
  await ctx.tx.insert(incidentTemplate).values({ id, ...input, changedAt: ctx.now, changedBy: ctx.actor })
  await audit(ctx, { action: 'incident_template.created', subject: id, detail: input })
  return { id, ...input }
}

/** Changes what is named of it. @throws AppError `template_unknown`, `variable_unknown` */
export async function changeTemplate(
  ctx: Ctx,
  id: string,
  change: { [K in keyof TemplateText]?: TemplateText[K] | undefined },
): Promise<Template> {
  const { name, title, state, text } = await held(ctx, id)
  const changed: TemplateText = {
    name: change.name ?? name,
    title: change.title === undefined ? title : change.title,
    state: change.state === undefined ? state : change.state,
    text: change.text ?? text,
  }
  check(changed)
  await ctx.tx
    .update(incidentTemplate)
    .set({ ...changed, changedAt: ctx.now, changedBy: ctx.actor })
    .where(eq(incidentTemplate.id, id))
  await audit(ctx, { action: 'incident_template.changed', subject: id, detail: changed })
  return { id, ...changed }
}

/** @throws AppError `template_unknown` */
export async function deleteTemplate(ctx: Ctx, id: string): Promise<void> {
  const { name } = await held(ctx, id)
  await ctx.tx.update(incidentTemplate).set({ deletedAt: ctx.now }).where(eq(incidentTemplate.id, id))
  await audit(ctx, { action: 'incident_template.deleted', subject: id, detail: { name } })
}

function check({ title, text }: TemplateText): void {
  if (title !== null) checkVariables(title, 'title')
  checkVariables(text)
}

async function held({ tx }: Ctx, id: string) {
  const [row] = await tx
    .select()
    .from(incidentTemplate)
    .where(and(eq(incidentTemplate.id, id), isNull(incidentTemplate.deletedAt)))
    .for('update')
  if (row === undefined)
    throw new AppError('template_unknown', 404, `There is no template ${id}.`, { path: 'id' })
  return row
}
