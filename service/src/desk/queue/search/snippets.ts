import type { Ctx } from '@tractops/platform'
import { sql } from 'drizzle-orm'
import type { TicketRow } from '../list-tickets.ts'
import type { Match } from './find-matches.ts'

export type Snippet = { text: string; hit: boolean }[]

/** Characters that nobody writes, for the beginning and the end of a hit; what the text has of them is taken out. */
const [BEGIN, END] = ['\ue000', '\ue001']
const OPTIONS = `StartSel=${BEGIN}, StopSel=${END}, MaxWords=28, MinWords=12, ShortWord=2, MaxFragments=2, FragmentDelimiter=" … "`
const LONGEST = 20_000

/** Where the words stand in what was found, in order, as plain text in parts; those that were looked for are hits. */
export async function snippetsOf(
  { tx }: Pick<Ctx, 'tx'>,
  text: string,
  found: readonly { row: TicketRow; match: Match }[],
): Promise<Snippet[]> {
  const ids = found.flatMap(({ match }) => match.messageId ?? [])
  const query = sql`websearch_to_tsquery('english', ${text})`
  const headline = (of: ReturnType<typeof sql>) =>
    sql`ts_headline('english', translate(left(${of}, ${LONGEST}), ${BEGIN + END}, ''), ${query}, ${OPTIONS})`
  const messages =
    ids.length === 0
      ? []
      : (
          await tx.execute<{ id: string; shown: string }>(sql`
            select id, ${headline(sql`text`)} as shown from ticket_message
            where id = any(${sql.param(ids)}::text[])`)
        ).rows
  const ofMessage = new Map(messages.map(({ id, shown }) => [id, shown]))
  const subjects = found.filter(({ match }) => match.where === 'subject').map(({ row }) => row.subject)
  const ofSubject = new Map<string, string>()
  if (subjects.length > 0) {
    const { rows } = await tx.execute<{ subject: string; shown: string }>(sql`
      select subject, ${headline(sql`subject`)} as shown from unnest(${sql.param(subjects)}::text[]) s(subject)`)
    for (const { subject, shown } of rows) ofSubject.set(subject, shown)
  }
  return found.map(({ row, match }) => {
    if (match.shown !== null) return [{ text: match.shown, hit: true }]
    const shown = match.messageId === null ? ofSubject.get(row.subject) : ofMessage.get(match.messageId)
    return partsOf(shown ?? row.subject)
  })
}

/** The parts of a headline, spaces and line breaks made one space. */
export function partsOf(headline: string): Snippet {
  const parts = headline.replaceAll(/\s+/g, ' ').split(BEGIN)
  return parts
    .flatMap((part, i) => {
      if (i === 0) return [{ text: part, hit: false }]
      const [hit = '', rest = ''] = part.split(END, 2)
      return [
        { text: hit, hit: true },
        { text: rest, hit: false },
      ]
    })
    .filter(({ text }) => text !== '')
}
