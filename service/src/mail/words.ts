/** How a mail reached us: who handed it over, and for whom. Addresses are in lower case; a bounce has an empty `from`. */
export type Envelope = {
  from: string
  to: string[]
  /** The address of the machine that handed it over, and what it calls itself; null where a provider did. */
  ip: string | null
  helo: string | null
  tls: boolean
}

/**
 * What a mail became: a new ticket, a message in one, a note of staff in one, what is known of the delivery of another mail, or
 * nothing, as it was ours.
 */
export const outcomes = ['opened', 'added', 'noted', 'bounce', 'own'] as const
export type Outcome = (typeof outcomes)[number]
