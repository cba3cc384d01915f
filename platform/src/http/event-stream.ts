import type { Context } from 'hono'
import { streamSSE } from 'hono/streaming'

const HEARTBEAT_MS = 15_000
/** A line is ended after so long and opened again by the browser, so that a session that has ended hears no more. */
const LONGEST_MS = 15 * 60_000

export type EventLine = {
  /** Says one event, of one line of text. */
  tell(data: string): void
  end(): void
}

/**
 * Answers with server-sent events: `listen` is called once with the line, and what it returns once when the line has ended, by whichever
 * side: at the latest after 15 minutes, and as soon as the server is to stop. Every 15 s a comment keeps the line from being taken for dead.
 */
export function eventStream(c: Context, listen: (line: EventLine) => () => void): Response {
  c.header('x-accel-buffering', 'no')
  return streamSSE(c, async (stream) => {
    const ended = Promise.withResolvers<void>()
    const write = (text: string) => stream.write(text).then(() => {}, ended.resolve)
    const forget = listen({ tell: (data) => void write(`data: ${data}\n\n`), end: ended.resolve })
    const heartbeat = setInterval(() => void write(': here\n\n'), HEARTBEAT_MS)
    const limit = setTimeout(ended.resolve, LONGEST_MS)
    stream.onAbort(ended.resolve)
    const closing: AbortSignal | undefined = c.env?.closing
    const end = () => ended.resolve()
    closing?.addEventListener('abort', end)
    if (closing?.aborted) end()
    try {
      await write('retry: 2000\n\n')
      await ended.promise
    } finally {
      closing?.removeEventListener('abort', end)
      forget()
      clearInterval(heartbeat)
      clearTimeout(limit)
    }
  })
}
