import PostalMime, { type Attachment, type Email } from 'postal-mime'
import { mailboxes, messageIds, words } from './addresses.ts'
import { beyondBounds } from './bounds.ts'
import { cleanHtml, MOST_HTML, withoutHistory } from './clean-html.ts'
import { cleanLine, cleanText } from './clean-text.ts'
import { htmlText } from './html-text.ts'
import type { MailFile, ParsedMail } from './parsed-mail.ts'
import { fieldOf, type Head, readHead } from './read-head.ts'
import { isForward, trimQuoted } from './trim-quoted.ts'

const MOST_FILES = 100
const MOST_TEXT = 500_000
const LONGEST_FIELD = 2_000
const MOST_FIELDS = 200
const reportTypes = ['message/delivery-status', 'message/global-delivery-status']

/** Reads any bytes as a mail. What cannot be taken apart has its head and the reason, never an error. */
export async function parseMail(raw: Buffer): Promise<ParsedMail> {
  const head = readHead(raw)
  const about = aboutOf(head)
  const beyond = beyondBounds(raw)
  if (beyond !== null) return unreadMail(raw, beyond)
  try {
    const email = await PostalMime.parse(raw, {
      maxNestingDepth: 50,
      maxHeadersSize: 1_000_000,
      maxRfc822NestingDepth: 5,
    })
    return { ...about, ...contentOf(email, about.subject) }
  } catch (error) {
    return unreadMail(
      raw,
      `it is not put together as mails are (${cleanLine((error as Error).message, 120)})`,
    )
  }
}

/** What is known of a mail that is not taken apart: its head. */
export function unreadMail(raw: Buffer, unread: string): ParsedMail {
  return { ...aboutOf(readHead(raw)), text: '', quoted: null, html: null, files: [], report: null, unread }
}

function aboutOf(head: Head) {
  const [from = null] = mailboxes(fieldOf(head, 'from'))
  const [replyTo = null] = mailboxes(fieldOf(head, 'reply-to'))
  const all = (name: string) =>
    head.fields.flatMap((field) => (field.name === name ? mailboxes(field.value) : []))
  return {
    messageId: messageIds(fieldOf(head, 'message-id')).at(0) ?? null,
    answers: [
      ...new Set([
        ...messageIds(fieldOf(head, 'in-reply-to')),
        ...messageIds(fieldOf(head, 'references')).reverse(),
      ]),
    ],
    from,
    replyTo,
    recipients: [...all('to'), ...all('cc'), ...all('delivered-to'), ...all('x-original-to')].map(
      ({ address }) => address,
    ),
    subject: words(head, 'subject'),
    fields: head.fields
      .slice(0, MOST_FIELDS)
      .map(({ name, value }) => ({ name: cleanLine(name, 100), value: cleanLine(value, LONGEST_FIELD) })),
  }
}

function contentOf(email: Email, subject: string) {
  const report = reportOf(email.attachments)
  const plain = cleanText(email.text ?? '').trim()
  const longHtml = (email.html?.length ?? 0) > MOST_HTML
  const derived = plain === '' && email.html ? cleanText(htmlText(email.html.slice(0, 2 * MOST_HTML))) : ''
  const read = plain || derived.trim() || calendarText(email.attachments)
  const { text, quoted } = trimQuoted(read.slice(0, MOST_TEXT), { forward: isForward(subject) })
  const html = email.html && !longHtml ? htmlOf(email.html, quoted !== null) : null
  const shown = new Set([...(html ?? '').matchAll(/data-cid="([^"]*)"/g)].map(([, cid]) => cid!))
  const files = email.attachments.filter((file) => !reportTypes.includes(file.mimeType))
  const unread =
    read.length > MOST_TEXT || longHtml
      ? 'its text is longer than what is shown here'
      : files.length > MOST_FILES
        ? `it has more than ${MOST_FILES} files`
        : null
  return {
    text,
    quoted,
    html: html || null,
    files: files.slice(0, MOST_FILES).flatMap((file, n) => fileOf(file, n, shown)),
    report,
    unread,
  }
}

function htmlOf(html: string, trimmed: boolean): string {
  const cut = trimmed ? cleanHtml(withoutHistory(html)) : ''
  const says = cut.includes('<img ') || cut.replaceAll(/<[^>]*>/g, '').trim() !== ''
  return cleanText(says ? cut : cleanHtml(html))
}

const bytesOf = ({ content }: Attachment): Uint8Array =>
  typeof content === 'string' ? Buffer.from(content) : new Uint8Array(content)

/** A file with bytes; what has none is nothing. */
function fileOf(file: Attachment, n: number, shown: ReadonlySet<string>): MailFile[] {
  const bytes = bytesOf(file)
  if (bytes.length === 0) return []
  const cid = file.contentId?.replace(/^<|>$/g, '') ?? ''
  return [
    {
      name: cleanLine(file.filename ?? '', 200) || nameFor(file.mimeType, n + 1),
      claimedType: cleanLine(file.mimeType, 100) || 'application/octet-stream',
      contentId: shown.has(cid) && cid !== '' ? cid.slice(0, 250) : null,
      bytes,
    },
  ]
}

function nameFor(type: string, n: number): string {
  if (type === 'text/calendar') return 'invitation.ics'
  if (type === 'message/rfc822') return `message-${n}.eml`
  const [, ending] = /^(?:image|video|audio|text)\/([a-z0-9]{2,5})$/.exec(type) ?? []
  return `part-${n}.${ending?.replace('jpeg', 'jpg').replace('plain', 'txt') ?? 'bin'}`
}

/** An invitation without a word of text: what it calls itself. */
function calendarText(files: readonly Attachment[]): string {
  const calendar = files.find(({ mimeType }) => mimeType === 'text/calendar')
  if (calendar === undefined) return ''
  const lines = Buffer.from(bytesOf(calendar))
    .toString()
    .replaceAll(/\r?\n[ \t]/g, '')
  const [, summary = ''] = /^SUMMARY[^:\n]*:(.*)$/m.exec(lines) ?? []
  const said = cleanLine(summary.replaceAll(/\\([,;\\])/g, '$1').replaceAll(/\\n/gi, ' '))
  return said === '' ? 'An invitation.' : `An invitation: ${said}`
}

function reportOf(files: readonly Attachment[]): ParsedMail['report'] {
  const status = files.find(({ mimeType }) => reportTypes.includes(mimeType))
  if (status === undefined) return null
  const original = files.find(({ mimeType }) =>
    ['message/rfc822', 'message/global', 'text/rfc822-headers', 'message/rfc822-headers'].includes(mimeType),
  )
  const said = (file: Attachment | undefined) =>
    file === undefined ? '' : cleanText(Buffer.from(bytesOf(file)).subarray(0, 20_000).toString('utf8'))
  return { status: said(status), original: said(original) }
}
