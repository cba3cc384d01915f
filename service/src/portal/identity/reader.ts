import type { Actor, Ctx } from '@tractops/platform'
import { sql } from 'drizzle-orm'
import { type ContactAt, contactsAt } from '../../billing/index.ts'

/** Somebody who has shown that they read the mail of an address, and for whom they speak. */
export type Reader = {
  /** In lower case. */
  email: string
  contacts: ContactAt[]
}

/**
 * Who reads with an address: the contacts of customers in force, and whoever has asked something with it. Null for anybody else, from one
 * request to the next: a contact who is removed reads no more.
 */
export async function readerAt(ctx: Pick<Ctx, 'tx' | 'now'>, email: string): Promise<Reader | null> {
  const contacts = await contactsAt(ctx, email)
  return contacts.length > 0 || (await hasAsked(ctx, email)) ? { email, contacts } : null
}

async function hasAsked({ tx }: Pick<Ctx, 'tx'>, email: string): Promise<boolean> {
  const { rows } = await tx.execute(sql`select 1 from ticket where requester_email = ${email} limit 1`)
  return rows.length > 0
}

/** What a reader is called, and the actor who stands beside what they did. */
export const nameOfReader = ({ email, contacts }: Reader): string => contacts[0]?.name ?? email
export const actorOfReader = (reader: Reader): Actor & { kind: 'reader' } => ({
  kind: 'reader',
  id: reader.contacts[0]?.contactId ?? reader.email,
  name: nameOfReader(reader),
})
