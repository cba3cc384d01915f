import {
  type Ctx,
  type HttpEnv,
  inTransaction,
  type LimitPolicy,
  type Platform,
  remoteAddress,
} from '@tractops/platform'
import { eq } from 'drizzle-orm'
import { type Context, Hono } from 'hono'
import type { Desk } from '../desk.ts'
import { ticketUnknown } from '../hold.ts'
import { ticket } from '../tables.ts'
import { rateTicket } from '../tickets/rate-ticket.ts'
import { type Rated, ratePage, ratePagePolicy } from './rate-page.ts'
import { ticketOfRating } from './rating-link.ts'

const perReader: LimitPolicy = { name: 'rating', quota: 30, windowMs: 3_600_000 }
const READER = { kind: 'system', name: 'whoever has the link of a mail' } as const

/** The page on which whoever has the link says how a ticket was, without a script or a cookie. Opening it says nothing. */
export function rateRoutes(p: Pick<Platform, 'db' | 'clock'>, desk: Desk): Hono<HttpEnv> {
  const routes = new Hono<HttpEnv>()
  const asked = (c: Context<HttpEnv>) => ticketOfRating(desk.secretKey, c.req.param('token') ?? '')
  routes.get('/rate/:token', async (c) => {
    const found = await inTransaction(p, READER, (ctx) => rated(ctx, asked(c)))
    return show(c, ratePage(found, c.req.path, false))
  })
  routes.post('/rate/:token', async (c) => {
    c.get('limiter').take(remoteAddress(c), perReader)
    const ticketId = asked(c)
    const form = await c.req.parseBody()
    const comment = typeof form.comment === 'string' ? form.comment : null
    const found = await inTransaction(p, READER, async (ctx) => {
      await rateTicket(ctx, desk, { ticketId, rating: Number(form.rating), comment })
      return rated(ctx, ticketId)
    })
    return show(c, ratePage(found, c.req.path, true))
  })
  return routes
}

async function rated({ tx }: Ctx, ticketId: string): Promise<Rated> {
  let [row] = await tx.select().from(ticket).where(eq(ticket.id, ticketId))
  while (row?.mergedInto) [row] = await tx.select().from(ticket).where(eq(ticket.id, row.mergedInto))
  if (row === undefined) throw ticketUnknown(ticketId, 'token')
  const { number, subject, status, rating, ratingComment: comment } = row
  return { number, subject, closed: status === 'closed', rating, comment }
}

/** Its address holds a token: it is not kept, nor told to whom a link leads. */
function show(c: Context<HttpEnv>, page: ReturnType<typeof ratePage>): Response | Promise<Response> {
  return c.html(page, 200, {
    'content-security-policy': ratePagePolicy,
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
  })
}
