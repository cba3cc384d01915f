import { AppError, type Ctx } from '@tractops/platform'
import { and, eq, inArray, isNull } from 'drizzle-orm'
import { attachment } from '../tables.ts'

/**
 * Gives uploaded files to a message, in its transaction: all of them, or it throws. `uploadedBy`: only what that one uploaded.
 *
 * @throws AppError `attachment_unknown` (409) where one is not there, belongs to a message, or is somebody else's.
 */
export async function attachFiles(
  ctx: Pick<Ctx, 'tx'>,
  { ids, messageId, uploadedBy }: { ids: readonly string[]; messageId: string; uploadedBy?: string },
): Promise<void> {
  const wanted = [...new Set(ids)]
  if (wanted.length === 0) return
  const taken = await ctx.tx
    .update(attachment)
    .set({ messageId })
    .where(
      and(
        inArray(attachment.id, wanted),
        isNull(attachment.messageId),
        uploadedBy === undefined ? undefined : eq(attachment.uploadedBy, uploadedBy),
      ),
    )
    .returning({ id: attachment.id })
  if (taken.length === wanted.length) return
  const missing = wanted.filter((id) => !taken.some((one) => one.id === id))
  throw new AppError(
    'attachment_unknown',
    409,
    `The message was not kept, as an attachment waits no more (${missing.join(', ')}): upload it again.`,
    { path: 'attachments' },
  )
}
