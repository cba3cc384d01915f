import { type Platform, startTick } from '@tractops/platform'
import { inArray } from 'drizzle-orm'
import { resendInbound } from '../tables.ts'
import type { MailRoom } from '../take/mail-room.ts'
import { listReceived, type ResendApi } from './resend-api.ts'
import { fillIn, RESEND_QUEUE, takeEvent } from './take-event.ts'

const POLL_EVERY_MS = 2 * 60_000

/** `webhookSecret` null: Resend tells us of no mail, and is not asked either. */
export type ResendInSettings = { webhookSecret: string | null; api: ResendApi | null }

/**
 * Fetches the mails that Resend told us of, and asks it every two minutes for those that it did not tell us of: a webhook that never
 * came loses nothing.
 */
export async function startResend(
  p: Platform,
  room: MailRoom,
  { webhookSecret, api }: ResendInSettings,
): Promise<{ stop(): Promise<void> }> {
  const work = await p.queue.work<{ emailId: string }>(
    RESEND_QUEUE,
    ({ emailId }) => fillIn(p, room, api, emailId),
    {
      atOnce: 5,
      pollSeconds: 2,
    },
  )
  const poll =
    webhookSecret === null || api === null
      ? null
      : startTick(p, {
          name: 'resend-inbound',
          everyMs: POLL_EVERY_MS,
          run: () => pollReceived(p, room, api),
        })
  return {
    async stop() {
      await poll?.stop()
      await work.stop()
    },
  }
}

/** Takes those of the latest mails at Resend that nobody told us of. */
export async function pollReceived(
  p: Pick<Platform, 'db' | 'clock' | 'queue'>,
  room: Pick<MailRoom, 'desk'>,
  api: ResendApi,
): Promise<void> {
  const there = await listReceived(api)
  if (there.length === 0) return
  const known = await p.db
    .select({ id: resendInbound.emailId })
    .from(resendInbound)
    .where(
      inArray(
        resendInbound.emailId,
        there.map(({ email_id }) => email_id),
      ),
    )
  for (const event of there.toReversed())
    if (!known.some(({ id }) => id === event.email_id)) await takeEvent(p, room, event)
}
