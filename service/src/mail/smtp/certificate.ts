import { readFileSync } from 'node:fs'
import { createSecureContext } from 'node:tls'
import { StartError } from '@tractops/platform'
import { generate } from 'selfsigned'
import type { SmtpSettings } from './settings.ts'

const DAYS = 800

/**
 * The certificate for STARTTLS, in PEM: the operator's, or one of our own that is made anew at each start. Servers that send mail
 * encrypt to any certificate (RFC 7435); one that people trust is for those who insist.
 */
export async function certificate(
  tls: SmtpSettings['tls'],
  host: string,
  now: Temporal.Instant,
): Promise<{ key: string; cert: string }> {
  if (tls !== null) return readCertificate(tls)
  const made = await generate([{ name: 'commonName', value: host }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate: new Date(now.epochMilliseconds - 86_400_000),
    notAfterDate: new Date(now.epochMilliseconds + DAYS * 86_400_000),
  })
  return { key: made.private, cert: made.cert }
}

function readCertificate({ certFile, keyFile }: NonNullable<SmtpSettings['tls']>) {
  try {
    const pair = { cert: readFileSync(certFile, 'utf8'), key: readFileSync(keyFile, 'utf8') }
    createSecureContext(pair)
    return pair
  } catch (cause) {
    throw new StartError(
      'configuration',
      `SMTP_TLS_CERT ${certFile} and SMTP_TLS_KEY ${keyFile} cannot be used: ${(cause as Error).message}. Give a certificate and its key in PEM, or leave both out.`,
      cause,
    )
  }
}
