/** Something on the network that did not work out; the message is its reason, as people read it. */
export class FetchFailure extends Error {
  override readonly name: string = 'FetchFailure'
}

/** Why it failed, in a few words for people: nothing of the answer's own text or of our network gets into it. */
export function reasonOf(error: unknown): string {
  for (let cause = error, depth = 0; cause instanceof Error && depth < 5; cause = cause.cause, depth++) {
    if (cause instanceof FetchFailure) return cause.message
    if (cause instanceof AggregateError && cause.errors.length > 0) return reasonOf(cause.errors[0])
    const code = (cause as NodeJS.ErrnoException).code
    const reason = code === undefined ? undefined : (REASONS[code] ?? classOf(code))
    if (reason !== undefined) return reason
  }
  return 'failed for an unknown reason'
}

function classOf(code: string): string | undefined {
  if (code.startsWith('HPE_')) return 'answered with something that is not HTTP'
  if (code.startsWith('ERR_SSL_') || code === 'EPROTO') return 'no secure connection could be agreed on'
  if (code.startsWith('Z_') || code.startsWith('ERR_BROTLI') || code.startsWith('ERR__'))
    return 'the page is compressed badly'
  return undefined
}

const REASONS: Record<string, string> = {
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was cut',
  EPIPE: 'the connection was cut',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the network cannot be reached',
  ETIMEDOUT: 'the connection timed out',
  ENOTFOUND: 'the name has no address',
  ENODATA: 'the name has no address',
  ESERVFAIL: 'the name server failed',
  EREFUSED: 'the name server refused to answer',
  EBADNAME: 'the name is not a host name',
  HPE_HEADER_OVERFLOW: 'sent more headers than a page has',
  CERT_HAS_EXPIRED: 'the certificate has expired',
  CERT_NOT_YET_VALID: 'the certificate is not valid yet',
  CERT_REVOKED: 'the certificate has been revoked',
  ERR_TLS_CERT_ALTNAME_INVALID: 'the certificate is for another name',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'the certificate is signed by itself',
  SELF_SIGNED_CERT_IN_CHAIN: 'the certificate comes from an authority that is not trusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'the certificate comes from an authority that is not trusted',
  UNABLE_TO_GET_ISSUER_CERT: 'the certificate comes from an authority that is not trusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'the certificate comes from an authority that is not trusted',
  CERT_SIGNATURE_FAILURE: 'the signature of the certificate is wrong',
  EMFILE: 'the watcher has too many connections open',
  ENFILE: 'the watcher has too many connections open',
}
