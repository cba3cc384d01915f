import { randomUUID } from 'node:crypto'
import { AppError, announce, audit, type Ctx, type Role } from '@tractops/platform'
import { and, eq, gt, isNull } from 'drizzle-orm'
import { invitation, person } from '../tables.ts'
import { hashOfToken, newToken } from '../token.ts'
import { nameOf } from './name.ts'

/** How long the link of an invitation opens, in hours. */
export const OPEN_HOURS = 72

type Invited = { id: string; token: string; expiresAt: Temporal.Instant }

/** Invites somebody; the token of the link is returned this once, opens for 72 hours, and works once. */
export async function invite(
  ctx: Ctx,
  input: { email: string; name?: string | undefined; role: Role },
): Promise<Invited> {
  const email = input.email.trim().toLowerCase()
  const name = input.name === undefined ? null : nameOf(input.name)
  const refuse = (message: string) => new AppError('email_taken', 409, message, { path: 'email' })
  const [known] = await ctx.tx.select().from(person).where(eq(person.email, email))
  if (known) throw refuse(`${known.name} has this address already: change the role there.`)
  const open = and(eq(invitation.email, email), isNull(invitation.acceptedAt), isNull(invitation.withdrawnAt))
  const [waiting] = await ctx.tx
    .select()
    .from(invitation)
    .where(and(open, gt(invitation.expiresAt, ctx.now)))
  if (waiting) throw refuse('An invitation to this address is open: withdraw that one first.')
  const made = await keep(ctx, { email, name, role: input.role })
  await announce(ctx, 'accounts')
  await audit(ctx, { action: 'person.invited', subject: made.id, detail: { email, role: input.role } })
  return made
}

/**
 * A link for an admin, printed by the service as long as there is none and by `tractops admin link`: whoever opens it says
 * their address themselves, and regains it where it is that of somebody on staff.
 */
export async function makeAdminLink(ctx: Ctx): Promise<Invited> {
  const made = await keep(ctx, { email: null, name: null, role: 'admin' })
  await audit(ctx, { action: 'person.admin_link_made', subject: made.id, detail: { role: 'admin' } })
  return made
}

async function keep(
  ctx: Ctx,
  row: { email: string | null; name: string | null; role: Role },
): Promise<Invited> {
  const id = `inv_${randomUUID()}`
  const token = newToken()
  const expiresAt = ctx.now.add({ hours: OPEN_HOURS })
  const made = { createdAt: ctx.now, createdBy: ctx.actor, expiresAt }
  await ctx.tx.insert(invitation).values({ id, tokenHash: hashOfToken(token), ...row, ...made })
  return { id, token, expiresAt }
}
