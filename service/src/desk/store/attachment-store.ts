import { createReadStream } from 'node:fs'
import { mkdir, open, readFile, rename, rm, stat, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { type BucketSettings, openBucket } from '../../bucket/index.ts'

/** Where the bytes of attachments lie, by their SHA-256: equal files are kept once. */
export type AttachmentStore = {
  /** Where files lie while they are received. */
  receiving: string
  maxBytes: number
  /** Takes the file at `path`, of which nothing is left there; what the store has already stays as it is. */
  put(sha256: Buffer, path: string): Promise<void>
  /** Null where the bytes are not there. */
  open(sha256: Buffer): Promise<Readable | null>
  remove(sha256: Buffer): Promise<void>
}

export type StoreSettings = { folder: string; maxBytes: number; bucket: BucketSettings | null }

/** The store that the settings name: a bucket, or else a folder. What is being received lies in the folder in both cases. */
export function attachmentStore(settings: StoreSettings, now: () => Temporal.Instant): AttachmentStore {
  const base = { receiving: join(settings.folder, 'receiving'), maxBytes: settings.maxBytes }
  const stored =
    settings.bucket === null ? inFolder(settings.folder) : inBucket(settings.bucket, settings.maxBytes, now)
  return { ...base, ...stored }
}

type Stored = Pick<AttachmentStore, 'put' | 'open' | 'remove'>

function inFolder(folder: string): Stored {
  const pathOf = (sha256: Buffer) => {
    const hex = sha256.toString('hex')
    return join(folder, hex.slice(0, 2), hex)
  }
  return {
    async put(sha256, path) {
      const target = pathOf(sha256)
      if (await stat(target).catch(() => null)) return unlink(path)
      const parent = join(target, '..')
      await mkdir(parent, { recursive: true })
      await rename(path, target)
      await flushFolder(parent)
      await flushFolder(folder)
    },
    async open(sha256) {
      const path = pathOf(sha256)
      return (await stat(path).catch(() => null)) === null ? null : createReadStream(path)
    },
    remove: (sha256) => rm(pathOf(sha256), { force: true }),
  }
}

/** An object is read and written whole: the size of an attachment is bounded, and one request is all or nothing. */
function inBucket(settings: BucketSettings, maxBytes: number, now: () => Temporal.Instant): Stored {
  const bucket = openBucket(settings, now)
  const nameOf = (sha256: Buffer) => `attachments/${sha256.toString('hex')}`
  return {
    async put(sha256, path) {
      await bucket.put(nameOf(sha256), await readFile(path), { 'content-type': 'application/octet-stream' })
      await unlink(path)
    },
    async open(sha256) {
      const found = await bucket.get(nameOf(sha256), maxBytes)
      return found && Readable.from([found])
    },
    remove: (sha256) => bucket.remove(nameOf(sha256)),
  }
}

/** A rename is on the disk only when its folder is. */
async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  await handle.sync().finally(() => handle.close())
}
