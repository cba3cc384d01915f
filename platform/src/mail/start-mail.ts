import { sql } from 'drizzle-orm'
import type { Platform } from '../platform.ts'
import { startTick } from '../tick/ticks.ts'
import { MAIL_QUEUE } from './queue-mail.ts'
import { type ReadStored, sendMail, type Taken } from './send-mail.ts'
import type { Transport } from './transport.ts'

const AT_ONCE = 5
const POLL_SECONDS = 1
const HOUR_MS = 3_600_000

/**
 * Sends the mails of the queue by `transport` until `stop`, any number of processes together; start it after whatever listens to
 * mails (`onMailSettled`), and stop it before. What was settled is kept for `keepMs`, and forgotten then. `readStored` reads the
 * attachments whose bytes lie elsewhere.
 */
export async function startMail(
  p: Pick<Platform, 'clock' | 'db' | 'log' | 'metrics' | 'ticks' | 'queue'>,
  { transport, keepMs, readStored }: { transport: Transport; keepMs: number; readStored?: ReadStored },
): Promise<{ stop(): Promise<void> }> {
  const taken: Taken = new Map()
  const work = await p.queue.work<{ id: string }>(
    MAIL_QUEUE,
    ({ id }) => sendMail(p, transport, id, taken, readStored),
    { atOnce: AT_ONCE, pollSeconds: POLL_SECONDS },
  )
  const retention = startTick(p, {
    name: 'mail-retention',
    everyMs: HOUR_MS,
    async run(now) {
      const before = now.subtract({ milliseconds: keepMs }).toString()
      await p.db.execute(
        sql`delete from outgoing_mail where coalesce(accepted_at, failed_at) < ${before}::timestamptz`,
      )
    },
  })
  if (transport.name === 'embedded')
    p.log.info('no mail leaves here: set SMTP_URL or RESEND_API_KEY; until then the Outbox only records')
  return {
    async stop() {
      await retention.stop()
      await work.stop()
      transport.close()
    },
  }
}
