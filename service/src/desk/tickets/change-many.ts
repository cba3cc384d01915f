import { type Actor, AppError, type Ctx, inTransaction, type Platform } from '@tractops/platform'
import type { Severity } from '@tractops/sla'
import type { Desk } from '../desk.ts'
import { assignTicket } from './assign-ticket.ts'
import { classifyTicket } from './classify-ticket.ts'
import { closeTicket, reopenTicket } from './close-ticket.ts'
import { markSpam } from './mark-spam.ts'
import { snoozeTicket } from './snooze-ticket.ts'
import { tagTicket } from './tag-ticket.ts'

/** What is done with each of many tickets. */
export type Doing =
  | { do: 'classify'; severity: Severity; reason?: string | undefined }
  | { do: 'assign'; assigneeId?: string | null | undefined; teamId?: string | null | undefined }
  | { do: 'tag'; add: readonly string[]; remove: readonly string[] }
  | { do: 'snooze'; until: Temporal.Instant | null }
  | { do: 'close' }
  | { do: 'reopen'; reason?: string | undefined }
  | { do: 'spam'; reason: string }

export type ManyDone = { done: string[]; refused: { id: string; code: string; message: string }[] }

/** Does the same with many tickets, each by itself: one that refuses is named with its reason, and keeps no other back. */
export async function changeMany(
  p: Pick<Platform, 'db' | 'clock'>,
  desk: Desk,
  actor: Actor,
  { ids, doing }: { ids: readonly string[]; doing: Doing },
): Promise<ManyDone> {
  const result: ManyDone = { done: [], refused: [] }
  for (const ticketId of new Set(ids)) {
    try {
      await inTransaction(p, actor, (ctx) => change(ctx, desk, ticketId, doing))
      result.done.push(ticketId)
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      result.refused.push({ id: ticketId, code: error.code, message: error.message })
    }
  }
  return result
}

function change(ctx: Ctx, desk: Desk, ticketId: string, doing: Doing): Promise<void> {
  const input = { ...doing, ticketId }
  switch (input.do) {
    case 'classify':
      return classifyTicket(ctx, desk, input)
    case 'assign':
      return assignTicket(ctx, desk, input)
    case 'tag':
      return tagTicket(ctx, desk, input)
    case 'snooze':
      return snoozeTicket(ctx, desk, input)
    case 'close':
      return closeTicket(ctx, desk, input)
    case 'reopen':
      return reopenTicket(ctx, desk, input)
    case 'spam':
      return markSpam(ctx, desk, input)
  }
}
