import type { Ctx } from '@tractops/platform'
import { eq } from 'drizzle-orm'
import { widgetQuestion, widgetSession } from './tables.ts'

/** Forgets whoever has this address, in lower case: what they asked and have not confirmed, and where they are known. */
export async function forgetWidgetReader({ tx }: Pick<Ctx, 'tx'>, email: string): Promise<void> {
  await tx.delete(widgetQuestion).where(eq(widgetQuestion.email, email))
  await tx.delete(widgetSession).where(eq(widgetSession.email, email))
}
