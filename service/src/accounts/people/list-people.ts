import type { Ctx } from '@tractops/platform'
import { and, asc, count, eq, gt, isNotNull, isNull, max, or, sql } from 'drizzle-orm'
import { invitation, person, personPasskey, personSession } from '../tables.ts'

/** People on staff, by name, `limit` of them after (`name`, `id`), or the one of that id; with what signs them in and when they were last here. */
export async function listPeople(
  ctx: Pick<Ctx, 'tx'>,
  input: { after: [string, string] | null; limit: number } | { id: string },
) {
  const { id: only, after, limit } = { id: undefined, after: null, limit: 1, ...input }
  const passkeys = ctx.tx
    .select({ of: personPasskey.userId, passkeys: count().as('passkeys') })
    .from(personPasskey)
    .groupBy(personPasskey.userId)
    .as('k')
  const seen = ctx.tx
    .select({ of: personSession.userId, at: max(personSession.updatedAt).as('seen') })
    .from(personSession)
    .groupBy(personSession.userId)
    .as('s')
  const rows = await ctx.tx
    .select({ person, passkeys: passkeys.passkeys, seenAt: seen.at })
    .from(person)
    .leftJoin(passkeys, eq(passkeys.of, person.id))
    .leftJoin(seen, eq(seen.of, person.id))
    .where(
      only !== undefined
        ? eq(person.id, only)
        : after
          ? or(gt(person.name, after[0]), and(eq(person.name, after[0]), gt(person.id, after[1])))
          : sql`true`,
    )
    .orderBy(asc(person.name), asc(person.id))
    .limit(limit)
  return rows.map(({ person: { id, name, email, role, twoFactorEnabled, createdAt }, passkeys, seenAt }) => ({
    id,
    name,
    email,
    role,
    totp: twoFactorEnabled,
    passkeys: passkeys ?? 0,
    createdAt: createdAt.toISOString(),
    seenAt: seenAt?.toISOString() ?? null,
  }))
}

/** Invitations that are open, oldest first. */
export function listInvitations(ctx: Pick<Ctx, 'tx' | 'now'>) {
  const { id, email, name, role, createdAt, createdBy, expiresAt, acceptedAt, withdrawnAt } = invitation
  return ctx.tx
    .select({ id, email, name, role, createdAt, createdBy, expiresAt })
    .from(invitation)
    .where(and(isNotNull(email), isNull(acceptedAt), isNull(withdrawnAt), gt(expiresAt, ctx.now)))
    .orderBy(asc(createdAt), asc(id))
}
