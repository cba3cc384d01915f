import { randomUUID } from 'node:crypto'
import { AppError, type Ctx, type Queue } from '@tractops/platform'
import { and, eq, gt, sql } from 'drizzle-orm'
import { widgetQuestion } from '../tables.ts'
import { CODE_HOURS, hashOfCode, mailCode, newCode } from './code.ts'

export type Asked = {
  email: string
  name: string
  zone: string | null
  kind: string
  text: string
  attachments: readonly string[]
  /** Who uploaded them: what the browser calls itself. */
  draft: string
  idempotencyKey: string
}

export type QuestionDeps = { queue: Queue; secretKey: string }

/** `againAt`: when another code may be asked for, in epoch ms. */
export type PendingQuestion = { id: string; email: string; againAt: number }

const MOST_CODES_AN_HOUR = 5
const PAUSE_MS = 60_000

/**
 * Keeps a question whose address has not been confirmed, and mails a code there. The same key again is the same question, and no
 * second mail.
 *
 * @throws AppError `too_many_codes` (429) where too many codes went to the address within the hour.
 */
export async function keepQuestion(ctx: Ctx, deps: QuestionDeps, asked: Asked): Promise<PendingQuestion> {
  const { attachments, draft, ...rest } = asked
  const known = await byKey(ctx, asked.idempotencyKey)
  if (known) return pending(known)
  await refuseFlood(ctx, asked.email)
  const id = `wq_${randomUUID()}`
  const code = newCode()
  const [made] = await ctx.tx
    .insert(widgetQuestion)
    .values({
      ...{ id, ...rest, attachments: { draft, ids: [...attachments] }, createdAt: ctx.now },
      ...codeColumns(ctx, deps, id, code),
      codesSent: 1,
    })
    .onConflictDoNothing({ target: widgetQuestion.idempotencyKey })
    .returning()
  if (made === undefined) return pending((await byKey(ctx, asked.idempotencyKey))!)
  await mailCode(ctx, deps.queue, { id, email: asked.email, name: asked.name, code, count: 1 })
  return pending(made)
}

/** Mails another code for a question; the last one is good no more. @throws AppError `question_unknown`, `too_many_codes`. */
export async function sendAnotherCode(ctx: Ctx, deps: QuestionDeps, id: string): Promise<PendingQuestion> {
  const row = await heldQuestion(ctx, id)
  const waitMs = row.codeSentAt.epochMilliseconds + PAUSE_MS - ctx.now.epochMilliseconds
  if (waitMs > 0) throw tooMany('A code was sent a moment ago', Math.ceil(waitMs / 1_000))
  await refuseFlood(ctx, row.email)
  const code = newCode()
  const count = row.codesSent + 1
  const [changed] = await ctx.tx
    .update(widgetQuestion)
    .set({ ...codeColumns(ctx, deps, id, code), codesSent: count })
    .where(eq(widgetQuestion.id, id))
    .returning()
  await mailCode(ctx, deps.queue, { id, email: row.email, name: row.name, code, count })
  return pending(changed!)
}

export async function heldQuestion(ctx: Ctx, id: string) {
  const [row] = await ctx.tx.select().from(widgetQuestion).where(eq(widgetQuestion.id, id)).for('update')
  if (row !== undefined) return row
  throw new AppError('question_unknown', 404, 'This question is not kept any more: send it anew.')
}

const codeColumns = (ctx: Ctx, { secretKey }: QuestionDeps, id: string, code: string) => ({
  codeHash: hashOfCode(secretKey, id, code),
  codeTries: 0,
  codeExpiresAt: ctx.now.add({ hours: CODE_HOURS }),
  codeSentAt: ctx.now,
})

async function byKey(ctx: Ctx, key: string) {
  const [known] = await ctx.tx.select().from(widgetQuestion).where(eq(widgetQuestion.idempotencyKey, key))
  return known
}

const pending = ({ id, email, codeSentAt }: typeof widgetQuestion.$inferSelect): PendingQuestion => ({
  id,
  email,
  againAt: codeSentAt.epochMilliseconds + PAUSE_MS,
})

/** An address is not mailed more codes than somebody in a hurry would need, whoever asks for them. */
async function refuseFlood(ctx: Ctx, email: string): Promise<void> {
  const { codesSent, codeSentAt } = widgetQuestion
  await ctx.tx.execute(sql`select pg_advisory_xact_lock(hashtext(${`widget code ${email}`}))`)
  const [sent] = await ctx.tx
    .select({ count: sql<number>`coalesce(sum(${codesSent}), 0)::int` })
    .from(widgetQuestion)
    .where(and(eq(widgetQuestion.email, email), gt(codeSentAt, ctx.now.subtract({ hours: 1 }))))
  if (sent!.count >= MOST_CODES_AN_HOUR) throw tooMany('Too many codes were sent to this address', 3_600)
}

const tooMany = (what: string, seconds: number) =>
  new AppError('too_many_codes', 429, `${what}. Try again in ${seconds} s; what you wrote is kept.`, {
    headers: { 'Retry-After': String(seconds) },
  })
