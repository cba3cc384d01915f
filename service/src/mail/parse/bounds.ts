/** What a mail may be made of; one that goes past it is kept whole, and not taken apart. */
const MOST_MULTIPARTS = 100
const MOST_PARTS = 1_000
const LONGEST_BOUNDARY = 200
/** A line that could be a boundary (RFC 2046 §5.1.1), as far as it has to be read to know. */
const LONGEST_LINE = LONGEST_BOUNDARY + 8

/**
 * Why a mail is not taken apart; null where it may be. It only looks for boundaries, in one pass, so that a mail that is
 * made to be expensive costs no more than its length.
 */
export function beyondBounds(raw: Buffer): string | null {
  const text = raw.toString('latin1')
  const boundaries = new Set<string>()
  for (const [, quoted, plain] of text.matchAll(
    /boundary\s{0,20}=\s{0,20}(?:"([^"\r\n]{0,300})|([^\s;"]{1,300}))/gi,
  )) {
    const boundary = (quoted ?? plain ?? '').trim()
    if (boundary.length > LONGEST_BOUNDARY)
      return `a boundary of its parts is longer than ${LONGEST_BOUNDARY} characters`
    boundaries.add(boundary)
    if (boundaries.size > MOST_MULTIPARTS) return `it is made of more than ${MOST_MULTIPARTS} groups of parts`
  }
  let parts = 0
  for (let at = text.indexOf('--'); at !== -1; at = text.indexOf('\n--', at + 2)) {
    const from = text[at] === '\n' ? at + 3 : at + 2
    const line = /^[^\r\n]*/.exec(text.slice(from, from + LONGEST_LINE))![0].trimEnd()
    if (boundaries.has(line)) parts += 1
    if (parts > MOST_PARTS) return `it has more than ${MOST_PARTS} parts`
  }
  return null
}
