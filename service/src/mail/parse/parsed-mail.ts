import type { Mailbox } from './addresses.ts'
import type { Field } from './read-head.ts'

/** A file of a mail. */
export type MailFile = {
  name: string
  claimedType: string
  /** Of an image that its HTML shows: what `data-cid` in it says. */
  contentId: string | null
  bytes: Uint8Array
}

/** A mail as it was read: all of it is a stranger's word. Everything in it can be kept and shown. */
export type ParsedMail = {
  /** In its angle brackets. */
  messageId: string | null
  /** What it answers, the nearest first: In-Reply-To, then References from the last to the first. */
  answers: string[]
  from: Mailbox | null
  replyTo: Mailbox | null
  /** Everybody in To and Cc. */
  recipients: string[]
  subject: string
  text: string
  quoted: string | null
  html: string | null
  files: MailFile[]
  /** The fields of its head that are kept. */
  fields: Field[]
  /** What it says of the delivery of another mail (RFC 3464), as it stands there. */
  report: { status: string; original: string } | null
  /** Why not all of it could be read, as part of a sentence; null: it was. The mail itself is to be attached then. */
  unread: string | null
}
