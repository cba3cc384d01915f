import { port, StartError, text } from '@tractops/platform'
import type { z } from 'zod'

export type SmtpSettings = {
  /** 0: any free port. */
  port: number
  /** Files in PEM; null: a certificate of our own, made at the start. */
  tls: { certFile: string; keyFile: string } | null
}

/** The part of the environment that says how mail comes in. */
export const smtpVariables = {
  SMTP_PORT: port(2525),
  SMTP_TLS_CERT: text('', 'the file of the certificate for STARTTLS, in PEM, and SMTP_TLS_KEY beside it'),
  SMTP_TLS_KEY: text('', 'the file of the key for STARTTLS, in PEM, and SMTP_TLS_CERT beside it'),
}

type Values = { [K in keyof typeof smtpVariables]: z.output<(typeof smtpVariables)[K]['schema']> }

export function smtpSettings(read: Values): SmtpSettings {
  const { SMTP_TLS_CERT: certFile, SMTP_TLS_KEY: keyFile } = read
  if ((certFile === '') !== (keyFile === ''))
    throw new StartError(
      'configuration',
      'SMTP_TLS_CERT and SMTP_TLS_KEY belong together: set both, or neither.',
    )
  return { port: read.SMTP_PORT, tls: certFile !== '' && keyFile !== '' ? { certFile, keyFile } : null }
}
