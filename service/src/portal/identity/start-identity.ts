import { forgetMailText, inTransaction, onMailSettled, type Platform, startTick } from '@tractops/platform'
import { lt } from 'drizzle-orm'
import { readerLink, readerSession } from '../tables.ts'
import { forgottenText, type LinkDeps, SIGN_IN_MAIL, sendLink } from './send-link.ts'

export const LINK_QUEUE = 'portal.sign-in'
const PORTAL = { kind: 'system', name: 'portal' } as const

/** Sends the links that were asked for, forgets them in what went out, and drops what has expired. */
export async function startIdentity(
  p: Platform,
  { url }: Pick<LinkDeps, 'url'>,
): Promise<{ stop(): Promise<void> }> {
  const forget = onMailSettled(SIGN_IN_MAIL, (ctx, { id }) =>
    forgetMailText(ctx, { id, instead: forgottenText(url) }),
  )
  await p.queue.work<{ email: string; target: string }>(LINK_QUEUE, (asked) =>
    inTransaction(p, PORTAL, (ctx) => sendLink(ctx, asked, { queue: p.queue, url })),
  )
  const tick = startTick(p, {
    name: 'portal',
    everyMs: 60_000,
    run: async (now) => {
      await p.db.delete(readerLink).where(lt(readerLink.expiresAt, now))
      await p.db.delete(readerSession).where(lt(readerSession.expiresAt, now))
    },
  })
  return {
    async stop() {
      forget()
      await tick.stop()
    },
  }
}
