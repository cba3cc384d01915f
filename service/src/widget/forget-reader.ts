import type { Ctx } from '@tractops/platform'
import { eq } from 'drizzle-orm'
import { widgetQuestion, widgetSession } from './tables.ts'

/** What somebody asked in the widget and has not confirmed, and since when they are known there, by their address in lower case. */
export async function widgetReaderData({ tx }: Pick<Ctx, 'tx'>, email: string) {
  const { createdAt, text, name, confirmedAt } = widgetQuestion
  return {
    questions: await tx
      .select({ createdAt, text, name, confirmedAt })
      .from(widgetQuestion)
      .where(eq(widgetQuestion.email, email)),
    sessions: await tx
      .select({ createdAt: widgetSession.createdAt, expiresAt: widgetSession.expiresAt })
      .from(widgetSession)
      .where(eq(widgetSession.email, email)),
  }
}

/** Forgets whoever has this address, in lower case: what they asked and have not confirmed, and where they are known. */
export async function forgetWidgetReader({ tx }: Pick<Ctx, 'tx'>, email: string): Promise<void> {
  await tx.delete(widgetQuestion).where(eq(widgetQuestion.email, email))
  await tx.delete(widgetSession).where(eq(widgetSession.email, email))
}
