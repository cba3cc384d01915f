import type { Desk } from '../../desk/index.ts'
import type { Parser } from '../parse/parser.ts'
import type { DNSResolver } from '../verdict/judge-mail.ts'
import type { Envelope } from '../words.ts'
import type { Turns } from './turns.ts'

/** What the verbs of this room stand on. */
export type MailRoom = {
  desk: Desk
  parser: Parser
  /** However many mails come at once, the database is left to others as well. */
  turns: Turns
  /** How DNS is asked; without it, as this machine does. */
  resolver?: DNSResolver | undefined
}

export type IncomingMail = {
  raw: Buffer
  envelope: Envelope
  receivedAt: Temporal.Instant
  transport: 'smtp' | 'resend'
  /** The ticket that was opened from its subject before the mail itself was here. */
  ticketId?: string | null
}
