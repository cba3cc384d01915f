import type { Ctx } from '../database/transaction.ts'
import type { outgoingMail } from './tables.ts'

export type OutgoingMail = typeof outgoingMail.$inferSelect
type Listener = (ctx: Ctx, mail: OutgoingMail) => Promise<void>

const listeners = new Map<string, Set<Listener>>()

/**
 * Calls `listener` in the transaction that marks a mail of `kind` as accepted or as failed for good, until the returned
 * function is called. `ctx.now` is the instant at which the transport answered. What it throws undoes the mark, which
 * is then tried again; the mail itself is not sent again by this process.
 */
export function onMailSettled(kind: string, listener: Listener): () => void {
  const of = listeners.get(kind) ?? new Set()
  listeners.set(kind, of.add(listener))
  return () => of.delete(listener)
}

export async function tellSettled(ctx: Ctx, mail: OutgoingMail): Promise<void> {
  for (const listener of listeners.get(mail.kind) ?? []) await listener(ctx, mail)
}
