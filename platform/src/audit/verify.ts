import { asc, gt } from 'drizzle-orm'
import type { Ctx } from '../database/transaction.ts'
import { genesisHash, linkHash } from './audit.ts'
import { auditEntry, auditHead } from './tables.ts'

export type AuditVerdict =
  | { verified: true; entries: number; head: string }
  | { verified: false; entries: number; seq: number; because: string }

const pageSize = 1_000

/**
 * Walks the whole audit chain and says whether it stands, or where it first fails: an entry altered, removed (from the
 * end as well), inserted or moved. Reads in pages, so memory stays flat. Somebody who can rewrite the whole chain and
 * its head cannot be found from within: keep the head's hash elsewhere to rule that out.
 */
export async function verifyAuditChain(ctx: Pick<Ctx, 'tx'>): Promise<AuditVerdict> {
  let seq = 0
  let hash = genesisHash
  const broken = (because: string): AuditVerdict => ({ verified: false, entries: seq, seq: seq + 1, because })
  for (;;) {
    const page = await ctx.tx
      .select()
      .from(auditEntry)
      .where(gt(auditEntry.seq, seq === 0 ? Number.MIN_SAFE_INTEGER : seq))
      .orderBy(asc(auditEntry.seq))
      .limit(pageSize)
    for (const row of page) {
      if (row.seq !== seq + 1) return broken(`entry ${seq + 1} is missing; the next one found is ${row.seq}`)
      if (row.previousHash !== hash) return broken(`entry ${row.seq} does not follow from entry ${seq}`)
      if (linkHash(row) !== row.hash) return broken(`entry ${row.seq} does not say what was signed`)
      seq = row.seq
      hash = row.hash
    }
    if (page.length < pageSize) break
  }
  const [head] = await ctx.tx.select().from(auditHead)
  const end = head ?? { seq: 0, hash: genesisHash }
  if (end.seq !== seq || end.hash !== hash)
    return broken(`the chain was written up to entry ${end.seq}, what is left of it ends at ${seq}`)
  return { verified: true, entries: seq, head: hash }
}
