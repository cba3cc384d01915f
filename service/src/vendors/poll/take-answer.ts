import type { Ctx } from '@tractops/platform'
import { bytesOf, type Capture, isSame, keepCapture, lastCapture } from '../captures/keep-capture.ts'
import type { VendorPage } from '../config.ts'
import { readPage, readPosts } from '../formats/read-page.ts'
import type { Post, Reading } from '../formats/reading.ts'
import type { vendorPoll } from '../tables.ts'
import type { Asked } from './ask-vendor.ts'
import { judgeReading, type Seen } from './judge-reading.ts'

type Poll = typeof vendorPoll.$inferSelect

/** What an answer proves, the bytes it rests on, and the page as it was read where it could be. */
export type Taken = { seen: Seen; capture: Capture | null; reading: Reading | null }

/**
 * Reads and judges a summary, and keeps its bytes. Of a page in trouble only the first answer is kept: a page of HTML that
 * differs each minute would fill the disk and prove nothing.
 */
export async function takeSummary(ctx: Ctx, page: VendorPage, poll: Poll, asked: Asked): Promise<Taken> {
  if (asked.kind === 'failed') return { seen: { unknown: asked.reason }, capture: null, reading: null }
  const last = await lastCapture(ctx, page.vendor, asked.url)
  const answer = await whole(ctx, asked, last)
  const reading = readPage(page.format, answer.bytes)
  const known = { pageId: poll.pageId, pageUpdatedAt: poll.pageUpdatedAt, answerAgeMs: asked.ageMs }
  const seen =
    'unread' in reading
      ? { unknown: `the page ${reading.unread}` }
      : judgeReading(page, reading, asked.at, known)
  const unread = 'unknown' in seen ? seen.unknown : null
  const answered = { ...answer, vendor: page.vendor, url: asked.url, at: asked.at, unread }
  if (unread === null) {
    const goesOn = poll.failures === 0 && isWithin(last, asked.at, page) ? last : null
    const capture = await keepCapture(ctx, answered, goesOn)
    return { seen, capture, reading: reading as Reading }
  }
  const inTrouble = poll.failures > 0
  if (inTrouble && (last === null || !isSame(last, answered))) return { seen, capture: null, reading: null }
  return { seen, capture: await keepCapture(ctx, answered, inTrouble ? last : null), reading: null }
}

/** Reads the past incidents that stand beside a summary. What cannot be read of them is left out: they are no evidence. */
export async function takePosts(ctx: Ctx, page: VendorPage, asked: Asked, pageId: string): Promise<Post[]> {
  if (asked.kind === 'failed') return []
  const last = await lastCapture(ctx, page.vendor, asked.url)
  const answer = await whole(ctx, asked, last)
  const read = readPosts(answer.bytes)
  if ('unread' in read || read.pageId !== pageId) return []
  const answered = { ...answer, vendor: page.vendor, url: asked.url, at: asked.at, unread: null }
  await keepCapture(ctx, answered, isWithin(last, asked.at, page) ? last : null)
  return asked.kind === 'unchanged' ? [] : read.posts
}

/** The bytes of an answer, also where it said "as before". */
async function whole(ctx: Ctx, asked: Exclude<Asked, { kind: 'failed' }>, last: Capture | null) {
  if (asked.kind === 'bytes') {
    const { bytes, contentType, etag, lastModified } = asked
    return { bytes, contentType, etag, lastModified }
  }
  const { sha256, contentType, etag, lastModified } = last!
  return { bytes: await bytesOf(ctx, sha256), contentType, etag, lastModified }
}

function isWithin(last: Capture | null, at: Temporal.Instant, { everyMs }: VendorPage): boolean {
  return last !== null && at.epochMilliseconds - last.seenUntil.epochMilliseconds <= 2 * everyMs
}
