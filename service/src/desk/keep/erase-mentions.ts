import type { Ctx } from '@tractops/platform'
import { and, eq, inArray, type SQL, sql } from 'drizzle-orm'
import { contactsOf } from '../../billing/index.ts'
import { deskPerson } from '../queue/tables.ts'
import { replyDraft, savedView, ticket, ticketEvent, ticketMessage } from '../tables.ts'

/** By what names somebody is known, without what is no name: the longest first. */
export async function namesOf(ctx: Pick<Ctx, 'tx'>, email: string): Promise<string[]> {
  const { tx } = ctx
  const asked = await tx.select({ name: deskPerson.name }).from(deskPerson).where(eq(deskPerson.email, email))
  const wrote = await tx
    .selectDistinct({ name: ticketMessage.authorName })
    .from(ticketMessage)
    .where(eq(ticketMessage.authorEmail, email))
  const all = [...asked, ...wrote, ...(await contactsOf(ctx, email))].map(({ name }) => name.trim())
  return [...new Set(all)].filter((name) => /^[\p{L}\p{M} .'’-]{3,}$/u.test(name)).sort(longestFirst)
}

const longestFirst = (a: string, b: string) => b.length - a.length

/**
 * The address and the names of a person in what others wrote, in their quotations, which are dropped, in subjects, drafts, views, and in
 * the timeline. In the tickets that they asked their first name goes too; elsewhere it could be anybody's, and only whole names do.
 */
export async function eraseMentions(
  { tx }: Ctx,
  {
    ids,
    own,
    email,
    names,
  }: { ids: readonly string[]; own: readonly string[]; email: string; names: string[] },
): Promise<void> {
  const whole = names.filter((name) => name.includes(' '))
  const firsts = names.flatMap((name) => name.split(' ')[0]!).filter((name) => name.length >= 3)
  const everywhere = [email, ...whole]
  const theirs = [...new Set([email, ...names, ...firsts])].sort(longestFirst)
  for (const [of, words] of [
    [[...ids], everywhere],
    [[...own], theirs],
  ] as const) {
    if (of.length === 0) continue
    const without = (column: SQL) =>
      sql<string>`regexp_replace(${column}, ${patternOf(words)}, '[erased]', 'gi')`
    await tx
      .update(ticketMessage)
      .set({ text: without(sql`${ticketMessage.text}`), quoted: null, html: null })
      .where(inArray(ticketMessage.ticketId, of))
    await tx
      .update(ticket)
      .set({
        subject: without(sql`${ticket.subject}`),
        suggestedBecause: without(sql`${ticket.suggestedBecause}`),
        spamBecause: without(sql`${ticket.spamBecause}`),
      })
      .where(inArray(ticket.id, of))
    await tx
      .update(replyDraft)
      .set({ text: without(sql`${replyDraft.text}`) })
      .where(inArray(replyDraft.ticketId, of))
    await tx
      .update(ticketEvent)
      .set({ data: sql`${without(sql`${ticketEvent.data}::text`)}::jsonb` })
      .where(inArray(ticketEvent.ticketId, of))
  }
  await eraseReader(tx, ids, email)
  const filter = sql`regexp_replace(${savedView.filter}::text, ${patternOf(everywhere)}, '[erased]', 'gi')::jsonb`
  await tx
    .update(savedView)
    .set({ filter })
    .where(sql`position(${email} in lower(${savedView.filter}::text)) > 0`)
}

/** What they did in the portal or the widget: done by somebody. */
async function eraseReader(tx: Ctx['tx'], ids: readonly string[], email: string): Promise<void> {
  const nobody = { kind: 'reader', id: 'erased', name: 'Erased person' } as const
  const theirs = (by: SQL) =>
    sql`${by} ->> 'kind' = 'reader' and (${by} ->> 'id' = ${email} or ${by} ->> 'id' in
      (select id from customer_contact where lower(email) = ${email}))`
  await tx
    .update(ticketEvent)
    .set({ by: nobody })
    .where(and(inArray(ticketEvent.ticketId, [...ids]), theirs(sql`${ticketEvent.by}`)))
  await tx
    .update(ticket)
    .set({ closedBy: nobody })
    .where(and(inArray(ticket.id, [...ids]), theirs(sql`${ticket.closedBy}`)))
}

/** Whole words, whatever their capitals; `words` has the longest first. */
const patternOf = (words: readonly string[]): string =>
  `\\m(${words.map((word) => word.replaceAll(/[^\p{L}\p{M}0-9]/gu, (c) => `\\${c}`)).join('|')})(?!\\w)`
