import { type Ctx, inTransaction, type Platform } from '@tractops/platform'
import { sql } from 'drizzle-orm'
import { actorOfReader, type Reader } from '../identity/reader.ts'
import { READER_ROLE } from './raise-wall.ts'

export type Walled = { db: Platform['db']; clock: Platform['clock']; wall: boolean }

/** Runs `work`, which reads, where the database shows nothing but what is this reader's, whatever is asked. */
export function asReader<T>(p: Walled, reader: Reader, work: (ctx: Ctx) => Promise<T>): Promise<T> {
  return inTransaction(p, actorOfReader(reader), (ctx) => behindWall(ctx, p, reader, () => work(ctx)))
}

/** The same within a transaction that goes on to write: what `look` sees is the reader's, and afterwards everything is there again. */
export async function behindWall<T>(
  { tx }: Pick<Ctx, 'tx'>,
  { wall }: Pick<Walled, 'wall'>,
  { email }: Reader,
  look: () => Promise<T>,
): Promise<T> {
  if (!wall) return look()
  await tx.execute(sql`select set_config('tractops.reader', ${email}, true)`)
  await tx.execute(sql.raw(`set local role ${READER_ROLE}`))
  const seen = await look()
  await tx.execute(sql.raw('set local role none'))
  return seen
}
