import type { Ctx } from '@tractops/platform'
import { eq } from 'drizzle-orm'
import { readerLink, readerSession } from '../tables.ts'

/** Since when somebody is signed in to the portal, by their address in lower case. */
export function readerSessionsOf({ tx }: Pick<Ctx, 'tx'>, email: string) {
  const { createdAt, seenAt, expiresAt } = readerSession
  return tx.select({ createdAt, seenAt, expiresAt }).from(readerSession).where(eq(readerSession.email, email))
}

/** Forgets whoever has this address, in lower case: they are signed in nowhere, and no link signs them in. */
export async function forgetReader({ tx }: Pick<Ctx, 'tx'>, email: string): Promise<void> {
  await tx.delete(readerLink).where(eq(readerLink.email, email))
  await tx.delete(readerSession).where(eq(readerSession.email, email))
}
