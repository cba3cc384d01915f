import { createHash } from 'node:crypto'
import { eq } from 'drizzle-orm'
import type { Actor } from '../actor.ts'
import type { Tx } from '../database/database.ts'
import type { Ctx } from '../database/transaction.ts'
import type { JsonValue } from '../json.ts'
import { canonicalJson, storable } from './canonical.ts'
import { auditEntry, auditHead } from './tables.ts'

type Link = {
  seq: number
  at: Temporal.Instant
  actor: Actor
  action: string
  subject: string
  detail: JsonValue
  previousHash: string
}

/** What the first entry follows. */
export const genesisHash = '0'.repeat(64)

/** SHA-256, in hex, over the canonical JSON of all that an entry says, its place and the hash before it included. */
export function linkHash(link: Link): string {
  const { seq, at, actor, action, subject, detail, previousHash } = link
  const content = {
    seq,
    at: at.toString({ smallestUnit: 'millisecond' }),
    actor,
    action,
    subject,
    detail,
    previousHash,
  }
  return createHash('sha256').update(canonicalJson(content)).digest('hex')
}

/**
 * Adds an entry to the audit chain in the verb's own transaction: the change and its entry are committed together or
 * not at all. Entries of concurrent transactions wait for each other here, until commit; so write the entry last.
 */
export async function audit(
  ctx: Ctx,
  entry: { action: string; subject: string; detail?: JsonValue },
): Promise<void> {
  const head = await holdHead(ctx.tx)
  const said = storable({
    actor: withoutAddress(ctx.actor),
    action: entry.action,
    subject: entry.subject,
    detail: entry.detail ?? null,
  })
  const link: Link = {
    ...(said as Pick<Link, 'actor' | 'action' | 'subject' | 'detail'>),
    seq: head.seq + 1,
    at: ctx.now,
    previousHash: head.hash,
  }
  const hash = linkHash(link)
  await ctx.tx.insert(auditEntry).values({ ...link, hash })
  await ctx.tx.update(auditHead).set({ seq: link.seq, hash }).where(eq(auditHead.id, 1))
}

/** The chain cannot forget, so it names nobody outside: a reader is the id of a contact, or the hash of an address. */
function withoutAddress(actor: Actor): Actor {
  if (actor.kind !== 'reader') return actor
  const id = actor.id.includes('@')
    ? `sha256:${createHash('sha256').update(actor.id).digest('hex')}`
    : actor.id
  return { kind: 'reader', id, name: 'A reader' }
}

async function holdHead(tx: Tx): Promise<{ seq: number; hash: string }> {
  const select = () => tx.select().from(auditHead).where(eq(auditHead.id, 1)).for('update')
  const [head] = await select()
  if (head) return head
  await tx.insert(auditHead).values({ id: 1, seq: 0, hash: genesisHash }).onConflictDoNothing()
  const [first] = await select()
  return first!
}
