import { createTransport } from 'nodemailer'
import { messageId } from './message.ts'
import { MailRefused, said, type Transport } from './transport.ts'

const patienceMs = 30_000

/**
 * Mail by SMTP over a pool of connections, encrypted where the server offers STARTTLS (`smtps:`, or `?requireTLS=true`, to
 * insist). 4yz is temporary, 5yz of the recipient or the message is for good (RFC 5321 §4.2.1).
 */
export function smtpTransport(url: string, from: string): Transport {
  const pool = createTransport({
    url,
    pool: true,
    maxConnections: 3,
    connectionTimeout: patienceMs,
    greetingTimeout: patienceMs,
    socketTimeout: patienceMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return {
    name: 'smtp',
    async send(mail) {
      const { to, toName, subject, text, html, headers, replyTo, inReplyTo, references, attachments } = mail
      try {
        const sent = await pool.sendMail({
          from,
          to: toName === undefined ? to : { name: toName, address: to },
          subject,
          text,
          ...(html === undefined ? {} : { html }),
          ...(headers === undefined ? {} : { headers }),
          ...(replyTo === undefined ? {} : { replyTo }),
          ...(inReplyTo === undefined ? {} : { inReplyTo }),
          ...(references === undefined ? {} : { references }),
          ...(attachments === undefined ? {} : { attachments }),
          messageId: mail.messageId ?? messageId(mail.idempotencyKey, from),
          date: new Date(mail.at.epochMilliseconds),
        })
        return { response: said(sent.response), messageId: sent.messageId }
      } catch (error) {
        throw refusalOf(error)
      }
    },
    close: () => pool.close(),
  }
}

type SmtpError = Error & { responseCode?: number; response?: string; command?: string; code?: string }

function refusalOf(error: unknown): MailRefused {
  const { message, response, responseCode = 0, command } = error as SmtpError
  const said = response || message
  const ofRecipient = command === 'RCPT TO'
  const permanent = responseCode >= 500 && (ofRecipient || command === 'DATA')
  // Some servers look at the recipient only after the message; 5.1.x says so (RFC 3463 §3.2).
  const address = permanent && (ofRecipient || /^\d{3}[ -]5\.1\./.test(said))
  return new MailRefused(said, { permanent, address })
}
