import type { SavedAttachment } from '../../desk/index.ts'
import type { MailFile, ParsedMail } from '../parse/parsed-mail.ts'

/** A file of a mail and what became of it: kept, or why not. */
export type KeptFile = { file: MailFile; saved: SavedAttachment } | { file: MailFile; because: string }

/**
 * What is shown of a mail: its text, or that there is none, and in brackets what could not be kept or read.
 */
export function composeMessage(
  mail: Pick<ParsedMail, 'text' | 'html' | 'quoted' | 'unread'>,
  files: readonly KeptFile[],
): { text: string; quoted: string | null; html: string | null } {
  const notes = [
    ...(mail.text === '' && mail.unread === null ? ['This mail has no text.'] : []),
    ...(mail.unread === null ? [] : [`Not all of this mail is shown here, as ${mail.unread}.`]),
    ...files.flatMap((one) =>
      'because' in one ? [`The file “${one.file.name}” was not kept: ${one.because}`] : [],
    ),
  ]
  return {
    text: [mail.text, ...notes.map((note) => `[${note}]`)].filter(Boolean).join('\n\n'),
    quoted: mail.quoted,
    html: mail.html,
  }
}
