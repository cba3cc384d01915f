import { createHash, randomUUID } from 'node:crypto'
import { mkdir, open, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { AppError, type Platform } from '@tractops/platform'
import { attachment } from '../tables.ts'
import type { AttachmentStore } from './attachment-store.ts'
import { fileName } from './file-name.ts'
import { cleanType, HEAD_BYTES, typeOf } from './file-types.ts'
import { storedFileCheck } from './tables.ts'

export type NewAttachment = {
  name: string
  claimedType: string
  /** Who uploaded it: a person's id, or what the widget, the portal or the mail room calls its sender. */
  uploadedBy: string
  contentId?: string | null
} & ({ bytes: Uint8Array } | { stream: Readable | AsyncIterable<Uint8Array> })

export type SavedAttachment = { id: string; name: string; type: string; size: number }

/**
 * Keeps a file, read as it comes, until a message takes it (`attachFiles`); one that none takes within a day is forgotten.
 * What it is, its bytes say; what its sender called it is kept beside.
 *
 * @throws AppError `attachment_too_large` (413), `attachment_empty` (400).
 */
export async function saveAttachment(
  p: Pick<Platform, 'db' | 'clock'>,
  { store }: { store: AttachmentStore },
  input: NewAttachment,
): Promise<SavedAttachment> {
  const received = await receive(store, 'bytes' in input ? Readable.from([input.bytes]) : input.stream)
  const { sha256, size, head, path } = received
  const claimedType = cleanType(input.claimedType)
  const row = {
    id: `att_${randomUUID()}`,
    name: fileName(input.name),
    type: await typeOf(head, claimedType),
    claimedType,
    size,
    sha256,
    contentId: input.contentId ?? null,
    uploadedAt: p.clock.now(),
    uploadedBy: input.uploadedBy,
  }
  try {
    const at = row.uploadedAt
    await p.db
      .insert(storedFileCheck)
      .values({ sha256, at })
      .onConflictDoUpdate({ target: storedFileCheck.sha256, set: { at } })
    await store.put(sha256, path)
  } catch (error) {
    await unlink(path).catch(() => {})
    throw error
  }
  await p.db.insert(attachment).values(row)
  return { id: row.id, name: row.name, type: row.type, size }
}

/** Writes what comes to a file that is on the disk when this resolves; nothing is left of it when it throws. */
async function receive(store: AttachmentStore, stream: AsyncIterable<Uint8Array>) {
  await mkdir(store.receiving, { recursive: true })
  const path = join(store.receiving, randomUUID())
  const file = await open(path, 'wx', 0o600)
  const hash = createHash('sha256')
  const heads: Uint8Array[] = []
  let size = 0
  try {
    for await (const chunk of stream) {
      if (size < HEAD_BYTES) heads.push(Buffer.from(chunk.subarray(0, HEAD_BYTES - size)))
      size += chunk.length
      if (size > store.maxBytes) throw tooLarge(store.maxBytes)
      hash.update(chunk)
      await file.writeFile(chunk)
    }
    if (size === 0) throw new AppError('attachment_empty', 400, 'The file is empty; choose another.')
    await file.sync()
    await file.close()
  } catch (error) {
    await file.close().catch(() => {})
    await unlink(path)
    throw error
  }
  return { path, size, sha256: hash.digest(), head: Buffer.concat(heads) }
}

const tooLarge = (maxBytes: number): AppError =>
  new AppError(
    'attachment_too_large',
    413,
    `The file is larger than ${Math.floor(maxBytes / 1024 / 1024)} MB. Send a smaller one, or a link to it.`,
  )
