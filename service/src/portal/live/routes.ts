import { eventStream, type HttpEnv, inTransaction, type Platform } from '@tractops/platform'
import { type Context, Hono } from 'hono'
import { ReaderLines, ticketForReader } from '../../desk/index.ts'
import { shownToken } from '../identity/cookie.ts'
import { findReaderSession } from '../identity/find-session.ts'
import { type ReaderEnv, requireReader } from '../identity/require-reader.ts'
import { asksAs } from '../tickets/own-ticket.ts'
import type { PortalDeps } from '../tickets/routes.ts'
import { asReader } from '../wall/as-reader.ts'

const PORTAL = { kind: 'system', name: 'portal' } as const

/** `GET /portal/api/events`: the id of each question of the reader's that has changed, as a server-sent event. What changed is asked for. */
export function liveRoutes(p: Platform, { wall }: Pick<PortalDeps, 'wall'>): Hono<ReaderEnv> {
  const lines = new ReaderLines(p)
  return new Hono<ReaderEnv>().get('/portal/api/events', requireReader(), async (c) => {
    const token = shownToken(c as unknown as Context<HttpEnv>)!
    const line = await lines.open(asksAs(c.get('reader')))
    return eventStream(c, ({ tell, end }) => {
      line.onChange = async (ticketId) => {
        const seen = await seenWith(p, { wall, token, ticketId }).catch(() => 'away')
        if (seen === 'ended') end()
        else if (seen === 'theirs') tell(ticketId)
      }
      return line.close
    })
  })
}

/** Whether the session still is one, and its reader, as they are known now, sees the ticket from behind the wall. */
async function seenWith(
  p: Platform,
  { wall, token, ticketId }: { wall: boolean; token: string; ticketId: string },
): Promise<'theirs' | 'hidden' | 'ended'> {
  const found = await inTransaction(p, PORTAL, (ctx) => findReaderSession(ctx, token))
  if (found === null) return 'ended'
  const reader = found.session
  const ticket = await asReader({ ...p, wall }, reader, (ctx) =>
    ticketForReader(ctx, { ticketId, reader: asksAs(reader) }),
  )
  return ticket === null ? 'hidden' : 'theirs'
}
