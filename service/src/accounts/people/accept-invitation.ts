import { randomUUID } from 'node:crypto'
import { type Actor, AppError, announce, audit, type Ctx, type Role } from '@tractops/platform'
import { and, eq, isNull } from 'drizzle-orm'
import { refuseWeak } from '../identity/password.ts'
import { invitation, person, personCredential, personPasskey, personSession, personTotp } from '../tables.ts'
import { findInvitation } from './find-invitation.ts'
import { nameOf } from './name.ts'

type Accept = { token: string; name: string; email?: string | undefined; password: string }

/**
 * Makes a person of an invitation, with the password that signs them in. The link of an admin gives an account back to
 * whoever on staff has that address: password, second factors and sessions of before end.
 */
export async function acceptInvitation(ctx: Ctx, input: Accept): Promise<{ id: string; email: string }> {
  const found = await findInvitation(ctx, input.token)
  const name = nameOf(input.name)
  const email = found.email ?? addressOf(input.email)
  refuseWeak(input.password, [name, email], 'password')
  const { hashPassword } = await import('better-auth/crypto')
  const hash = await hashPassword(input.password)
  const [before] = await ctx.tx.select().from(person).where(eq(person.email, email)).for('update')
  if (before && found.email !== null)
    throw new AppError('email_taken', 409, 'Somebody with this address is on staff already: sign in.')
  const id = before?.id ?? `per_${randomUUID()}`
  await (before ? regain(ctx, id, name) : settle(ctx, { id, name, email, role: found.role }))
  await setPassword(ctx, id, hash)
  await close(ctx, found.id, id)
  await announce(ctx, 'accounts')
  const actor: Actor = { kind: 'person', id, name }
  const action = before ? 'person.regained' : 'person.joined'
  await audit(
    { ...ctx, actor },
    { action, subject: id, detail: { email, role: found.role, invitation: found.id } },
  )
  return { id, email }
}

function addressOf(given: string | undefined): string {
  const email = given?.trim().toLowerCase() ?? ''
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email) || email.length > 254)
    throw new AppError('invalid_email', 400, 'Give the email address that you will sign in with.', {
      path: 'email',
    })
  return email
}

async function settle(ctx: Ctx, who: { id: string; name: string; email: string; role: Role }): Promise<void> {
  await ctx.tx.insert(person).values({ ...who, emailVerified: false, twoFactorEnabled: false, ...dates(ctx) })
}

async function regain(ctx: Ctx, id: string, name: string): Promise<void> {
  for (const table of [personCredential, personPasskey, personSession, personTotp])
    await ctx.tx.delete(table).where(eq(table.userId, id))
  await ctx.tx.update(person).set({ name, role: 'admin', twoFactorEnabled: false }).where(eq(person.id, id))
}

async function setPassword(ctx: Ctx, userId: string, password: string): Promise<void> {
  const account = { id: `idn_${randomUUID()}`, userId, accountId: userId, providerId: 'credential', password }
  await ctx.tx.insert(personCredential).values({ ...account, ...dates(ctx) })
}

/** A link for an admin that was used ends the other ones. */
async function close(ctx: Ctx, id: string, acceptedBy: string): Promise<void> {
  await ctx.tx.update(invitation).set({ acceptedAt: ctx.now, acceptedBy }).where(eq(invitation.id, id))
  await ctx.tx
    .update(invitation)
    .set({ withdrawnAt: ctx.now, withdrawnBy: ctx.actor })
    .where(and(isNull(invitation.email), isNull(invitation.acceptedAt), isNull(invitation.withdrawnAt)))
}

const dates = ({ now }: Ctx) => {
  const at = new Date(now.epochMilliseconds)
  return { createdAt: at, updatedAt: at }
}
