import type { Ctx } from '@tractops/platform'
import { and, eq } from 'drizzle-orm'
import { replyDraft } from '../tables.ts'

type Whose = { ticketId: string; personId: string }
type Draft = { text: string; public: boolean; attachments: string[] }

const whose = ({ ticketId, personId }: Whose) =>
  and(eq(replyDraft.ticketId, ticketId), eq(replyDraft.personId, personId))

/** What somebody has begun to write; an empty answer, and no instant, where there is nothing. */
export async function draftOf(
  { tx }: Pick<Ctx, 'tx'>,
  of: Whose,
): Promise<Draft & { changedAt: Temporal.Instant | null }> {
  const [found] = await tx.select().from(replyDraft).where(whose(of))
  if (found === undefined) return { text: '', public: true, attachments: [], changedAt: null }
  const { text, public: isPublic, attachments, changedAt } = found
  return { text, public: isPublic, attachments, changedAt }
}

/** Keeps it, in place of what was there. It goes when the answer is sent. */
export async function keepDraft(ctx: Pick<Ctx, 'tx' | 'now'>, of: Whose, draft: Draft): Promise<void> {
  const values = { ...draft, changedAt: ctx.now }
  await ctx.tx
    .insert(replyDraft)
    .values({ ...of, ...values })
    .onConflictDoUpdate({ target: [replyDraft.ticketId, replyDraft.personId], set: values })
}

export async function dropDraft({ tx }: Pick<Ctx, 'tx'>, of: Whose): Promise<void> {
  await tx.delete(replyDraft).where(whose(of))
}
