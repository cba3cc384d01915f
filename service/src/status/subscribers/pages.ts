import {
  AppError,
  type HttpEnv,
  inTransaction,
  type LimitPolicy,
  type Platform,
  remoteAddress,
} from '@tractops/platform'
import { type Context, Hono } from 'hono'
import { compact, type Html } from '../html/markup.ts'
import { PAGE_POLICY } from '../html/style.ts'
import { sayPage, subscribePage, subscriptionPage } from '../html/subscribe-pages.ts'
import { texts } from '../html/texts.ts'
import { askToSubscribe, type SubscriberDeps } from './ask-to-subscribe.ts'
import { changeSubscription, confirmSubscription, endSubscription, findSubscription } from './subscription.ts'
import { readToken, signToken } from './token.ts'

export type SubscribePagesDeps = Omit<SubscriberDeps, 'queue'> & {
  /** The components that can be chosen. */
  components: () => Promise<readonly { key: string; name: string }[]>
}

const perReader: LimitPolicy = { name: 'subscribe', quota: 10, windowMs: 3_600_000 }
const perAddress: LimitPolicy = { name: 'subscribe-address', quota: 3, windowMs: 86_400_000 }
const MOST_CHOSEN = 500
const ANYBODY = { kind: 'system', name: 'a subscriber' } as const

/**
 * The pages on which a reader subscribes, confirms, changes and ends it, by links in mails and without a script or a cookie.
 * What a link leads to only shows a button: programs that follow links in mails change nothing.
 */
export function subscribePages(p: Platform, given: SubscribePagesDeps): Hono<HttpEnv> {
  const deps = { ...given, queue: p.queue }
  const words = texts.subscribe
  const routes = new Hono<HttpEnv>()

  routes.get('/status/subscribe', async (c) => show(c, subscribePage(await deps.components())))

  routes.post('/status/subscribe', async (c) => {
    c.get('limiter').take(remoteAddress(c), perReader)
    const components = await deps.components()
    const { email, chosen } = await formOf(c, components)
    if (mayWrite(c, email)) {
      try {
        await inTransaction(p, ANYBODY, (ctx) => askToSubscribe(ctx, { email, components: chosen }, deps))
      } catch (error) {
        if (!(error instanceof AppError && error.code === 'address_invalid')) throw error
        return show(
          c,
          subscribePage(components, { email: email.slice(0, 254), chosen, wrong: error.message }),
          400,
        )
      }
    }
    return show(c, sayPage(words.lookTitle, [words.look]))
  })

  routes.get('/status/subscribe/confirm/:token', (c) => {
    const { email } = readToken(deps.secretKey, 'confirm', c.req.param('token'), p.clock.now())
    return show(
      c,
      sayPage(words.confirmTitle, [words.sentTo(email)], { action: c.req.path, label: words.confirm }),
    )
  })

  routes.post('/status/subscribe/confirm/:token', async (c) => {
    const asked = readToken(deps.secretKey, 'confirm', c.req.param('token'), p.clock.now())
    const { id } = await inTransaction(p, ANYBODY, (ctx) => confirmSubscription(ctx, asked))
    return c.redirect(`/status/subscription/${signToken(deps.secretKey, 'manage', { id })}`, 303)
  })

  routes.get('/status/subscription/:token', async (c) => {
    const { id } = manages(c)
    return showSubscription(c, await inTransaction(p, ANYBODY, (ctx) => findSubscription(ctx, id)), false)
  })

  routes.post('/status/subscription/:token', async (c) => {
    const { id } = manages(c)
    const { chosen } = await formOf(c, await deps.components())
    const changed = await inTransaction(p, ANYBODY, (ctx) =>
      changeSubscription(ctx, { id, components: chosen }),
    )
    return showSubscription(c, changed, true)
  })

  routes.get('/status/unsubscribe/:token', (c) => {
    manages(c)
    return show(c, sayPage(words.endTitle, [words.endNote], { action: c.req.path, label: words.end }))
  })

  // RFC 8058: a POST without cookie or question, by a mail program for its reader.
  routes.post('/status/unsubscribe/:token', async (c) => {
    const { id } = manages(c)
    await inTransaction(p, ANYBODY, (ctx) => endSubscription(ctx, { id }))
    return show(c, sayPage(words.ended, [words.endedNote]))
  })

  function manages(c: Context<HttpEnv>): { id: string } {
    return readToken(deps.secretKey, 'manage', c.req.param('token') ?? '', p.clock.now())
  }

  async function showSubscription(
    c: Context<HttpEnv>,
    one: Awaited<ReturnType<typeof findSubscription>>,
    saved: boolean,
  ): Promise<Response> {
    const links = { self: c.req.path, end: c.req.path.replace('/subscription/', '/unsubscribe/') }
    const seen = { email: one.email, chosen: one.components, suspended: one.suspendedBecause }
    return show(c, subscriptionPage(await deps.components(), seen, links, saved))
  }
  return routes
}

/** Whether this address may be sent another mail now; whoever asks is told the same either way. */
function mayWrite(c: Context<HttpEnv>, email: string): boolean {
  try {
    c.get('limiter').take(email.trim().toLowerCase().slice(0, 254), perAddress)
    return true
  } catch {
    return false
  }
}

/** Components that are not there are not chosen; whoever chose none hears of everything. */
async function formOf(
  c: Context<HttpEnv>,
  components: readonly { key: string }[],
): Promise<{ email: string; chosen: string[] }> {
  const form = await c.req.parseBody({ all: true })
  const given = [form.component ?? []].flat().slice(0, MOST_CHOSEN)
  return {
    email: typeof form.email === 'string' ? form.email : '',
    chosen: components.map(({ key }) => key).filter((key) => given.includes(key)),
  }
}

/** Its address may hold a token: it is not kept, nor told to whom a link leads. */
function show(c: Context<HttpEnv>, page: Html, status: 200 | 400 = 200): Response {
  return c.html(compact(page), status, {
    'content-security-policy': PAGE_POLICY,
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
  }) as Response
}
