import type { Ctx } from '@tractops/platform'
import { and, inArray } from 'drizzle-orm'
import { ticket } from '../../tables.ts'
import { conditionsOf } from '../conditions.ts'
import type { TicketFilter } from '../filter.ts'
import type { TicketRow } from '../list-tickets.ts'
import { findMatches, type Match } from './find-matches.ts'
import { type Snippet, snippetsOf } from './snippets.ts'

export type Found = { row: TicketRow; match: Match; snippet: Snippet }

const YEAR_MS = 365 * 86_400_000

/**
 * Full-text search over everything that was asked and answered, the best first: what was found in names, subjects and messages, of the
 * newest that match (`bounded`: more do). A ticket that was merged is found as the one that it became.
 */
export async function searchTickets(
  ctx: Pick<Ctx, 'tx' | 'now'>,
  { text, filter, after, limit, me }: Search,
): Promise<{ items: Found[]; more: boolean; bounded: boolean }> {
  const matches = await findMatches(ctx, text, { customer: filter.customer })
  await followMerges(ctx, matches)
  if (matches.size === 0) return { items: [], more: false, bounded: false }
  const rows = await ctx.tx
    .select()
    .from(ticket)
    .where(and(inArray(ticket.id, [...matches.keys()]), conditionsOf(filter, { now: ctx.now, me })))
  const ranked = rows
    .map((row) => ({ row, match: matches.get(row.id)! }))
    .map((one) => ({ ...one, rank: one.match.score + freshness(one.row, ctx.now) }))
    .sort((a, b) => b.rank - a.rank || b.row.number - a.row.number)
  const page = ranked.slice(after, after + limit)
  const snippets = await snippetsOf(ctx, text, page)
  return {
    items: page.map(({ row, match }, i) => ({ row, match, snippet: snippets[i]! })),
    more: ranked.length > after + limit,
    bounded: matches.bounded,
  }
}

export type Search = {
  text: string
  filter: Partial<TicketFilter>
  /** How many of the ranked were shown before. */
  after: number
  limit: number
  me: string | null
}

/** A new ticket comes before an old one that matches about as well. */
const freshness = ({ receivedAt }: TicketRow, now: Temporal.Instant): number =>
  Math.max(0, 1 - (now.epochMilliseconds - receivedAt.epochMilliseconds) / YEAR_MS)

async function followMerges({ tx }: Pick<Ctx, 'tx'>, matches: Map<string, Match>): Promise<void> {
  const { id, mergedInto } = ticket
  let look = [...matches.keys()]
  while (look.length > 0) {
    const rows = await tx.select({ id, mergedInto }).from(ticket).where(inArray(id, look))
    look = []
    for (const row of rows) {
      if (row.mergedInto === null) continue
      const match = matches.get(row.id)!
      matches.delete(row.id)
      if (matches.has(row.mergedInto)) continue
      matches.set(row.mergedInto, match)
      look.push(row.mergedInto)
    }
  }
}
