import { signToken } from './token.ts'

type Where = { secretKey: string; url: string }

/** Where a subscriber changes what they hear of; the link is all that they need, now and later. */
export function manageUrl({ secretKey, url }: Where, id: string): string {
  return `${url}/status/subscription/${signToken(secretKey, 'manage', { id })}`
}

/** Where a POST without cookie and without more ends it (RFC 8058). */
export function unsubscribeUrl({ secretKey, url }: Where, id: string): string {
  return `${url}/status/unsubscribe/${signToken(secretKey, 'manage', { id })}`
}
