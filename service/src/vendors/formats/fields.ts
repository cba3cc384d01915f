import { z } from 'zod'

/** A name or title: what is longer than anybody writes is cut, and what no database can hold is taken out. */
export const shortText = z.string().transform((text) =>
  text
    .replace(/\p{Cc}+/gu, ' ')
    .toWellFormed()
    .trim()
    .slice(0, 300),
)

const plain = (text: string) => text.isWellFormed() && !/\p{Cc}/u.test(text)

/** An id, or an address that stands for one: it is good for nothing when it is changed, so it has to be plain, and not empty. */
export const idText = z.string().min(1).max(300).refine(plain)

/** An address to go to; anything that no browser would go to safely is none. */
export const linkText = z
  .unknown()
  .optional()
  .transform((value) => (typeof value === 'string' && isLink(value) ? value : null))

const isLink = (text: string) => /^https?:\/\//i.test(text) && text.length <= 2_000 && plain(text)

/** An RFC 3339 instant to the millisecond, in a century that is meant. */
export const instantText = z.string().transform((text, context): Temporal.Instant => {
  const at = instantOf(text)
  if (at !== null) return at
  context.addIssue({ code: 'custom', message: 'no instant' })
  return z.NEVER
})

/** As {@link instantText}; null where it is absent or none. */
export const maybeInstant = z
  .unknown()
  .optional()
  .transform((value): Temporal.Instant | null => (typeof value === 'string' ? instantOf(value) : null))

function instantOf(text: string): Temporal.Instant | null {
  try {
    const at = Temporal.Instant.from(text)
    const year = at.toZonedDateTimeISO('UTC').year
    return year < 1900 || year > 2200 ? null : Temporal.Instant.fromEpochMilliseconds(at.epochMilliseconds)
  } catch {
    return null
  }
}
