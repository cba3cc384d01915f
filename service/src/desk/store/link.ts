import { createHmac, timingSafeEqual } from 'node:crypto'
import { AppError } from '@tractops/platform'

const GOOD_FOR_MS = 15 * 60_000

/** A link to one attachment for whoever holds it, without a cookie or a key; good for 15 minutes unless told otherwise. */
export function attachmentLink(
  desk: { secretKey: string; url: string },
  { id, now, forMs = GOOD_FOR_MS }: { id: string; now: Temporal.Instant; forMs?: number },
): string {
  const body = `${id}.${now.epochMilliseconds + forMs}`
  return `${desk.url}/attachments/${body}.${signature(desk.secretKey, body)}`
}

/** The attachment that a token is for. @throws AppError `link_invalid` (404), `link_expired` (410). */
export function attachmentOfToken(secretKey: string, token: string, now: Temporal.Instant): string {
  const [, body = '', id = '', until = '', given = ''] = /^((att_[\w-]+)\.(\d+))\.([\w-]+)$/.exec(token) ?? []
  const seen = Buffer.from(given)
  const wanted = Buffer.from(signature(secretKey, body))
  if (seen.length !== wanted.length || !timingSafeEqual(seen, wanted))
    throw new AppError('link_invalid', 404, 'This link is not whole. Open the attachment from its ticket.')
  if (Number(until) <= now.epochMilliseconds)
    throw new AppError('link_expired', 410, 'This link was good for a while only. Open it from its ticket.')
  return id
}

const signature = (secretKey: string, body: string): string =>
  createHmac('sha256', secretKey).update(`attachment ${body}`).digest('base64url')
