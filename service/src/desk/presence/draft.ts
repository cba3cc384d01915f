import type { Ctx } from '@tractops/platform'
import { and, asc, eq, inArray, isNull } from 'drizzle-orm'
import { attachment, replyDraft } from '../tables.ts'

type Whose = { ticketId: string; personId: string }
type Draft = { text: string; public: boolean; attachments: string[] }

const whose = ({ ticketId, personId }: Whose) =>
  and(eq(replyDraft.ticketId, ticketId), eq(replyDraft.personId, personId))

type KeptDraft = Draft & {
  /** Those of its files that still wait for a message. */
  files: { id: string; name: string; type: string; size: number }[]
  changedAt: Temporal.Instant | null
}

/** What somebody has begun to write; an empty answer, and no instant, where there is nothing. */
export async function draftOf({ tx }: Pick<Ctx, 'tx'>, of: Whose): Promise<KeptDraft> {
  const [found] = await tx.select().from(replyDraft).where(whose(of))
  if (found === undefined) return { text: '', public: true, attachments: [], files: [], changedAt: null }
  const { text, public: isPublic, changedAt } = found
  const { id, name, type, size } = attachment
  const files = await tx
    .select({ id, name, type, size })
    .from(attachment)
    .where(and(inArray(id, found.attachments), isNull(attachment.messageId)))
    .orderBy(asc(attachment.seq))
  return { text, public: isPublic, attachments: files.map((file) => file.id), files, changedAt }
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
