import { createHmac, timingSafeEqual } from 'node:crypto'
import { AppError } from '@tractops/platform'
import { z } from 'zod'

/** What a link in a mail may do: confirm an address with what it asked for, or speak for a subscriber. */
const claims = {
  confirm: z.object({ email: z.string(), components: z.array(z.string()), until: z.number() }),
  manage: z.object({ id: z.string() }),
}

type Purpose = keyof typeof claims
type Claims<P extends Purpose> = z.output<(typeof claims)[P]>

/** A link's token: what it says, signed for its one purpose. Nothing of it is kept. */
export function signToken<P extends Purpose>(secretKey: string, purpose: P, says: Claims<P>): string {
  const body = Buffer.from(JSON.stringify(says)).toString('base64url')
  return `${body}.${signature(secretKey, purpose, body)}`
}

/**
 * What a token of ours says.
 *
 * @throws AppError `link_invalid` (404) for one that we did not sign for this purpose, `link_expired` (410).
 */
export function readToken<P extends Purpose>(
  secretKey: string,
  purpose: P,
  token: string,
  now: Temporal.Instant,
): Claims<P> {
  const [body = '', given = ''] = token.split('.', 2)
  const wanted = Buffer.from(signature(secretKey, purpose, body))
  const seen = Buffer.from(given)
  if (wanted.length !== seen.length || !timingSafeEqual(wanted, seen))
    throw new AppError(
      'link_invalid',
      404,
      'This link is not whole. Copy all of it from the mail, or subscribe again.',
    )
  const says = claims[purpose].parse(JSON.parse(Buffer.from(body, 'base64url').toString()))
  if ('until' in says && says.until <= now.epochMilliseconds)
    throw new AppError(
      'link_expired',
      410,
      'This link was good for 48 hours. Subscribe again to get a new one.',
    )
  return says as Claims<P>
}

function signature(secretKey: string, purpose: Purpose, body: string): string {
  return createHmac('sha256', secretKey).update(`subscriber ${purpose} ${body}`).digest('base64url')
}
