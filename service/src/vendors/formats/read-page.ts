import { z } from 'zod'
import type { VendorPage } from '../config.ts'
import { readIncidentIo } from './incident-io.ts'
import type { Post, Reading, Unread } from './reading.ts'
import { readStatuspage, readStatuspagePosts } from './statuspage.ts'

/** Reads the summary of a vendor's page. Whatever the bytes, the answer is a reading or the reason why there is none. */
export function readPage(format: VendorPage['format'], bytes: Buffer): Reading | Unread {
  return attempt(bytes, NAMES[format], format === 'statuspage' ? readStatuspage : readIncidentIo)
}

/** Reads the past incidents that a page lists beside its summary. */
export function readPosts(bytes: Buffer): { pageId: string; posts: Post[] } | Unread {
  return attempt(bytes, 'list of incidents', readStatuspagePosts)
}

const NAMES = { statuspage: 'Statuspage summary', 'incident-io': 'incident.io summary' }

function attempt<R>(bytes: Buffer, kind: string, read: (data: unknown) => R): R | Unread {
  const text = bytes.toString('utf8').trim()
  if (text === '') return { unread: 'answered nothing at all' }
  if (text.startsWith('<')) return { unread: 'answered HTML instead of JSON' }
  let data: unknown
  try {
    data = JSON.parse(text)
  } catch {
    return { unread: 'answered JSON that is broken or cut off' }
  }
  try {
    return read(data)
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error
    const path = error.issues[0]!.path.join('.')
    return {
      unread: `answered something that is no ${kind}${path === '' ? '' : ` (at ${path.slice(0, 80)})`}`,
    }
  }
}
