import { createHash, randomUUID } from 'node:crypto'
import { gunzipSync, gzipSync } from 'node:zlib'
import type { Ctx } from '@tractops/platform'
import { and, desc, eq } from 'drizzle-orm'
import { vendorBytes, vendorCapture } from '../tables.ts'

export type Capture = typeof vendorCapture.$inferSelect

/** The last stretch over which an address answered the same. */
export async function lastCapture(ctx: Ctx, vendor: string, url: string): Promise<Capture | null> {
  const [last] = await ctx.tx
    .select()
    .from(vendorCapture)
    .where(and(eq(vendorCapture.vendor, vendor), eq(vendorCapture.url, url)))
    .orderBy(desc(vendorCapture.seenUntil))
    .limit(1)
  return last ?? null
}

/** The bytes behind a capture, exactly as they came. */
export async function bytesOf(ctx: Ctx, sha256: string): Promise<Buffer> {
  const [row] = await ctx.tx.select().from(vendorBytes).where(eq(vendorBytes.sha256, sha256))
  return gunzipSync(row!.gzipped)
}

/** Bytes as they came from an address, and why they prove nothing where they do not. */
export type Answered = Pick<
  Capture,
  'vendor' | 'url' | 'contentType' | 'etag' | 'lastModified' | 'unread'
> & {
  bytes: Buffer
  at: Temporal.Instant
}

/**
 * Keeps what an address answered, with time and SHA-256. The same bytes as in the stretch `goesOn` make that longer; else a new
 * one begins, over bytes that are kept once however often they come.
 */
export async function keepCapture(ctx: Ctx, answered: Answered, goesOn: Capture | null): Promise<Capture> {
  const { bytes, at, ...answer } = answered
  const sha256 = sha256Of(bytes)
  if (goesOn !== null && isSame(goesOn, answered)) {
    const { contentType, etag, lastModified } = answer
    const seenUntil = Temporal.Instant.compare(at, goesOn.seenUntil) > 0 ? at : goesOn.seenUntil
    const change = { contentType, etag, lastModified, seenUntil }
    await ctx.tx.update(vendorCapture).set(change).where(eq(vendorCapture.id, goesOn.id))
    return { ...goesOn, ...change }
  }
  await ctx.tx
    .insert(vendorBytes)
    .values({ sha256, gzipped: gzipSync(bytes), size: bytes.length })
    .onConflictDoNothing()
  const capture = { id: `cap_${randomUUID()}`, ...answer, sha256, firstSeenAt: at, seenUntil: at }
  await ctx.tx.insert(vendorCapture).values(capture)
  return capture
}

/** Whether an answer is what a stretch holds already: the same bytes, worth the same. */
export function isSame(capture: Capture, { bytes, unread }: Pick<Answered, 'bytes' | 'unread'>): boolean {
  return capture.unread === unread && capture.sha256 === sha256Of(bytes)
}

function sha256Of(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex')
}
