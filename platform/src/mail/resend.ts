import { messageId } from './message.ts'
import { MailRefused, said, type Transport } from './transport.ts'

const patienceMs = 30_000
/** Refusals that are about this one mail; everything else is a matter of time, quota or configuration. */
const aboutTheMail = [400, 409, 422]
const notAboutIt = ['concurrent_idempotent_requests', 'invalid_from_address']

/**
 * Mail by Resend's HTTP API. The idempotency key goes along, so a mail that is sent again after a crash or a time-out is
 * sent once; Resend keeps keys for 24 hours. It may put a Message-ID of its own: threads do not hang on ours alone.
 */
export function resendTransport(
  { key, url }: { key: string; url: string },
  from: string,
  timeoutMs: number = patienceMs,
): Transport {
  return {
    name: 'resend',
    async send(mail) {
      const { to, toName, subject, text, html, replyTo, attachments } = mail
      const body = {
        from,
        to: [toName === undefined ? to : `${quoted(toName)} <${to}>`],
        subject,
        text,
        html,
        reply_to: replyTo,
        headers: {
          ...mail.headers,
          'Message-ID': mail.messageId ?? messageId(mail.idempotencyKey, from),
          ...(mail.inReplyTo === undefined ? {} : { 'In-Reply-To': mail.inReplyTo }),
          ...(mail.references === undefined ? {} : { References: mail.references.join(' ') }),
        },
        attachments: attachments?.map(({ filename, contentType, content }) => ({
          filename,
          content_type: contentType,
          content: Buffer.from(content as string).toString('base64'),
        })),
      }
      const answer = await ask(`${url}/emails`, {
        method: 'POST',
        redirect: 'manual',
        headers: {
          authorization: `Bearer ${key}`,
          'content-type': 'application/json',
          'idempotency-key': mail.idempotencyKey,
        },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(timeoutMs),
      })
      if (answer.status === 200 && typeof answer.body.id === 'string')
        return { response: said(`accepted as ${answer.body.id}`) }
      const { name = '', message = '' } = answer.body
      throw new MailRefused(`${answer.status} ${name} ${message}`, {
        permanent: aboutTheMail.includes(answer.status) && !notAboutIt.includes(name),
      })
    },
    close() {},
  }
}

type Body = { id?: string; name?: string; message?: string }

async function ask(url: string, init: RequestInit): Promise<{ status: number; body: Body }> {
  try {
    const response = await fetch(url, init)
    const text = await response.text()
    return { status: response.status, body: parsed(text) }
  } catch (error) {
    const { message, cause } = error as Error
    throw new MailRefused(cause instanceof Error ? cause.message : message, { permanent: false })
  }
}

function parsed(text: string): Body {
  try {
    return Object(JSON.parse(text)) as Body
  } catch {
    return { message: text }
  }
}

const quoted = (name: string): string => `"${name.replaceAll(/["\\]/g, '\\$&')}"`
