import { randomUUID } from 'node:crypto'
import { type Actor, AppError, announce, audit, type Ctx, type Role, roleAllows } from '@tractops/platform'
import { asc, eq, isNull, or } from 'drizzle-orm'
import type { Question } from '../queue/filter.ts'
import { savedView } from '../tables.ts'

export type SavedView = typeof savedView.$inferSelect

const MOST = 100
const ownerOf = (actor: Actor): string | null => ('id' in actor ? actor.id : null)

/** The views that somebody has kept for themselves, and those for everybody, by name. */
export function listViews({ tx, actor }: Pick<Ctx, 'tx' | 'actor'>): Promise<SavedView[]> {
  return tx
    .select()
    .from(savedView)
    .where(or(isNull(savedView.ownerId), eq(savedView.ownerId, ownerOf(actor) ?? '')))
    .orderBy(asc(savedView.name), asc(savedView.id))
    .limit(2 * MOST)
}

/** Keeps a question to the queue. For everybody (`shared`) only a lead does. @throws AppError `views_too_many`, `forbidden`. */
export async function makeView(
  ctx: Ctx,
  { name, filter, shared }: { name: string; filter: Question; shared: boolean },
  role: Role,
): Promise<SavedView> {
  if (shared) needLead(role)
  const ownerId = shared ? null : ownerOf(ctx.actor)
  const owned = ownerId === null ? isNull(savedView.ownerId) : eq(savedView.ownerId, ownerId)
  if ((await ctx.tx.$count(savedView, owned)) >= MOST)
    throw new AppError('views_too_many', 409, `There are ${MOST} views already; remove one first.`)
  const id = `view_${randomUUID()}`
  const [made] = await ctx.tx
    .insert(savedView)
    .values({ id, name, ownerId, filter, createdAt: ctx.now, createdBy: ctx.actor })
    .returning()
  await announce(ctx, 'desk')
  if (shared) await audit(ctx, { action: 'view.created', subject: id, detail: { name, filter } })
  return made!
}

/** @throws AppError `view_not_found` (also of somebody else’s), `forbidden`. */
export async function changeView(
  ctx: Ctx,
  { id, ...change }: { id: string; name?: string | undefined; filter?: Question | undefined },
  role: Role,
): Promise<SavedView> {
  const found = await ownView(ctx, id, role)
  const [changed] = await ctx.tx
    .update(savedView)
    .set({ name: change.name ?? found.name, filter: change.filter ?? found.filter })
    .where(eq(savedView.id, id))
    .returning()
  await announce(ctx, 'desk')
  if (found.ownerId === null)
    await audit(ctx, {
      action: 'view.changed',
      subject: id,
      detail: { name: changed!.name, filter: changed!.filter as Question },
    })
  return changed!
}

/** @throws AppError `view_not_found`, `forbidden`. */
export async function removeView(ctx: Ctx, { id }: { id: string }, role: Role): Promise<void> {
  const found = await ownView(ctx, id, role)
  await ctx.tx.delete(savedView).where(eq(savedView.id, id))
  await announce(ctx, 'desk')
  if (found.ownerId === null)
    await audit(ctx, { action: 'view.removed', subject: id, detail: { name: found.name } })
}

async function ownView({ tx, actor }: Pick<Ctx, 'tx' | 'actor'>, id: string, role: Role): Promise<SavedView> {
  const [found] = await tx.select().from(savedView).where(eq(savedView.id, id)).for('update')
  if (found === undefined || (found.ownerId !== null && found.ownerId !== ownerOf(actor)))
    throw new AppError('view_not_found', 404, `You have no view ${id}.`, { path: 'param.id' })
  if (found.ownerId === null) needLead(role)
  return found
}

function needLead(role: Role): void {
  if (!roleAllows(role, 'lead'))
    throw new AppError('forbidden', 403, 'A view for everybody needs the role lead; keep it for yourself.')
}
