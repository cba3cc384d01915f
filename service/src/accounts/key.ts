import { hashOfToken, newToken } from './token.ts'

/** A new API key: 256 random bits behind a prefix that secret scanners can look for. */
export const newKey = (): string => `tractops_${newToken()}`

/** True for text that may be a key of ours, so that anything else needs no look-up. */
export const looksLikeKey = (text: string): boolean => /^tractops_[\w-]{43}$/.test(text)

/** SHA-256 in hex: what is kept of a key. */
export const hashOfKey = hashOfToken
