import { type Actor, audit, type Ctx, inTransaction, type Platform } from '@tractops/platform'
import { and, eq } from 'drizzle-orm'
import { person, personSession } from '../tables.ts'
import type { Session } from './find-session.ts'

type Happened = {
  path: string
  /** The session before it, if there was one. */
  before: Session | null
  /** What the library answered. */
  reply: Record<string, unknown>
  address: string
}

/**
 * Tells the audit chain what changed about a person's identity, and ends what a new second factor makes doubtful. The
 * library has committed its part by then, in a transaction of its own. Returns the person who has just signed in, if one.
 */
export async function recordIdentity(
  p: Pick<Platform, 'db' | 'clock'>,
  happened: Happened,
): Promise<string | null> {
  const entry = entryOf(happened)
  if (entry === null) return null
  const id = happened.before?.actor.id ?? (happened.reply.user as { id?: string } | undefined)?.id
  if (id === undefined) return null
  const [who] = await p.db.select({ name: person.name }).from(person).where(eq(person.id, id))
  const actor: Actor = { kind: 'person', id, name: who?.name ?? '' }
  await inTransaction(p, actor, async (ctx) => {
    if (entry.endsOthers) await endOthers(ctx, id)
    await audit(ctx, { action: entry.action, subject: id, detail: entry.detail })
  })
  return entry.action === 'person.signed_in' ? id : null
}

function entryOf({ path, before, reply, address }: Happened) {
  const signedIn = (by: string) => ({
    action: 'person.signed_in',
    detail: { by, address },
    endsOthers: false,
  })
  const changed = (action: string, endsOthers = false) => ({ action, detail: { address }, endsOthers })
  switch (path) {
    case '/sign-in/email':
      return reply.twoFactorRedirect === true ? null : signedIn('password')
    case '/passkey/verify-authentication':
      return signedIn('passkey')
    case '/two-factor/verify-backup-code':
      return before ? null : signedIn('backup_code')
    case '/two-factor/verify-totp':
      if (!before) return signedIn('totp')
      return before.hasTotp ? null : changed('person.totp_enrolled', true)
    case '/passkey/verify-registration':
      return changed('person.passkey_added')
    case '/passkey/delete-passkey':
      return changed('person.passkey_removed')
    case '/two-factor/generate-backup-codes':
      return changed('person.backup_codes_made')
    case '/change-password':
      return changed('person.password_changed')
    case '/sign-out':
      return before ? changed('person.signed_out') : null
    default:
      return null
  }
}

/** Sessions that a password alone opened before there was a second factor. */
async function endOthers(ctx: Ctx, personId: string): Promise<void> {
  await ctx.tx
    .delete(personSession)
    .where(and(eq(personSession.userId, personId), eq(personSession.verifiedBy, 'password')))
}
