import { AppError, type Ctx } from '@tractops/platform'
import { eq, sql } from 'drizzle-orm'
import { addCustomerMessage, attachFiles, type Desk } from '../../desk/index.ts'
import { askQuestion, uploaderOf } from '../ask-question.ts'
import { openWidgetSession } from '../reader/open-session.ts'
import { widgetQuestion } from '../tables.ts'
import { isCode } from './code.ts'
import { heldQuestion } from './keep-question.ts'

const MOST_TRIES = 5

export type Confirmed = { token: string; email: string; name: string; ticketId: string }

/**
 * Makes a ticket of a question once the code that was mailed is shown: its time begins now, as only now we know from whom it is. The same
 * code again leads to the same ticket. What is wrong with a code is returned, so that the count of wrong ones is kept.
 *
 * @throws AppError `question_unknown`.
 */
export async function confirmQuestion(
  ctx: Ctx,
  desk: Desk,
  { id, code }: { id: string; code: string },
): Promise<Confirmed | AppError> {
  const row = await heldQuestion(ctx, id)
  const refused = await refusalOf(ctx, desk, row, code)
  if (refused) return refused
  const { email, name } = row
  const ticketId = row.ticketId ?? (await becomeTicket(ctx, desk, row))
  return { ...(await openWidgetSession(ctx, { email, name })), ticketId }
}

type Row = typeof widgetQuestion.$inferSelect

async function refusalOf(ctx: Ctx, desk: Desk, row: Row, code: string): Promise<AppError | null> {
  const refuse = (status: number, name: string, message: string) =>
    new AppError(name, status, message, { path: 'json.code' })
  if (row.codeTries >= MOST_TRIES)
    return refuse(409, 'code_spent', 'Too many wrong codes. Have another one sent; your question is kept.')
  if (row.codeExpiresAt.epochMilliseconds <= ctx.now.epochMilliseconds)
    return refuse(410, 'code_expired', 'This code is too old. Have another one sent; your question is kept.')
  if (isCode(desk.secretKey, row.id, code, row.codeHash)) return null
  await ctx.tx
    .update(widgetQuestion)
    .set({ codeTries: sql`${widgetQuestion.codeTries} + 1` })
    .where(eq(widgetQuestion.id, row.id))
  return refuse(400, 'code_wrong', 'This is not the code that was sent last. Look at the latest mail.')
}

async function becomeTicket(ctx: Ctx, desk: Desk, row: Row): Promise<string> {
  const { id, email, name, zone, kind, text, attachments } = row
  const reader = { email, name, customerId: null }
  const asked = { kind, text, zone, attachments: [], draft: '', idempotencyKey: `widget/question/${id}` }
  const { id: ticketId, messageId } = await askQuestion(ctx, desk, reader, asked)
  await attachOrSay(ctx, desk, { ...attachments, ticketId, messageId, questionId: id })
  await ctx.tx
    .update(widgetQuestion)
    .set({ confirmedAt: ctx.now, ticketId, text: '' })
    .where(eq(widgetQuestion.id, id))
  return ticketId
}

/** A file that no message takes is kept for a day. A question that is confirmed later says that it had one. */
async function attachOrSay(
  ctx: Ctx,
  desk: Desk,
  given: { ids: string[]; draft: string; ticketId: string; messageId: string; questionId: string },
): Promise<void> {
  const { ids, draft, ticketId, messageId, questionId } = given
  try {
    await attachFiles(ctx, { ids, messageId, uploadedBy: uploaderOf(draft) })
  } catch (error) {
    if (!(error instanceof AppError && error.code === 'attachment_unknown')) throw error
    await addCustomerMessage(ctx, desk, {
      ...{ ticketId, channel: 'widget', receivedAt: ctx.now, attachments: [], automatic: true },
      author: { name: 'Help widget', email: null },
      text: 'A file that came with this question waited for more than a day until its address was confirmed, and was not kept. Ask for it again if it matters.',
      idempotencyKey: `widget/question/${questionId}/files`,
    })
  }
}
