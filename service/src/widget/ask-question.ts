import type { Ctx } from '@tractops/platform'
import { attachFiles, type Desk, type OpenedTicket, openTicket } from '../desk/index.ts'
import type { WidgetReader } from './reader/reader.ts'

export type Question = {
  kind: string
  text: string
  zone: string | null
  attachments: readonly string[]
  draft: string
  idempotencyKey: string
}

const LONGEST_SUBJECT = 80

/** SLA §3: a question by the widget becomes a ticket, received now (row 27). The same key again is the same ticket. */
export async function askQuestion(
  ctx: Ctx,
  desk: Desk,
  reader: WidgetReader,
  question: Question,
): Promise<OpenedTicket> {
  const { kind, text, zone, attachments, draft, idempotencyKey } = question
  const opened = await openTicket(ctx, desk, {
    ...{ subject: subjectOf(text), text, channel: 'widget', reported: { kind } },
    requester: { name: reader.name, email: reader.email, customerId: reader.customerId, zone },
    ...{ receivedAt: ctx.now, attachments: [], idempotencyKey, automatic: false },
  })
  if (opened.fresh)
    await attachFiles(ctx, { ids: attachments, messageId: opened.messageId, uploadedBy: uploaderOf(draft) })
  return opened
}

/** What the store of attachments calls a browser: a name that it makes for itself, which nobody else knows. */
export const uploaderOf = (draft: string): string => `widget ${draft}`

/** The first line, cut at a word. */
function subjectOf(text: string): string {
  const line = text.trim().split(/\r?\n/)[0]!.replaceAll(/\s+/g, ' ')
  if (line.length <= LONGEST_SUBJECT) return line
  const cut = line.slice(0, LONGEST_SUBJECT - 1)
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), 40)).toWellFormed()}…`
}
