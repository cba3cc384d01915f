import { readdir, stat, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { inTransaction, type Platform } from '@tractops/platform'
import { asc, eq, lt, sql } from 'drizzle-orm'
import { attachment } from '../tables.ts'
import type { AttachmentStore } from './attachment-store.ts'
import { storedFileCheck } from './tables.ts'

const SYSTEM = { kind: 'system', name: 'desk' } as const
const DAY_MS = 86_400_000
/** Longer than any upload takes, so that bytes are never judged while their row is on its way. */
const HOUR_MS = 3_600_000
const AT_ONCE = 500

/**
 * Forgets uploads that no message and no draft took within a day, then the bytes that no attachment is left of, and what
 * broken uploads left on the disk.
 */
export async function forgetFiles(
  p: Pick<Platform, 'db' | 'clock'>,
  { store }: { store: AttachmentStore },
): Promise<void> {
  await inTransaction(p, SYSTEM, async ({ tx, now }) => {
    await tx.execute(sql`
      with gone as (
        delete from ${attachment} where id in (
          select id from ${attachment} a
          where a.message_id is null and a.uploaded_at < ${iso(now.subtract({ milliseconds: DAY_MS }))}
            and not exists (select from reply_draft d where d.attachments @> to_jsonb(a.id))
          order by a.uploaded_at limit ${AT_ONCE} for update skip locked)
        returning sha256)
      insert into ${storedFileCheck} (sha256, at) select distinct sha256, ${iso(now)}::timestamptz from gone
      on conflict do nothing`)
  })
  while (await checkNext(p, store));
  await forgetReceived(store, p.clock.now())
}

/** Looks at the bytes whose turn it is, and deletes them where no row is left; false when it is nobody's turn. */
function checkNext(p: Pick<Platform, 'db' | 'clock'>, store: AttachmentStore): Promise<boolean> {
  return inTransaction(p, SYSTEM, async ({ tx, now }) => {
    const [next] = await tx
      .select()
      .from(storedFileCheck)
      .where(lt(storedFileCheck.at, now.subtract({ milliseconds: HOUR_MS })))
      .orderBy(asc(storedFileCheck.at))
      .limit(1)
      .for('update', { skipLocked: true })
    if (next === undefined) return false
    const used = await tx.$count(attachment, eq(attachment.sha256, next.sha256))
    if (used === 0) await store.remove(next.sha256)
    await tx.delete(storedFileCheck).where(eq(storedFileCheck.sha256, next.sha256))
    return true
  })
}

async function forgetReceived(store: AttachmentStore, now: Temporal.Instant): Promise<void> {
  for (const name of await readdir(store.receiving).catch(() => [])) {
    const path = join(store.receiving, name)
    const found = await stat(path).catch(() => null)
    if (found !== null && found.mtimeMs < now.epochMilliseconds - DAY_MS) await unlink(path).catch(() => {})
  }
}

const iso = (at: Temporal.Instant): string => at.toString()
