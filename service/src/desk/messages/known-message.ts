import type { Ctx } from '@tractops/platform'
import { eq } from 'drizzle-orm'
import { holdKey } from '../hold.ts'
import { ticketMessage } from '../tables.ts'

/** The message that was made with this key before, or null; whoever makes one just now is waited for. */
export async function knownMessage(
  ctx: Pick<Ctx, 'tx'>,
  idempotencyKey: string,
): Promise<{ id: string; ticketId: string } | null> {
  await holdKey(ctx, idempotencyKey)
  const [known = null] = await ctx.tx
    .select({ id: ticketMessage.id, ticketId: ticketMessage.ticketId })
    .from(ticketMessage)
    .where(eq(ticketMessage.idempotencyKey, idempotencyKey))
  return known
}
