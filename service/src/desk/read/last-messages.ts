import type { Ctx } from '@tractops/platform'
import { and, desc, eq, inArray } from 'drizzle-orm'
import { ticketMessage } from '../tables.ts'
import type { AuthorKind } from '../words.ts'

/** When the last public message of each ticket was written, and by whom. */
export async function lastPublicMessages(
  ctx: Pick<Ctx, 'tx'>,
  ticketIds: readonly string[],
): Promise<Map<string, { at: Temporal.Instant; author: AuthorKind }>> {
  if (ticketIds.length === 0) return new Map()
  const { ticketId, seq, at, author } = ticketMessage
  const rows = await ctx.tx
    .selectDistinctOn([ticketId], { ticketId, at, author })
    .from(ticketMessage)
    .where(and(inArray(ticketId, [...ticketIds]), eq(ticketMessage.public, true)))
    .orderBy(ticketId, desc(seq))
  return new Map(rows.map(({ ticketId, ...last }) => [ticketId, last]))
}
