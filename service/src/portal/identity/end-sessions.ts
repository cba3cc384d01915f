import { audit, type Ctx } from '@tractops/platform'
import { and, eq } from 'drizzle-orm'
import { readerSession } from '../tables.ts'
import type { ReaderSession } from './find-session.ts'

/** Ends this session of a reader, or, `everywhere`, all of that address. */
export async function endSessions(
  ctx: Ctx,
  { session, everywhere }: { session: ReaderSession; everywhere: boolean },
): Promise<void> {
  const ended = await ctx.tx
    .delete(readerSession)
    .where(
      and(eq(readerSession.email, session.email), everywhere ? undefined : eq(readerSession.id, session.id)),
    )
    .returning({ id: readerSession.id })
  const subject = 'id' in ctx.actor ? ctx.actor.id : ctx.actor.name
  await audit(ctx, { action: 'reader.signed_out', subject, detail: { sessions: ended.map(({ id }) => id) } })
}
