import { and, desc, eq, lt, type SQL, sql } from 'drizzle-orm'
import type { Ctx } from '../database/transaction.ts'
import { auditEntry } from './tables.ts'

export type AuditFilter = {
  /** The id of what it was about. */
  subject?: string | undefined
  /** The id of who did it, or, for the system, its name. */
  actor?: string | undefined
  /** An action, such as `key.created`, or with a star the ones that begin so: `key.*`. */
  action?: string | undefined
}

/** Entries of the audit chain, newest first: at most `limit` of them, older than entry `before` where one is given. */
export function listAudit(
  ctx: Pick<Ctx, 'tx'>,
  { subject, actor, action, before, limit }: AuditFilter & { before?: number | undefined; limit: number },
) {
  const conditions: (SQL | undefined)[] = [
    before === undefined ? undefined : lt(auditEntry.seq, before),
    subject === undefined ? undefined : eq(auditEntry.subject, subject),
    actor === undefined ? undefined : eq(whoDidIt, actor),
    action === undefined ? undefined : matching(action),
  ]
  return ctx.tx
    .select()
    .from(auditEntry)
    .where(and(...conditions))
    .orderBy(desc(auditEntry.seq))
    .limit(limit)
}

const whoDidIt = sql`coalesce(${auditEntry.actor} ->> 'id', ${auditEntry.actor} ->> 'name')`

const matching = (action: string): SQL =>
  action.endsWith('.*')
    ? sql`starts_with(${auditEntry.action}, ${action.slice(0, -1)})`
    : eq(auditEntry.action, action)
