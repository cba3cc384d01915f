import type { Ctx } from '@tractops/platform'
import { type SQL, sql } from 'drizzle-orm'
import { findPeople } from './find-people.ts'

export type Match = {
  score: number
  where: 'number' | 'person' | 'customer' | 'subject' | 'message'
  messageId: string | null
  /** What is shown where no words are marked: a name. */
  shown: string | null
}

/** What is looked at of each kind: the newest that match, and no more, however many do. */
const MOST_MATCHES = 50

/**
 * What matches words in messages, subjects, names and addresses, by the id of its ticket, the best match of each. Messages and tickets
 * carry the stretch of numbers that they lie in beside their words, in one index, so that the newest matches are found without
 * reading all there are: the newest 1 024 are asked first, then more of them, until enough match.
 */
export async function findMatches(
  ctx: Pick<Ctx, 'tx'>,
  text: string,
  { customer }: { customer?: string | undefined },
): Promise<Map<string, Match> & { bounded: boolean }> {
  const found = Object.assign(new Map<string, Match>(), { bounded: false })
  const add = (id: string, match: Match) => {
    const known = found.get(id)
    if (known === undefined) found.set(id, match)
    else
      found.set(id, {
        ...(known.score >= match.score ? known : match),
        score: Math.max(known.score, match.score) + Math.min(known.score, match.score) / 4,
      })
  }
  const number = /^#?(\d{1,15})$/.exec(text)?.[1]
  if (number !== undefined) {
    const { rows } = await ctx.tx.execute<{ id: string }>(
      sql`select id from ticket where number = ${number}::bigint`,
    )
    for (const { id } of rows) add(id, { score: 100, where: 'number', messageId: null, shown: `#${number}` })
  }
  const query = sql`websearch_to_tsquery('english', ${text})`
  const { rows } = await ctx.tx.execute<{ nodes: number; tickets: string; messages: string }>(sql`
    select numnode(${query}) as nodes, (select max(number) from ticket) as tickets,
      (select max(seq) from ticket_message) as messages`)
  const { nodes, tickets, messages } = rows[0]!
  if (nodes > 0) {
    const ofCustomer = customer === undefined ? null : await newestOf(ctx, customer)
    const subjects =
      ofCustomer === null
        ? await newest(Number(tickets), (stretch, limit) => subjectHits(ctx, query, stretch, limit))
        : await subjectHits(ctx, query, ofCustomer, MOST_MATCHES)
    for (const { id, rank } of subjects)
      add(id, { score: 4 + rank, where: 'subject', messageId: null, shown: null })
    const hits =
      ofCustomer === null
        ? await newest(Number(messages), (stretch, limit) => messageHits(ctx, query, stretch, limit))
        : await messageHits(ctx, query, ofCustomer, MOST_MATCHES)
    for (const { id, messageId, rank } of hits)
      add(id, { score: 2 + rank, where: 'message', messageId, shown: null })
    found.bounded = subjects.length >= MOST_MATCHES || hits.length >= MOST_MATCHES
  }
  // Within a customer its name says nothing.
  const people = customer === undefined ? await findPeople(ctx, text) : []
  for (const { id, ...match } of people) add(id, { ...match, messageId: null })
  return found
}

/** Of one customer the newest tickets are read, all of their messages. */
const MOST_OF_CUSTOMER = 100

type Within = { stretch: string | null } | { customer: string; tickets: readonly string[]; since: string }

/** The newest tickets of a customer and since when they are, all from the index. */
async function newestOf({ tx }: Pick<Ctx, 'tx'>, customer: string): Promise<Within> {
  const { rows } = await tx.execute<{ id: string; since: string }>(sql`
    select id, received_at::text as since from ticket where customer_id = ${customer}
    order by received_at desc limit ${MOST_OF_CUSTOMER}`)
  return { customer, tickets: rows.map(({ id }) => id), since: rows.at(-1)?.since ?? 'infinity' }
}

/** A match in the ticket or message of number `at`. */
type Hit = { id: string; at: number; rank: number }

/** The lengths, in bits, of the stretches of numbers that have names, by the first letter of the name. */
const STRETCHES = [
  ['a', 10],
  ['b', 14],
  ['c', 18],
] as const
const FIRST_LOOK = 1_500
const MOST_STRETCHES = 12

/**
 * Asks for what matches in the newest numbers, then in so many older ones as are likely to hold what is missing, by what was found
 * so far; where that would be most of them, all are asked at once.
 */
async function newest<T extends Hit>(
  last: number,
  ask: (within: Within, limit: number) => Promise<T[]>,
): Promise<T[]> {
  const found: T[] = []
  let wanted = FIRST_LOOK
  // Those below are still to be looked at.
  for (let below = last + 1; below > 0; ) {
    const stretch = stretchBelow(below, wanted)
    if (stretch === null) return ask({ stretch: null }, MOST_MATCHES)
    const hits = await ask({ stretch: stretch.names }, found.length + MOST_MATCHES)
    for (const hit of hits) if (hit.at < below) found.push(hit)
    if (found.length >= MOST_MATCHES) return found.slice(0, MOST_MATCHES)
    below = stretch.from
    const aNumber = Math.max(0.3, found.length) / (last + 1 - below)
    wanted = (1.25 * (MOST_MATCHES - found.length)) / aNumber
  }
  return found
}

/** The names of stretches that hold the `wanted` numbers below `below`, and where they begin; null where too many would be named. */
export function stretchBelow(below: number, wanted: number): { names: string; from: number } | null {
  for (const [letter, bits] of STRETCHES) {
    const top = Math.floor((below - 1) / 2 ** bits)
    const inTop = below - top * 2 ** bits
    const count = Math.min(top, Math.ceil(Math.max(0, wanted - inTop) / 2 ** bits)) + 1
    if (count > MOST_STRETCHES) continue
    const names = Array.from({ length: count }, (_, back) => `'~${letter}${top - back}'`)
    return { names: names.join(' | '), from: (top - count + 1) * 2 ** bits }
  }
  return null
}

/** So many are read at most before they are put in order of time. */
const MOST_READ = 80 * MOST_MATCHES

const and = (query: SQL, within: Within): SQL =>
  'stretch' in within && within.stretch !== null ? sql`(${query} && ${within.stretch}::tsquery)` : query

async function subjectHits({ tx }: Pick<Ctx, 'tx'>, query: SQL, within: Within, limit: number) {
  const document = sql`desk_ticket_document(subject, requester_name, requester_email, number)`
  // Read first, and only then looked at: else the index of words would be asked for all tickets that have them.
  const matching =
    'tickets' in within
      ? sql`select * from (
          select * from ticket where customer_id = ${within.customer} and received_at >= ${within.since}::timestamptz
          offset 0) t where ${document} @@ ${query}`
      : sql`select * from ticket where ${document} @@ ${and(query, within)}`
  const { rows } = await tx.execute<Hit>(sql`
    select id, number::float8 as at, ts_rank(to_tsvector('english', subject), ${query}) as rank from (
      select * from (select id, number, subject, requester_name, requester_email from (${matching}) m limit ${MOST_READ}) some_of_them
      order by number desc limit ${limit}) newest`)
  return rows
}

async function messageHits({ tx }: Pick<Ctx, 'tx'>, query: SQL, within: Within, limit: number) {
  const { rows } = await tx.execute<Hit & { messageId: string }>(sql`
    select n.ticket_id as id, n.id as "messageId", n.seq::float8 as at, ts_rank(m.search, ${query}) as rank from (
      select * from (
        select ticket_id, id, seq from ticket_message
        where ${
          'tickets' in within
            ? sql`ticket_id = any(${sql.param(within.tickets)}::text[]) and search @@ ${query}`
            : sql`desk_message_document(search, author_name, seq) @@ ${and(query, within)}`
        }
        limit ${MOST_READ}) matching
      order by seq desc limit ${limit}) n
    join ticket_message m on m.id = n.id`)
  return rows
}
