import type { Ctx, Platform, Queue } from '@tractops/platform'
import { eq } from 'drizzle-orm'
import { incomingMail } from '../tables.ts'
import { type DNSResolver, judgeWithin } from './judge-mail.ts'

const VERDICT_QUEUE = 'mail.verdict'
const PATIENCE_MS = 30_000

/** Has a mail judged once it is committed: nobody waits for DNS before it is taken. */
export async function queueVerdict(ctx: Pick<Ctx, 'tx'>, queue: Queue, id: string): Promise<void> {
  await queue.send(ctx.tx, VERDICT_QUEUE, { id })
}

/** Judges the mails of the queue until `stop`. */
export function workVerdicts(
  p: Pick<Platform, 'db' | 'clock' | 'queue'>,
  room: { resolver?: DNSResolver | undefined },
): Promise<{ stop(): Promise<void> }> {
  return p.queue.work<{ id: string }>(VERDICT_QUEUE, ({ id }) => judgeIncoming(p, room, id), {
    atOnce: 5,
    pollSeconds: 2,
  })
}

/** Judges one mail, and keeps what was found; one that has been forgotten meanwhile needs none. */
export async function judgeIncoming(
  p: Pick<Platform, 'db' | 'clock'>,
  { resolver }: { resolver?: DNSResolver | undefined },
  id: string,
): Promise<void> {
  const [mail] = await p.db
    .select({ raw: incomingMail.raw, envelope: incomingMail.envelope })
    .from(incomingMail)
    .where(eq(incomingMail.id, id))
  if (mail === undefined) return
  const { ip, helo, from: sender } = mail.envelope
  const verdict = await judgeWithin(PATIENCE_MS, mail.raw, { ip, helo, sender, resolver })
  await p.db.update(incomingMail).set({ verdict, judgedAt: p.clock.now() }).where(eq(incomingMail.id, id))
}
