import { addressParser, decodeWords } from 'postal-mime'
import { cleanLine } from './clean-text.ts'
import { fieldOf, type Head } from './read-head.ts'

/** Somebody in a header. The address is in lower case; it may be empty, as a name may be. */
export type Mailbox = { name: string; address: string }

const MOST = 100
const longestField = 20_000

/** Everybody whom a field names, groups opened; at most 100. */
export function mailboxes(value: string | null): Mailbox[] {
  if (value === null) return []
  const found = addressParser(value.slice(0, longestField), { flatten: true })
  return found.slice(0, MOST).map(({ name, address }) => ({
    name: cleanLine(decodeWords(name), 200),
    address: cleanLine(address ?? '', 254).toLowerCase(),
  }))
}

/** The Message-IDs of a field in their angle brackets, in their order; at most the last 100. */
export const messageIds = (value: string | null): string[] =>
  (value?.slice(0, longestField).match(/<[!-;=?-~]{1,250}>/g) ?? []).slice(-MOST)

/** A header of words in any charset (RFC 2047), as one line. */
export const words = (head: Pick<Head, 'fields'>, name: string): string =>
  cleanLine(decodeWords((fieldOf(head, name) ?? '').slice(0, longestField)))
