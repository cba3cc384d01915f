import { eq } from 'drizzle-orm'
import type { Ctx } from '../database/transaction.ts'
import { outgoingMail } from './tables.ts'

/** Drops what a mail said, such as a link that opens something; that it was sent, when and to whom stays. */
export async function forgetMailText(
  ctx: Pick<Ctx, 'tx'>,
  { id, instead }: { id: string; instead: string },
): Promise<void> {
  await ctx.tx
    .update(outgoingMail)
    .set({ message: { text: instead } })
    .where(eq(outgoingMail.id, id))
}
