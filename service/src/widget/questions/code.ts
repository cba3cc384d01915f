import { createHmac, randomInt, timingSafeEqual } from 'node:crypto'
import { type Ctx, mailLayout, type Queue, queueMail } from '@tractops/platform'

/** The kind of the mails that bring a code. */
export const CODE_MAIL = 'widget.code'
export const CODE_HOURS = 24

/** Six digits: with five tries for each, and five codes an hour, nobody guesses one. */
export const newCode = (): string => String(randomInt(1_000_000)).padStart(6, '0')

/** What is kept of a code; it says nothing to whoever has the database alone. */
export const hashOfCode = (secretKey: string, questionId: string, code: string): string =>
  createHmac('sha256', secretKey).update(`widget code ${questionId} ${code}`).digest('hex')

export const isCode = (secretKey: string, questionId: string, code: string, hash: string): boolean => {
  const [given, kept] = [Buffer.from(hashOfCode(secretKey, questionId, code)), Buffer.from(hash)]
  return given.length === kept.length && timingSafeEqual(given, kept)
}

/** Mails a code to the address of a question, once for each `count`. */
export async function mailCode(
  ctx: Ctx,
  queue: Queue,
  { id, email, name, code, count }: { id: string; email: string; name: string; code: string; count: number },
): Promise<void> {
  const shown = `${code.slice(0, 3)} ${code.slice(3)}`
  const { text, html } = mailLayout({
    title: `Your code is ${shown}`,
    paragraphs: [
      `Enter it where you asked your question. It is good for ${CODE_HOURS} hours. Your question reaches our staff, and its time to be answered begins, once you have.`,
    ],
    footer:
      'You get this because somebody asked us something with your address. If it was not you, leave this mail alone: nothing happens.',
  })
  await queueMail(ctx, queue, {
    kind: CODE_MAIL,
    ref: id,
    ...{ to: email, toName: name, subject: 'The code for your question', text, html },
    headers: { 'Auto-Submitted': 'auto-generated' },
    idempotencyKey: `${CODE_MAIL}/${id}/${count}`,
  })
}

export const FORGOTTEN =
  'This mail held a code for the help widget. It is not kept; the reader can have another one sent.'
