import { type Actor, inTransaction, type Platform, startTick } from '@tractops/platform'
import { eq, lt } from 'drizzle-orm'
import { tellFailures } from './identity/sign-in-failures.ts'
import { makeAdminLink, OPEN_HOURS } from './people/invite.ts'
import { person, personSession, personVerification } from './tables.ts'

const ACCOUNTS: Actor = { kind: 'system', name: 'accounts' }

/**
 * Starts what is due in this room: failed sign-ins are told to the audit chain, what has expired is dropped. As long as there
 * is no admin, a link for the first one is made at each start and handed to `tell`.
 */
export async function startAccounts(
  p: Platform,
  tell: (token: string) => void,
): Promise<{ stop(): Promise<void> }> {
  const token = await inTransaction(p, ACCOUNTS, async (ctx) => {
    const [admin] = await ctx.tx
      .select({ id: person.id })
      .from(person)
      .where(eq(person.role, 'admin'))
      .limit(1)
    return admin ? null : (await makeAdminLink(ctx)).token
  })
  if (token !== null) tell(token)
  const tick = startTick(p, {
    name: 'accounts',
    everyMs: 60_000,
    run: async (now) => {
      await tellFailures(p)
      const at = new Date(now.epochMilliseconds)
      await p.db.delete(personSession).where(lt(personSession.expiresAt, at))
      await p.db.delete(personVerification).where(lt(personVerification.expiresAt, at))
    },
  })
  return tick
}

/** The address of a link for an admin; the token stands behind #, so that no server and no log is told it. */
export const welcomeUrl = (base: string, token: string): string => `${base}/console/welcome#${token}`

/** What is said of such a link. */
export const welcomeSentence = (url: string): string =>
  `There is no admin yet. Open ${url} to become the first one; it works once, within ${OPEN_HOURS} hours.`
