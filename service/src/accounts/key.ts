import { createHash, randomBytes } from 'node:crypto'

/** A new API key: 256 random bits behind a prefix that secret scanners can look for. */
export const newKey = (): string => `tractops_${randomBytes(32).toString('base64url')}`

/** True for text that may be a key of ours, so that anything else needs no look-up. */
export const looksLikeKey = (text: string): boolean => /^tractops_[\w-]{43}$/.test(text)

/** SHA-256 in hex: what is kept of a key. A key has 256 random bits, so nothing slower is needed. */
export const hashOfKey = (key: string): string => createHash('sha256').update(key).digest('hex')
