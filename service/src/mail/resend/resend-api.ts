import { z } from 'zod'
import { type ReceivedEvent, receivedEmail } from './event.ts'

const PATIENCE_MS = 30_000
const MOST_BYTES = 40 * 1024 * 1024

export type ResendApi = { key: string; url: string }

const whole = z.object({
  html: z.string().nullish(),
  text: z.string().nullish(),
  headers: z.record(z.string(), z.unknown()).nullish(),
  raw: z.object({ download_url: z.string() }).nullish(),
})
const list = z.object({ has_more: z.boolean().nullish(), data: z.array(z.looseObject({ id: z.string() })) })

/** A mail that Resend has no more, or never had. */
export class NotAtResend extends Error {}

/** The bytes of a mail that Resend received, as they came to it; where it gives none, put together from its parts. */
export async function fetchReceived(api: ResendApi, event: ReceivedEvent): Promise<Buffer> {
  const email = whole.parse(await ask(api, `/emails/receiving/${encodeURIComponent(event.email_id)}`))
  const from = email.raw?.download_url
  if (from === undefined) return Buffer.from(composed(event, email))
  // Signed by itself: the key is for the API only.
  const answer = await fetch(from, { signal: AbortSignal.timeout(PATIENCE_MS) })
  if (!answer.ok) throw new Error(`the mail's bytes were answered with ${answer.status}`)
  return bounded(answer)
}

/** The latest mails that Resend received, the newest first. */
export async function listReceived(api: ResendApi): Promise<ReceivedEvent[]> {
  const { data } = list.parse(await ask(api, '/emails/receiving?limit=100'))
  return data.flatMap(({ id, ...email }) => {
    const read = receivedEmail.safeParse({ ...email, email_id: id })
    return read.success ? [read.data] : []
  })
}

async function ask({ key, url }: ResendApi, path: string): Promise<unknown> {
  const answer = await fetch(`${url}${path}`, {
    headers: { authorization: `Bearer ${key}` },
    redirect: 'error',
    signal: AbortSignal.timeout(PATIENCE_MS),
  })
  const text = (await bounded(answer)).toString()
  if (answer.status === 404) throw new NotAtResend(`Resend has no such mail: ${text.slice(0, 200)}`)
  if (!answer.ok) throw new Error(`Resend answered with ${answer.status}: ${text.slice(0, 200)}`)
  return JSON.parse(text)
}

async function bounded(answer: Response): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of (answer.body ?? []) as AsyncIterable<Uint8Array>) {
    length += chunk.length
    if (length > MOST_BYTES) throw new Error('the answer is larger than a mail may be')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** A mail of what is known of it: its event, and its text where that is there. */
export function composed(
  event: ReceivedEvent,
  of: {
    text?: string | null | undefined
    html?: string | null | undefined
    headers?: Record<string, unknown> | null | undefined
  },
): string {
  const body = of.text || of.html || ''
  const type = of.text || !of.html ? 'text/plain' : 'text/html'
  const given = Object.entries(of.headers ?? {}).filter(
    ([name, value]) =>
      /^(in-reply-to|references|reply-to|auto-submitted|precedence|list-id)$/i.test(name) &&
      typeof value === 'string',
  )
  const fields: [string, string][] = [
    ['From', event.from],
    ['To', event.to.join(', ')],
    ['Cc', event.cc.join(', ')],
    ['Subject', event.subject],
    ['Message-ID', event.message_id ?? ''],
    ...(given as [string, string][]),
    ['Content-Type', `${type}; charset=utf-8`],
    ['Content-Transfer-Encoding', 'base64'],
  ]
  const head = fields
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${name}: ${value.replaceAll(/\p{Cc}+/gu, ' ')}`)
  const encoded = Buffer.from(body).toString('base64').replaceAll(/.{76}/g, '$&\r\n')
  return `${head.join('\r\n')}\r\n\r\n${encoded}\r\n`
}
