import type { Ctx } from '@tractops/platform'
import { and, inArray, isNotNull } from 'drizzle-orm'
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
  if (matches.size === 0) return { items: [], more: false, bounded: false }
  const conditions = conditionsOf(filter, { now: ctx.now, me })
  const { id, number, receivedAt } = ticket
  const read = (ids: string[]) =>
    ctx.tx
      .select({ id, number, receivedAt })
      .from(ticket)
      .where(and(inArray(id, ids), conditions))
  const rows = await read([...matches.keys()])
  const became = await followMerges(ctx, matches, rows)
  if (became.length > 0) rows.push(...(await read(became)))
  const ranked = rows
    .map((row) => ({ ...row, match: matches.get(row.id)! }))
    .map((one) => ({ ...one, rank: one.match.score + freshness(one, ctx.now) }))
    .sort((a, b) => b.rank - a.rank || b.number - a.number)
  const page = await wholeRows(ctx, ranked.slice(after, after + limit))
  const snippets = await snippetsOf(ctx, text, page)
  return {
    items: page.map(({ row, match }, i) => ({ row, match, snippet: snippets[i]! })),
    more: ranked.length > after + limit,
    bounded: matches.bounded,
  }
}

/** The rows of a page, in its order: of all that matched only what they are ranked by is read before. */
async function wholeRows(
  { tx }: Pick<Ctx, 'tx'>,
  page: readonly { id: string; match: Match }[],
): Promise<{ row: TicketRow; match: Match }[]> {
  const ids = page.map(({ id }) => id)
  const rows = await tx.select().from(ticket).where(inArray(ticket.id, ids))
  const of = new Map(rows.map((row) => [row.id, row]))
  return page.map(({ id, match }) => ({ row: of.get(id)!, match }))
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
const freshness = ({ receivedAt }: Pick<TicketRow, 'receivedAt'>, now: Temporal.Instant): number =>
  Math.max(0, 1 - (now.epochMilliseconds - receivedAt.epochMilliseconds) / YEAR_MS)

/** What those that were found and not read were merged into, by their ids, each with the match that it was found by. */
async function followMerges(
  { tx }: Pick<Ctx, 'tx'>,
  matches: Map<string, Match>,
  read: readonly Pick<TicketRow, 'id'>[],
): Promise<string[]> {
  const known = new Set(read.map(({ id }) => id))
  const { id, mergedInto } = ticket
  const became: string[] = []
  let look = [...matches.keys()].filter((one) => !known.has(one))
  while (look.length > 0) {
    const rows = await tx
      .select({ id, mergedInto })
      .from(ticket)
      .where(and(inArray(id, look), isNotNull(mergedInto)))
    look = []
    for (const row of rows) {
      const survivor = row.mergedInto!
      if (matches.has(survivor)) continue
      matches.set(survivor, matches.get(row.id)!)
      became.push(survivor)
      look.push(survivor)
    }
  }
  return became
}
