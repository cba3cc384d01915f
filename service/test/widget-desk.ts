import { createHttpApp, type Listening, listen } from '@tractops/platform'
import { afterEach, beforeEach } from 'vitest'
import { createWidgetKey, widgetRoutes } from '../src/widget/index.ts'
import { at, type DeskStage, openDeskStage } from './desk-stage.ts'
import { widgetToken } from './widget-token.ts'

export const HOST = 'https://app.cedarcourt.example'
export const draft = 'a-browser-of-carla-0001'
export const question = {
  kind: 'how_to',
  text: 'How do I export dues?\nI looked everywhere.',
  zone: 'Europe/Berlin',
  attachments: [],
  draft,
}
export const unknown = { ...question, name: 'Dev', email: 'Dev@Example.com' }

type Sent = { token?: string; body?: unknown; key?: string; origin?: string | null; raw?: BodyInit }

/** For each test of a file the API of the widget, on a Monday at 14:00 in California, and how it is asked. */
export function widgetDesk() {
  let stage: DeskStage
  let server: Listening
  let key: { id: string; secret: string }
  let sent = 0

  beforeEach(async () => {
    stage = await openDeskStage(at('2026-11-23T22:00:00Z'))
    const { p, desk, doing } = stage
    key = (await doing((ctx) =>
      createWidgetKey(ctx, p.config.secretKey, { name: 'Host', algorithm: 'HS256' }),
    )) as typeof key
    const uploads = { paths: ['/widget/api/attachments'], maxBytes: desk.store.maxBytes + 1_000 }
    const app = createHttpApp(p, { title: 'Test', version: '1' }, uploads)
    app.route('/', widgetRoutes(p, { desk, origins: [HOST] }))
    server = await listen(app, '127.0.0.1', 0)
  })
  afterEach(async () => {
    await server.close(500)
    await stage.close()
  })

  async function ask(
    path: string,
    { token, body, key = `key-of-the-test-${++sent}`, origin = HOST, raw }: Sent = {},
  ) {
    const response = await fetch(`${server.url}/widget/api/${path}`, {
      method: body === undefined && raw === undefined ? 'GET' : 'POST',
      headers: {
        ...(origin === null ? {} : { origin }),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        'idempotency-key': key,
        'content-type': raw === undefined ? 'application/json' : 'text/plain',
      },
      ...(raw !== undefined ? { body: raw } : body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const answer = (await response.json().catch(() => null)) as Record<string, never>
    return { status: response.status, headers: response.headers, ...answer } as {
      status: number
      headers: Headers
      [name: string]: unknown
    }
  }

  const tokenOf = (claims: Record<string, unknown> = {}): string =>
    widgetToken(key, stage.p.clock.now().add({ minutes: 10 }), claims)
  const count = async (table: string) =>
    (await stage.p.pool.query(`select count(*)::int as n from ${table}`)).rows[0].n as number
  /** The code in the last mail, which takes the mail away. */
  async function codeMailed(): Promise<string> {
    await stage.deliver()
    const mail = stage.server.mails.splice(0).findLast(({ subject }) => /code/.test(subject ?? ''))
    return /Your code is (\d{3}) (\d{3})/.exec(mail!.text!)!.slice(1).join('')
  }

  return {
    get stage() {
      return stage
    },
    get server() {
      return server
    },
    get key() {
      return key
    },
    ...{ ask, tokenOf, count, codeMailed },
  }
}
