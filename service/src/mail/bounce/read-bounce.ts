import { cleanLine } from '../parse/clean-text.ts'
import type { ParsedMail } from '../parse/parsed-mail.ts'

/** What a mail says about another one of ours that did not arrive, or not yet. Whether we sent that one is still to be seen. */
export type Bounce = {
  /** Of the mail that it is about, as far as they are named. */
  messageIds: string[]
  /** False: it is tried again, and not lost yet. */
  permanent: boolean
  reason: string
}

/**
 * Reads a delivery status notification (RFC 3464), or one of the plain ones that a mail server writes. Null: it is none, or it is
 * one of success.
 */
export function readBounce(
  mail: Pick<ParsedMail, 'report' | 'text' | 'quoted' | 'from' | 'subject' | 'answers'>,
  envelopeFrom: string,
): Bounce | null {
  if (mail.report !== null) return readReport(mail.report, mail.answers)
  const byServer = /^(mailer-daemon|postmaster)@/.test(mail.from?.address ?? '')
  if (!byServer || envelopeFrom !== '') return null
  const text = `${mail.text}\n${mail.quoted ?? ''}`
  const messageIds = idsIn(text)
  if (messageIds.length === 0) return null
  const delayed = /\b(delayed|will be retried|still trying|not yet been delivered|warning)\b/i.test(
    `${mail.subject}\n${text.slice(0, 2_000)}`,
  )
  const [line = mail.subject] = text
    .split('\n')
    .filter((one) => /\b[45]\d\d[ -]|\b[45]\.\d{1,3}\.\d{1,3}\b/.test(one))
  return { messageIds, permanent: !delayed && !/\b4\.\d+\.\d+\b/.test(line), reason: cleanLine(line) }
}

function readReport(
  { status, original }: NonNullable<ParsedMail['report']>,
  answers: readonly string[],
): Bounce | null {
  const unfolded = status.replaceAll(/\n[ \t]+/g, ' ')
  const field = (name: string) => new RegExp(`^${name}\\s*:\\s*(.*)$`, 'im').exec(unfolded)?.[1]?.trim() ?? ''
  const action = field('Action').toLowerCase()
  const code = field('Status')
  if (/^(delivered|relayed|expanded)/.test(action)) return null
  const diagnostic = field('Diagnostic-Code').replace(/^[\w-]+\s*;\s*/, '')
  return {
    messageIds: [...new Set([...idsIn(original), ...answers])],
    permanent: action === 'failed' || (action === '' && code.startsWith('5')),
    reason: cleanLine([code, diagnostic].filter(Boolean).join(' ')) || 'its mail server gave no reason',
  }
}

const idsIn = (text: string): string[] =>
  [...text.matchAll(/^[>\s]{0,10}message-id\s*:\s*(<[!-;=?-~]{1,250}>)/gim)].map(([, id]) => id!)
