import { z } from 'zod'
import { hidden, type Variable } from '../environment.ts'
import { embeddedTransport } from './embedded.ts'
import { isMailAddress } from './message.ts'
import { resendTransport } from './resend.ts'
import { smtpTransport } from './smtp.ts'
import type { Transport } from './transport.ts'

export type MailSettings = {
  /** An SMTP server, with what it needs to be signed in to. */
  smtpUrl: string | null
  resend: { key: string; url: string } | null
  /** Who mail is from, `Name <address>` or an address; null: whoever starts the service says so. */
  from: string | null
}

const isUrl = (value: string, protocols: string[]): boolean =>
  URL.canParse(value) && protocols.includes(new URL(value).protocol) && new URL(value).hostname !== ''

const isSender = (value: string): boolean => {
  const [, named] = /^[^<>"\p{Cc}]*<([^<>]+)>$/u.exec(value) ?? []
  return isMailAddress(named ?? value)
}

/** The part of the environment that says how mail goes out. */
export const mailVariables = {
  SMTP_URL: {
    schema: z
      .string()
      .refine((s) => isUrl(s, ['smtp:', 'smtps:']))
      .optional(),
    write: 'smtp://USER:PASSWORD@HOST:PORT or smtps://…, or leave it out',
    show: (value) => JSON.stringify(value.replace(/\/\/[^/]*@/, '//[secret]@')),
  } satisfies Variable<string | undefined>,
  RESEND_API_KEY: {
    schema: z
      .string()
      .regex(/^[\x21-\x7e]+$/)
      .optional(),
    write: 'an API key of Resend, such as re_…, or leave it out',
    show: hidden,
  } satisfies Variable<string | undefined>,
  RESEND_URL: {
    schema: z
      .string()
      .refine((s) => isUrl(s, ['http:', 'https:']))
      .optional()
      .transform((s) => (s ?? 'https://api.resend.com').replace(/\/+$/, '')),
    write: 'where the API of Resend answers, such as https://api.resend.com',
  } satisfies Variable<string>,
  MAIL_FROM: {
    schema: z.string().refine(isSender).optional(),
    write: 'who mail is from, such as TractOps <contact@example.com>',
  } satisfies Variable<string | undefined>,
}

type Values = { [K in keyof typeof mailVariables]: z.output<(typeof mailVariables)[K]['schema']> }

export function mailSettings(read: Values): MailSettings {
  return {
    smtpUrl: read.SMTP_URL ?? null,
    resend: read.RESEND_API_KEY === undefined ? null : { key: read.RESEND_API_KEY, url: read.RESEND_URL },
    from: read.MAIL_FROM ?? null,
  }
}

/** The way out that the settings name: SMTP before Resend, and without either, one that only records. */
export function mailTransport(settings: MailSettings, defaultFrom: string): Transport {
  const from = settings.from ?? defaultFrom
  if (settings.smtpUrl !== null) return smtpTransport(settings.smtpUrl, from)
  if (settings.resend !== null) return resendTransport(settings.resend, from)
  return embeddedTransport()
}
