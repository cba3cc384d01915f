import type { DNSResolver } from 'mailauth'

/** Who sent a mail, as far as it can be proved. The results are the words of RFC 8601: pass, fail, none, temperror… */
export type Verdict = {
  spf: { result: string; domain: string | null }
  dkim: { result: string; domain: string; selector: string | null; aligned: boolean }[]
  /** Null: there is nothing to judge by, such as no From, or several. */
  dmarc: { result: string; domain: string | null; policy: string | null } | null
  arc: { result: string }
  /** The domain of From proved itself: by DMARC, or by a signature that is aligned with it. Nothing less makes anybody of our staff. */
  aligned: boolean
}

export type { DNSResolver }

const nothing: Verdict = {
  spf: { result: 'temperror', domain: null },
  dkim: [],
  dmarc: null,
  arc: { result: 'none' },
  aligned: false,
}

/** Judges a mail by SPF (RFC 7208), DKIM (RFC 6376), DMARC (RFC 9989) and ARC (RFC 8617). What cannot be judged proves nothing. */
export async function judgeMail(
  raw: Buffer,
  from: { ip: string | null; helo: string | null; sender: string; resolver?: DNSResolver | undefined },
): Promise<Verdict> {
  try {
    // It takes 50 MB, and is loaded with the first mail.
    const { authenticate } = await import('mailauth')
    const { spf, dkim, dmarc, arc } = await authenticate(raw, {
      ...(from.ip === null ? {} : { ip: from.ip }),
      ...(from.helo === null ? {} : { helo: from.helo }),
      ...(from.resolver === undefined ? {} : { resolver: from.resolver }),
      sender: from.sender,
      mta: 'tractops',
      disableBimi: true,
      rejectRsaSha1: true,
    })
    const signatures = dkim.results.map(({ status, signingDomain = '', selector = null }) => ({
      result: status.result,
      domain: signingDomain,
      selector,
      aligned: status.result === 'pass' && Boolean(status.aligned) && !status.underSized,
    }))
    const passes = dmarc !== false && dmarc?.status?.result === 'pass'
    return {
      spf: spf ? { result: spf.status.result, domain: spf.domain ?? null } : { result: 'none', domain: null },
      dkim: signatures.filter(({ domain }) => domain !== ''),
      dmarc: dmarc
        ? { result: dmarc.status.result, domain: dmarc.domain ?? null, policy: dmarc.policy ?? null }
        : null,
      arc: { result: arc ? arc.status.result : 'none' },
      aligned: passes || (dmarc !== false && signatures.some(({ aligned }) => aligned)),
    }
  } catch {
    return nothing
  }
}

/** The same within `withinMs`: whoever waits for it does not wait for a slow DNS. */
export async function judgeWithin(withinMs: number, ...of: Parameters<typeof judgeMail>): Promise<Verdict> {
  const { promise, resolve } = Promise.withResolvers<Verdict>()
  const timer = setTimeout(() => resolve(nothing), withinMs)
  judgeMail(...of).then(resolve)
  return promise.finally(() => clearTimeout(timer))
}
