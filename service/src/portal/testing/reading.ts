import { inTransaction, type Platform } from '@tractops/platform'
import { sql } from 'drizzle-orm'
import { sendLink } from '../identity/send-link.ts'

type App = { request(path: string, init?: RequestInit): Response | Promise<Response> }
const system = { kind: 'system', name: 'test' } as const

/** The browser of somebody who reads in the portal, with a cookie jar; it shows the headers of a page of ours. */
export class ReaderBrowser {
  cookie: string | null = null
  readonly #app: App
  headers: Record<string, string> = { 'x-tractops-portal': '1', origin: 'http://localhost' }

  constructor(app: App) {
    this.#app = app
  }

  async ask(method: string, path: string, body?: unknown, more: Record<string, string> = {}) {
    const response = await this.#app.request(`http://localhost/portal/api${path}`, {
      method,
      headers: {
        ...this.headers,
        ...(this.cookie === null ? {} : { cookie: `tractops.reader=${this.cookie}` }),
        ...(body === undefined || body instanceof FormData ? {} : { 'content-type': 'application/json' }),
        ...more,
      },
      ...(body === undefined ? {} : { body: body instanceof FormData ? body : JSON.stringify(body) }),
    })
    for (const line of response.headers.getSetCookie()) {
      const [, value] = /^tractops\.reader=([^;]*)/.exec(line)!
      this.cookie = value === '' ? null : value!
    }
    const text = await response.text()
    // biome-ignore lint/suspicious/noExplicitAny: what tests look into is of every shape.
    const answer: any = /^[{[]/.test(text) ? JSON.parse(text) : text
    return { status: response.status, headers: response.headers, body: answer }
  }
}

/** The token in the newest link that was mailed to an address; null where none was. */
export async function mailedToken(p: Pick<Platform, 'db'>, email: string): Promise<string | null> {
  const { rows } = await p.db.execute<{ text: string }>(sql`
    select message->>'text' as text from outgoing_mail
    where kind = 'portal.sign-in' and to_address = ${email} order by created_at desc, xmin::text::bigint desc limit 1`)
  return /#([\w-]{43})/.exec(rows[0]?.text ?? '')?.[1] ?? null
}

/** Somebody's browser, signed in by the link that was mailed to them. */
export async function reading(
  p: Pick<Platform, 'db' | 'clock' | 'queue'>,
  app: App,
  email: string,
): Promise<ReaderBrowser> {
  await inTransaction(p, system, (ctx) =>
    sendLink(ctx, { email, target: '/portal' }, { queue: p.queue, url: 'http://localhost' }),
  )
  const browser = new ReaderBrowser(app)
  const { status } = await browser.ask('POST', '/session', { token: await mailedToken(p, email) })
  if (status !== 201) throw new Error(`${email} may not read: ${status}`)
  return browser
}
