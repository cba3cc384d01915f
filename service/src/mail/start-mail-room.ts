import { type Platform, startTick } from '@tractops/platform'
import type { Desk } from '../desk/index.ts'
import { forgetMailBefore } from './forget-mail.ts'
import { createParser } from './parse/parser.ts'
import { type ResendInSettings, startResend } from './resend/start-resend.ts'
import type { SmtpSettings } from './smtp/settings.ts'
import { startSmtp } from './smtp/start-smtp.ts'
import type { MailRoom } from './take/mail-room.ts'
import { Turns } from './take/turns.ts'
import { workVerdicts } from './verdict/verdict-job.ts'

const HOUR_MS = 3_600_000
const AT_ONCE = 3

/**
 * Takes mail in until `stop`: by SMTP, and by Resend where it is set up. What came in is kept for `keepMs`, and forgotten then. Start
 * it after the desk, and stop it before.
 */
export async function startMailRoom(
  p: Platform,
  given: {
    desk: Desk
    host: string
    smtp: SmtpSettings
    resend: ResendInSettings
    keepMs: number
    resolver?: MailRoom['resolver']
  },
): Promise<{ smtpPort: number; stop(): Promise<void> }> {
  const parser = createParser()
  const room: MailRoom = { desk: given.desk, parser, turns: new Turns(AT_ONCE), resolver: given.resolver }
  const smtp = await startSmtp(p, room, given)
  const verdicts = await workVerdicts(p, room)
  const resend = await startResend(p, room, given.resend)
  const retention = startTick(p, {
    name: 'incoming-mail-retention',
    everyMs: HOUR_MS,
    run: (now) => forgetMailBefore({ tx: p.db }, now.subtract({ milliseconds: given.keepMs })),
  })
  p.log.info({ port: smtp.port }, 'mail is taken by SMTP')
  return {
    smtpPort: smtp.port,
    async stop() {
      await smtp.stop()
      await Promise.all([retention.stop(), resend.stop(), verdicts.stop()])
      await parser.stop()
    },
  }
}
