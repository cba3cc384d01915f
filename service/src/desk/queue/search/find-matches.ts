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
const MOST_MATCHES = 100

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
    const subjects =
      customer === undefined
        ? await newest(Number(tickets), (stretch, limit) => subjectHits(ctx, query, stretch, limit))
        : await subjectHits(ctx, query, { customer }, MOST_MATCHES)
    for (const { id, rank } of subjects)
      add(id, { score: 4 + rank, where: 'subject', messageId: null, shown: null })
    const hits =
      customer === undefined
        ? await newest(Number(messages), (stretch, limit) => messageHits(ctx, query, stretch, limit))
        : await messageHits(ctx, query, { customer }, MOST_MATCHES)
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

type Within = { stretch: string | null } | { customer: string }

/**
 * Asks for what matches in the newest numbers, in as short a stretch as is likely to hold enough by what the one before held; the last
 * has no bound.
 */
async function newest<T>(last: number, ask: (within: Within, limit: number) => Promise<T[]>): Promise<T[]> {
  for (let i = 0; i < STRETCHES.length; ) {
    const { letter, bits, count } = STRETCHES[i]!
    const at = Math.floor(last / 2 ** bits)
    const names = Array.from({ length: Math.min(count, at + 1) }, (_, back) => `'~${letter}${at - back}'`)
    const hits = await ask({ stretch: names.join(' | ') }, MOST_MATCHES)
    if (hits.length >= MOST_MATCHES || at < count) return hits
    const needed = (sizeOf(STRETCHES[i]!) * MOST_MATCHES) / Math.max(0.3, hits.length)
    const next = STRETCHES.findIndex((one, j) => j > i && sizeOf(one) >= needed)
    i = next !== -1 ? next : i === STRETCHES.length - 1 ? STRETCHES.length : STRETCHES.length - 1
  }
  return ask({ stretch: null }, MOST_MATCHES)
}

type Stretch = { letter: string; bits: number; count: number }

/** The last of the `count` stretches has only begun, so that it is taken for half. */
const sizeOf = ({ bits, count }: Stretch) => (count - 0.5) * 2 ** bits

const STRETCHES: readonly Stretch[] = [
  { letter: 'a', bits: 10, count: 2 },
  { letter: 'a', bits: 10, count: 6 },
  { letter: 'b', bits: 14, count: 2 },
  { letter: 'b', bits: 14, count: 6 },
  { letter: 'c', bits: 18, count: 2 },
  { letter: 'c', bits: 18, count: 6 },
]

/** So many are read at most before they are put in order of time. */
const MOST_READ = 40 * MOST_MATCHES

const and = (query: SQL, within: Within): SQL =>
  'stretch' in within && within.stretch !== null ? sql`(${query} && ${within.stretch}::tsquery)` : query

async function subjectHits({ tx }: Pick<Ctx, 'tx'>, query: SQL, within: Within, limit: number) {
  const document = sql`desk_ticket_document(subject, requester_name, requester_email, number)`
  const matching =
    'customer' in within
      ? sql`select * from (
          select * from ticket where customer_id = ${within.customer}
          order by received_at desc limit ${MOST_OF_CUSTOMER}) t where ${document} @@ ${query}`
      : sql`select * from ticket where ${document} @@ ${and(query, within)}`
  const { rows } = await tx.execute<{ id: string; rank: number }>(sql`
    select id, ts_rank(${document}, ${query}) as rank from (
      select * from (select id, number, subject, requester_name, requester_email from (${matching}) m limit ${MOST_READ}) some_of_them
      order by number desc limit ${limit}) newest`)
  return rows
}

async function messageHits({ tx }: Pick<Ctx, 'tx'>, query: SQL, within: Within, limit: number) {
  const { rows } = await tx.execute<{ id: string; messageId: string; rank: number }>(sql`
    select n.ticket_id as id, n.id as "messageId", ts_rank(m.search, ${query}) as rank from (
      select * from (
        select ticket_id, id, seq from ticket_message
        where ${
          'customer' in within
            ? sql`ticket_id in (
                select id from ticket where customer_id = ${within.customer} order by received_at desc limit ${MOST_OF_CUSTOMER})
              and search @@ ${query}`
            : sql`desk_message_document(search, author_name, seq) @@ ${and(query, within)}`
        }
        limit ${MOST_READ}) matching
      order by seq desc limit ${limit}) n
    join ticket_message m on m.id = n.id`)
  return rows
}
