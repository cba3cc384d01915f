import { createHash } from 'node:crypto'
import { z } from 'zod'
import { AppError } from '../error.ts'

/** A file of a mail. `content` is text, or where the bytes lie: whoever starts mail says how they are read. */
export type MailAttachment = { filename: string; contentType: string; content: string | { storeKey: string } }

/**
 * What is kept of a mail beside its address and subject. `messageId`, `inReplyTo` and `references` are Message-IDs in their angle
 * brackets; without a `messageId` one is made of the idempotency key.
 */
export type MailContent = {
  toName?: string | undefined
  text: string
  html?: string | undefined
  headers?: Record<string, string> | undefined
  replyTo?: string | undefined
  messageId?: string | undefined
  inReplyTo?: string | undefined
  /** The oldest first. */
  references?: string[] | undefined
  attachments?: MailAttachment[] | undefined
}

/** A mail as a verb asks for it. The same `idempotencyKey` is the same mail, however often it is asked for. */
export type Mail = MailContent & {
  kind: string
  ref: string
  to: string
  subject: string
  idempotencyKey: string
}

/** A mail as a transport is handed it, with the bytes of its files; `at` is when it was written. */
export type Message = Omit<MailContent, 'attachments'> & {
  attachments?: { filename: string; contentType: string; content: string | Buffer }[] | undefined
  to: string
  subject: string
  idempotencyKey: string
  at: Temporal.Instant
}

const address = z.email().max(254)
const longestLine = 900
const ofTheTransport =
  /^(from|to|cc|bcc|sender|reply-to|return-path|subject|date|message-id|in-reply-to|references|mime-version|content-.*)$/i

/** True for one plain mail address such as carla@example.com: no name, no list, nothing that could start a header. */
export const isMailAddress = (value: string): boolean => address.safeParse(value).success

/** True for one Message-ID in its angle brackets, printable and not too long for a line. */
export const isMessageId = (value: string): boolean => /^<[!-;=?-~]{1,250}>$/.test(value)

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
    ...Object.fromEntries(
      (mail.attachments ?? []).flatMap(({ filename, contentType }, n) => [
        [`attachments.${n}.filename`, filename],
        [`attachments.${n}.contentType`, contentType],
      ]),
    ),
  }
  for (const [path, line] of Object.entries(lines))
    if (!isOneLine(line)) refuse(path, 'This must be one line of at most 900 characters, without controls.')
  if (mail.replyTo !== undefined && !isMailAddress(mail.replyTo))
    refuse('replyTo', 'Answers go to one mail address; write it like contact@example.com, without a name.')
  for (const path of ['messageId', 'inReplyTo'] as const)
    if (mail[path] !== undefined && !isMessageId(mail[path])) refuse(path, 'This is not one Message-ID.')
  if (!(mail.references ?? []).every(isMessageId)) refuse('references', 'These are not all Message-IDs.')
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
