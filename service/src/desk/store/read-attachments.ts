import type { Readable } from 'node:stream'
import { AppError, type Ctx, type Platform } from '@tractops/platform'
import { asc, eq, inArray } from 'drizzle-orm'
import { attachment } from '../tables.ts'
import type { AttachmentStore } from './attachment-store.ts'
import { servedAs } from './file-types.ts'

export type OpenedAttachment = {
  stream: Readable
  name: string
  /** As it may be served; what is in doubt is unknown bytes. */
  type: string
  /** Whether a browser may show it in place. */
  inline: boolean
  size: number
}

/** @throws AppError `attachment_not_found`, `attachment_lost` (404). */
export async function openAttachment(
  p: Pick<Platform, 'db'>,
  { store }: { store: AttachmentStore },
  id: string,
): Promise<OpenedAttachment> {
  const [found] = await p.db.select().from(attachment).where(eq(attachment.id, id))
  if (found === undefined)
    throw new AppError(
      'attachment_not_found',
      404,
      'There is no such attachment; one that no message took is kept for a day.',
      { path: 'param.id' },
    )
  const stream = await store.open(found.sha256)
  if (stream === null)
    throw new AppError(
      'attachment_lost',
      404,
      `The attachment "${found.name}" is listed, and its bytes are not in the store. Ask whoever runs this installation.`,
    )
  return { stream, name: found.name, ...servedAs(found), size: found.size }
}

/** An attachment as a message lists it. */
export type ListedAttachment = {
  id: string
  name: string
  type: string
  claimedType: string
  size: number
  inline: boolean
  contentId: string | null
}

/** The attachments of messages, by the message, in the order of their upload. */
export async function attachmentsOf(
  ctx: Pick<Ctx, 'tx'>,
  messageIds: readonly string[],
): Promise<Map<string, ListedAttachment[]>> {
  if (messageIds.length === 0) return new Map()
  const rows = await ctx.tx
    .select()
    .from(attachment)
    .where(inArray(attachment.messageId, [...messageIds]))
    .orderBy(asc(attachment.seq))
  const listed = ({ id, name, type, claimedType, size, contentId }: (typeof rows)[number]) => ({
    id,
    name,
    type,
    claimedType,
    size,
    inline: servedAs({ type, claimedType }).inline,
    contentId,
  })
  return new Map([...Map.groupBy(rows, (row) => row.messageId!)].map(([id, of]) => [id, of.map(listed)]))
}
