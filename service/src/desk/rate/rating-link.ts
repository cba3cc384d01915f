import { createHmac, timingSafeEqual } from 'node:crypto'
import { AppError } from '@tractops/platform'

/** Where whoever has the link says how a ticket was; it is good as long as the ticket is closed. */
export const ratingLink = (desk: { secretKey: string; url: string }, ticketId: string): string =>
  `${desk.url}/rate/${ticketId}.${signature(desk.secretKey, ticketId)}`

/** The ticket that a token is for. @throws AppError `link_invalid` (404). */
export function ticketOfRating(secretKey: string, token: string): string {
  const [, ticketId = '', given = ''] = /^(tkt_[\w-]+)\.([\w-]+)$/.exec(token) ?? []
  const seen = Buffer.from(given)
  const wanted = Buffer.from(signature(secretKey, ticketId))
  if (seen.length !== wanted.length || !timingSafeEqual(seen, wanted))
    throw new AppError('link_invalid', 404, 'This link is not whole. Copy all of it from the mail.')
  return ticketId
}

const signature = (secretKey: string, ticketId: string): string =>
  createHmac('sha256', secretKey).update(`rating ${ticketId}`).digest('base64url')
