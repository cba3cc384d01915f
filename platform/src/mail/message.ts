import { createHash } from 'node:crypto'
import { z } from 'zod'
import { AppError } from '../error.ts'

type Attachment = { filename: string; contentType: string; content: string }

/** What is kept of a mail beside its address and subject. An attachment is text. */
export type MailContent = {
  toName?: string | undefined
  text: string
  html?: string | undefined
  headers?: Record<string, string> | undefined
  attachment?: Attachment | undefined
}

/** A mail as a verb asks for it. The same `idempotencyKey` is the same mail, however often it is asked for. */
export type Mail = MailContent & {
  kind: string
  ref: string
  to: string
  subject: string
  idempotencyKey: string
}

/** A mail as a transport is handed it; `at` is when it was written. */
export type Message = MailContent & {
  to: string
  subject: string
  idempotencyKey: string
  at: Temporal.Instant
}

const address = z.email().max(254)
const longestLine = 900
const ofTheTransport =
  /^(from|to|cc|bcc|sender|reply-to|return-path|subject|date|message-id|mime-version|content-.*)$/i

/** True for one plain mail address such as carla@example.com: no name, no list, nothing that could start a header. */
export const isMailAddress = (value: string): boolean => address.safeParse(value).success

/** Refuses a mail that could say more than it seems to: a second recipient, or a header inside a header. */
export function checkMail(mail: Mail): void {
  const refuse = (path: string, message: string) => {
    throw new AppError('mail_invalid', 400, message, { path })
  }
  if (!isMailAddress(mail.to))
    refuse('to', 'This is not one mail address; write it like carla@example.com, without a name.')
  const lines = {
    subject: mail.subject,
    toName: mail.toName ?? '',
    filename: mail.attachment?.filename ?? '',
  }
  for (const [path, line] of Object.entries(lines))
    if (!isOneLine(line)) refuse(path, 'This must be one line of at most 900 characters, without controls.')
  if (mail.subject.trim() === '') refuse('subject', 'A mail needs a subject.')
  for (const [name, value] of Object.entries(mail.headers ?? {})) {
    if (!/^[a-z][a-z0-9-]*$/i.test(name) || ofTheTransport.test(name))
      refuse(`headers.${name}`, 'A mail cannot set this header.')
    if (!isOneLine(value)) refuse(`headers.${name}`, 'A header is one line, without controls.')
  }
}

const isOneLine = (line: string): boolean => line.length <= longestLine && !/[\p{Cc}\u2028\u2029]/u.test(line)

/** The Message-ID of a mail: made of its key, so that one sent again after a crash is known to be the same. */
export function messageId(idempotencyKey: string, from: string): string {
  const name = createHash('sha256').update(idempotencyKey).digest('base64url').slice(0, 32)
  return `<${name}@${domainOf(from)}>`
}

const domainOf = (from: string): string => from.replace(/>\s*$/, '').split('@').at(-1)!
