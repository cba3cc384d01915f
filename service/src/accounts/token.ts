import { createHash, randomBytes } from 'node:crypto'

/** A token for a link: 256 random bits. */
export const newToken = (): string => randomBytes(32).toString('base64url')

/** SHA-256 in hex: what is kept of a token. It has 256 random bits, so nothing slower is needed. */
export const hashOfToken = (token: string): string => createHash('sha256').update(token).digest('hex')
