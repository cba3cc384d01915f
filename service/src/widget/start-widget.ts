import { forgetMailText, onMailSettled, type Platform, startTick } from '@tractops/platform'
import { lt } from 'drizzle-orm'
import { CODE_MAIL, FORGOTTEN } from './questions/code.ts'
import { widgetQuestion, widgetSession } from './tables.ts'

const HOUR_MS = 3_600_000
/** Whoever has not confirmed an address by then asks anew. */
const QUESTIONS_KEPT = { hours: 30 * 24 }

/** Forgets codes in the mails that brought them, questions that nobody confirmed, and browsers after their time. */
export function startWidget(p: Platform): { stop(): Promise<void> } {
  const forget = onMailSettled(CODE_MAIL, (ctx, { id }) => forgetMailText(ctx, { id, instead: FORGOTTEN }))
  const tick = startTick(p, {
    name: 'widget',
    everyMs: HOUR_MS,
    run: async (now) => {
      await p.db.delete(widgetQuestion).where(lt(widgetQuestion.createdAt, now.subtract(QUESTIONS_KEPT)))
      await p.db.delete(widgetSession).where(lt(widgetSession.expiresAt, now))
    },
  })
  return {
    async stop() {
      forget()
      await tick.stop()
    },
  }
}
