import { randomUUID } from 'node:crypto'
import {
  type Actor,
  AppError,
  type Ctx,
  inTransaction,
  isDatabaseAway,
  isDiskFull,
  type Platform,
} from '@tractops/platform'
import { isUrgentSubject, policyAt } from '@tractops/sla'
import { eq } from 'drizzle-orm'
import { staffAt } from '../../accounts/index.ts'
import { saveAttachment } from '../../desk/index.ts'
import { words } from '../parse/addresses.ts'
import { unreadMail } from '../parse/parse-mail.ts'
import type { MailFile, ParsedMail } from '../parse/parsed-mail.ts'
import { readHead } from '../parse/read-head.ts'
import { incomingMail } from '../tables.ts'
import { judgeWithin, type Verdict } from '../verdict/judge-mail.ts'
import { queueVerdict } from '../verdict/verdict-job.ts'
import type { Outcome } from '../words.ts'
import { carryOut } from './carry-out.ts'
import type { KeptFile } from './compose-message.ts'
import type { IncomingMail, MailRoom } from './mail-room.ts'
import { sameMail } from './same-mail.ts'

export const MAIL_ROOM: Actor = { kind: 'system', name: 'mail' }

export type TakenMail = {
  id: string
  outcome: Outcome
  ticketId: string | null
  /** False: this mail had been taken before. */
  fresh: boolean
}

/** Only a mail that names one of our staff waits for DNS, and no longer than this. */
const STAFF_WAIT_MS = 1_500

/**
 * Takes any bytes as a mail, once: when this resolves, the mail and what became of it are committed. It joins its thread or is a
 * new ticket; its clock begins when it was received (row 27). A mail that breaks on its way in is a ticket with the mail attached
 * and the reason. @throws only where nothing can be kept just now, as the database or the store is away.
 */
export async function takeMail(
  p: Pick<Platform, 'db' | 'clock' | 'log' | 'queue'>,
  room: MailRoom,
  mail: IncomingMail,
): Promise<TakenMail> {
  const same = sameMail(mail.raw)
  const { policy } = policyAt(room.desk.policies, mail.receivedAt)
  const urgent = isUrgentSubject(policy, words(readHead(mail.raw), 'subject'))
  const work = async () => {
    const known = await knownMail(p, same)
    if (known !== null) return known
    const parsed = await room.parser.parse(mail.raw)
    try {
      return await keep(p, room, { ...mail, same }, parsed)
    } catch (error) {
      if (isDatabaseAway(error) || isDiskFull(error)) throw error
      p.log.error({ err: error, same }, 'a mail could not be kept as it was read; it is kept whole')
      return keep(p, room, { ...mail, same }, unreadMail(mail.raw, 'it could not be kept as it was read'))
    }
  }
  return room.turns.take(work, { urgent })
}

async function keep(
  p: Pick<Platform, 'db' | 'clock' | 'log' | 'queue'>,
  room: MailRoom,
  mail: IncomingMail & { same: string },
  parsed: ParsedMail,
): Promise<TakenMail> {
  const { staff, verdict } = await senderOf(p, room, mail, parsed)
  const files = await keepFiles(p, room, mail, parsed)
  return inTransaction(p, MAIL_ROOM, async (ctx) => {
    const id = `inc_${randomUUID()}`
    const { raw, same, transport, receivedAt, envelope } = mail
    const { messageId, from, subject, fields, unread } = parsed
    const [made] = await ctx.tx
      .insert(incomingMail)
      .values({
        ...{ id, same, transport, receivedAt, envelope, messageId, subject, fields, unread, raw },
        ...{ fromAddress: from?.address ?? null, fromName: from?.name ?? null, size: raw.length },
        ...{ verdict, judgedAt: verdict === null ? null : ctx.now, outcome: 'opened' },
        impersonates: staff !== null && verdict?.aligned !== true ? staff.name : null,
      })
      .onConflictDoNothing({ target: incomingMail.same })
      .returning({ id: incomingMail.id })
    if (made === undefined) return (await knownMail({ db: ctx.tx }, same))!
    const proved = verdict?.aligned === true ? staff : null
    const became = await carryOut(ctx, room, { id, mail, parsed, files, staff, proved })
    await ctx.tx.update(incomingMail).set(became).where(eq(incomingMail.id, id))
    if (verdict === null) await queueVerdict(ctx, p.queue, id)
    return { id, outcome: became.outcome, ticketId: became.ticketId, fresh: true }
  })
}

async function knownMail({ db }: { db: Pick<Ctx['tx'], 'select'> }, same: string): Promise<TakenMail | null> {
  const { id, outcome, ticketId } = incomingMail
  const [known] = await db
    .select({ id, outcome, ticketId })
    .from(incomingMail)
    .where(eq(incomingMail.same, same))
  return known === undefined ? null : { ...known, fresh: false }
}

/** Who of our staff a mail says that it is from, and whether that is so. */
async function senderOf(
  p: Pick<Platform, 'db'>,
  { resolver }: MailRoom,
  { raw, envelope: { ip, helo, from } }: IncomingMail,
  parsed: ParsedMail,
): Promise<{ staff: { id: string; name: string } | null; verdict: Verdict | null }> {
  const address = parsed.from?.address ?? ''
  const staff = address === '' ? null : await staffAt({ tx: p.db }, address)
  if (staff === null) return { staff, verdict: null }
  return { staff, verdict: await judgeWithin(STAFF_WAIT_MS, raw, { ip, helo, sender: from, resolver }) }
}

/** Keeps the files of a mail until its message takes them, and the mail itself where not all of it could be read. */
async function keepFiles(
  p: Pick<Platform, 'db' | 'clock'>,
  { desk }: MailRoom,
  { raw, same }: IncomingMail & { same: string },
  { files, unread }: ParsedMail,
): Promise<KeptFile[]> {
  const whole: MailFile = { name: 'mail.eml', claimedType: 'message/rfc822', contentId: null, bytes: raw }
  const kept: KeptFile[] = []
  for (const file of unread === null || raw.length === 0 ? files : [...files, whole]) {
    try {
      kept.push({ file, saved: await saveAttachment(p, desk, { ...file, uploadedBy: `mail:${same}` }) })
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      kept.push({ file, because: error.message })
    }
  }
  return kept
}
