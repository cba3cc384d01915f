/** What is known of one mail to one contact, or, without a contact, of a customer with nobody to write to. */
export type Evidence = {
  customerId: string
  contactId: string | null
  counts: boolean
  acceptedAt: Temporal.Instant | null
  failedAt: Temporal.Instant | null
  transport: string | null
}

export type Told =
  | { settled: false }
  | { settled: true; emailedAt: Temporal.Instant | null; told: number; untold: number }

/**
 * SLA §5: whether everybody who had to be told was (row 20). Each contact is told by the first of its mails that was
 * accepted, and a customer that had no contact by the first to any of its own; `emailedAt` is the last of these instants. One
 * who was not told leaves it null, and a mail that was only recorded told nobody. With nobody to tell it is `publishedAt`. While a mail is on its way nothing is settled.
 */
export function toldBy(evidence: readonly Evidence[], publishedAt: Temporal.Instant): Told {
  const counting = evidence.filter((one) => one.counts)
  if (counting.some(({ acceptedAt, failedAt }) => acceptedAt === null && failedAt === null))
    return { settled: false }
  const parties = Map.groupBy(counting, ({ contactId, customerId }) => contactId ?? `customer ${customerId}`)
  const mails = Map.groupBy(evidence, ({ customerId }) => customerId)
  const instants = [...parties.values()].map((own) => {
    const [{ contactId, customerId }] = own as [Evidence]
    return firstAccepted(contactId === null ? mails.get(customerId)! : own)
  })
  const untold = instants.filter((at) => at === null).length
  const told = instants.length - untold
  return { settled: true, emailedAt: untold > 0 ? null : latest(instants, publishedAt), told, untold }
}

function firstAccepted(evidence: readonly Evidence[]): Temporal.Instant | null {
  const sent = evidence.filter(({ transport }) => transport !== 'embedded')
  const accepted = sent.flatMap(({ acceptedAt }) => acceptedAt ?? [])
  return accepted.sort(Temporal.Instant.compare)[0] ?? null
}

function latest(instants: readonly (Temporal.Instant | null)[], publishedAt: Temporal.Instant) {
  return (
    instants
      .flatMap((at) => at ?? [])
      .sort(Temporal.Instant.compare)
      .at(-1) ?? publishedAt
  )
}
