import { eventStream, inTransaction, type LimitPolicy, type Platform } from '@tractops/platform'
import { Hono } from 'hono'
import { ReaderLines, ticketForReader } from '../../desk/index.ts'
import { limit, readerShown, requireWidgetReader, type WidgetEnv } from './widget-env.ts'

const opening: LimitPolicy = { name: 'widget-line', quota: 60, windowMs: 60_000 }

/** `GET /widget/api/events`: the id of each question of the reader's that has changed, as a server-sent event. What changed is asked for. */
export function liveRoutes(p: Platform): Hono<WidgetEnv> {
  const lines = new ReaderLines(p)
  return new Hono<WidgetEnv>().get('/widget/api/events', requireWidgetReader(), async (c) => {
    const { email } = c.get('widgetReader')
    limit(c, email, opening)
    const actor = c.get('actor')
    const isTheirs = async (ticketId: string) =>
      null !== (await inTransaction(p, actor, (ctx) => ticketForReader(ctx, { ticketId, reader: { email } })))
    const line = await lines.open({ email })
    return eventStream(c, ({ tell, end }) => {
      line.onChange = async (ticketId) => {
        try {
          // A token that has run out meanwhile ends the line; the widget opens another with a new one.
          if ((await readerShown(c)) === null) end()
          else if (await isTheirs(ticketId)) tell(ticketId)
        } catch {
          // The database is away just now; the widget asks now and then by itself.
        }
      }
      return line.close
    })
  })
}
