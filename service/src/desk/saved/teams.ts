import { randomUUID } from 'node:crypto'
import { AppError, announce, audit, type Ctx } from '@tractops/platform'
import { asc, eq } from 'drizzle-orm'
import { staffWithRole } from '../../accounts/index.ts'
import { deskTeam, deskTeamMember, ticket } from '../tables.ts'

export type Team = { id: string; name: string; members: { id: string; name: string | null }[] }

/** Teams by name, each with its members; the name is null of one who left the staff. */
export async function listTeams(ctx: Pick<Ctx, 'tx'>): Promise<Team[]> {
  const teams = await ctx.tx.select().from(deskTeam).orderBy(asc(deskTeam.name))
  const members = Map.groupBy(await ctx.tx.select().from(deskTeamMember), ({ teamId }) => teamId)
  const staff = new Map((await staffWithRole(ctx, 'viewer')).map(({ id, name }) => [id, name]))
  return teams.map(({ id, name }) => ({
    id,
    name,
    members: (members.get(id) ?? [])
      .map(({ personId }) => ({ id: personId, name: staff.get(personId) ?? null }))
      .sort((a, b) => (a.name ?? '').localeCompare(b.name ?? '')),
  }))
}

/** @throws AppError `team_not_found`. */
async function findTeam(ctx: Pick<Ctx, 'tx'>, id: string): Promise<Team> {
  const found = (await listTeams(ctx)).find((team) => team.id === id)
  if (found === undefined)
    throw new AppError('team_not_found', 404, `There is no team ${id}.`, { path: 'param.id' })
  return found
}

type Input = { name?: string | undefined; members?: string[] | undefined }

/** @throws AppError `name_taken`, `person_unknown`. */
export async function makeTeam(ctx: Ctx, input: { name: string; members: string[] }): Promise<Team> {
  await refuseTaken(ctx, input.name, null)
  const id = `team_${randomUUID()}`
  await ctx.tx.insert(deskTeam).values({ id, name: input.name, createdAt: ctx.now, createdBy: ctx.actor })
  await setMembers(ctx, id, input.members)
  await announce(ctx, 'desk')
  await audit(ctx, { action: 'team.created', subject: id, detail: input })
  return findTeam(ctx, id)
}

/** Renames a team, or says anew who is in it. @throws AppError `team_not_found`, `name_taken`, `person_unknown`. */
export async function changeTeam(ctx: Ctx, id: string, { name, members }: Input): Promise<Team> {
  const found = await findTeam(ctx, id)
  if (name !== undefined) {
    await refuseTaken(ctx, name, id)
    await ctx.tx.update(deskTeam).set({ name }).where(eq(deskTeam.id, id))
  }
  if (members !== undefined) await setMembers(ctx, id, members)
  await announce(ctx, 'desk')
  await audit(ctx, {
    action: 'team.changed',
    subject: id,
    detail: { name: name ?? found.name, ...(members === undefined ? {} : { members }) },
  })
  return findTeam(ctx, id)
}

/** Removes a team that never had a ticket. @throws AppError `team_not_found`, `team_has_tickets`. */
export async function removeTeam(ctx: Ctx, id: string): Promise<void> {
  const { name } = await findTeam(ctx, id)
  const [used] = await ctx.tx.select({ id: ticket.id }).from(ticket).where(eq(ticket.teamId, id)).limit(1)
  if (used !== undefined)
    throw new AppError(
      'team_has_tickets',
      409,
      `The team "${name}" has tickets, and reports tell of it: give it another name, or no members.`,
    )
  await ctx.tx.delete(deskTeam).where(eq(deskTeam.id, id))
  await announce(ctx, 'desk')
  await audit(ctx, { action: 'team.removed', subject: id, detail: { name } })
}

async function setMembers(ctx: Ctx, teamId: string, members: readonly string[]): Promise<void> {
  const wanted = [...new Set(members)]
  const staff = new Set((await staffWithRole(ctx, 'agent')).map(({ id }) => id))
  const unknown = wanted.find((id) => !staff.has(id))
  if (unknown !== undefined)
    throw new AppError('person_unknown', 400, `${unknown} is nobody who answers tickets.`, {
      path: 'json.members',
    })
  await ctx.tx.delete(deskTeamMember).where(eq(deskTeamMember.teamId, teamId))
  if (wanted.length > 0)
    await ctx.tx.insert(deskTeamMember).values(wanted.map((personId) => ({ teamId, personId })))
}

async function refuseTaken({ tx }: Pick<Ctx, 'tx'>, name: string, own: string | null): Promise<void> {
  const [taken] = await tx.select({ id: deskTeam.id }).from(deskTeam).where(eq(deskTeam.name, name))
  if (taken !== undefined && taken.id !== own)
    throw new AppError('name_taken', 409, `There is a team "${name}" already.`, { path: 'json.name' })
}
