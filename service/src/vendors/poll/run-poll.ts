import { type Actor, inTransaction, type Platform } from '@tractops/platform'
import { lastCapture } from '../captures/keep-capture.ts'
import type { VendorPage } from '../config.ts'
import { type Asked, askVendor, type Validators } from './ask-vendor.ts'
import { type Claim, releaseVendor } from './claim.ts'
import { recordPoll } from './record-poll.ts'

/** The poller's own name on what it does. */
export const VENDORS: Actor = { kind: 'system', name: 'vendors' }

export type PollDeps = Pick<Platform, 'db' | 'clock' | 'log'> & { signal: AbortSignal; timeoutMs?: number }

/**
 * Asks a claimed vendor and records the answer. One that is cut off by `signal` proves nothing, not even that the page cannot be
 * read: the claim is given back. Answers what the poll came to.
 */
export async function runPoll(
  p: PollDeps,
  page: VendorPage,
  claim: Claim,
): Promise<'read' | 'unknown' | 'dropped'> {
  const validators = await inTransaction(p, VENDORS, (ctx) =>
    Promise.all(page.urls.map(async (url) => validatorsOf(await lastCapture(ctx, page.vendor, url)))),
  )
  const asked: Asked[] = []
  for (const [i, url] of page.urls.entries()) asked.push(await askVendor(page, url, validators[i]!, p))
  if (p.signal.aborted) {
    await inTransaction(p, VENDORS, (ctx) => releaseVendor(ctx, claim))
    return 'dropped'
  }
  const random = Math.random()
  const done = await inTransaction(p, VENDORS, (ctx) => recordPoll(ctx, { page, claim, asked, random }))
  if (done === 'dropped') return done
  const { vendor } = page
  const { trouble, wasInTrouble } = done
  if (trouble !== null && !wasInTrouble)
    p.log.info(
      { vendor, because: trouble },
      'a vendor’s page cannot be read just now; it is shown as unknown',
    )
  if (trouble === null && wasInTrouble) p.log.info({ vendor }, 'a vendor’s page can be read again')
  return trouble === null ? 'read' : 'unknown'
}

/** Only an answer that could be read may be answered for by "as before". */
function validatorsOf(last: Awaited<ReturnType<typeof lastCapture>>): Validators {
  if (last === null || last.unread !== null) return { etag: null, lastModified: null }
  return { etag: last.etag, lastModified: last.lastModified }
}
