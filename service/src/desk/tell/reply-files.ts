import { buffer } from 'node:stream/consumers'
import type { Ctx, MailAttachment } from '@tractops/platform'
import { asc, inArray } from 'drizzle-orm'
import type { AttachmentStore } from '../store/attachment-store.ts'
import { attachment } from '../tables.ts'

/** What mail programs and their servers still take; more than this is read in the portal. */
const MOST_BYTES = 15_000_000

/** The files of an answer as its mail carries them; none, and `tooLarge`, where they are too much for a mail. */
export async function replyFiles(
  { tx }: Pick<Ctx, 'tx'>,
  ids: readonly string[],
): Promise<{ attachments: MailAttachment[]; tooLarge: boolean }> {
  if (ids.length === 0) return { attachments: [], tooLarge: false }
  const rows = await tx
    .select()
    .from(attachment)
    .where(inArray(attachment.id, [...ids]))
    .orderBy(asc(attachment.seq))
  if (rows.reduce((sum, { size }) => sum + size, 0) > MOST_BYTES) return { attachments: [], tooLarge: true }
  return {
    attachments: rows.map(({ name, type, sha256 }) => ({
      ...{ filename: name, contentType: type, content: { storeKey: sha256.toString('hex') } },
    })),
    tooLarge: false,
  }
}

/** Reads a file of an answer when its mail is sent. */
export const readReplyFile =
  (store: AttachmentStore) =>
  async (storeKey: string): Promise<Buffer> => {
    const stream = await store.open(Buffer.from(storeKey, 'hex'))
    if (stream === null) throw new Error(`the attachment ${storeKey} is not in the store`)
    return buffer(stream)
  }
