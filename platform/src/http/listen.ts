import type { Server } from 'node:http'
import { createAdaptorServer } from '@hono/node-server'
import type { Hono } from 'hono'
import { StartError } from '../error.ts'
import type { HttpEnv } from './env.ts'

const SWEEP_MS = 50

export type Listening = { url: string; close(graceMs: number): Promise<void> }

/**
 * Serves `app` on host and port (0: a free one); while it is only promised, requests wait for it, so that whoever makes it may know
 * the address. Slow senders are cut off: 10 s for the headers, 30 s for a whole
 * request. `close` takes no new connection, ends lines of events, lets requests under way finish for at most `graceMs`, then cuts them.
 */
export async function listen(
  app: Hono<HttpEnv> | Promise<Hono<HttpEnv>>,
  host: string,
  port: number,
): Promise<Listening> {
  const closing = new AbortController()
  const answer = (to: Hono<HttpEnv>, request: Request, bindings: object) =>
    to.fetch(request, { ...bindings, closing: closing.signal })
  const server = createAdaptorServer({
    fetch:
      app instanceof Promise
        ? async (...args) => answer(await app, ...args)
        : (...args) => answer(app, ...args),
    serverOptions: {
      headersTimeout: 10_000,
      requestTimeout: 30_000,
      keepAliveTimeout: 10_000,
      connectionsCheckingInterval: 2_000,
      maxHeaderSize: 16 * 1024,
    },
  }) as Server
  await new Promise<void>((resolve, reject) => {
    server.once('error', (err: NodeJS.ErrnoException) => reject(explain(err, host, port)))
    server.listen(port, host, resolve)
  })
  const { port: bound } = server.address() as { port: number }
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}`,
    close(graceMs) {
      return new Promise((resolve) => {
        const timer = setTimeout(() => server.closeAllConnections(), graceMs)
        // A connection whose last answer is given now would else be kept for its next request.
        const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MS)
        server.close(() => {
          clearTimeout(timer)
          clearInterval(sweep)
          resolve()
        })
        closing.abort()
      })
    },
  }
}

function explain(err: NodeJS.ErrnoException, host: string, port: number): StartError {
  const at = `PORT ${port} on ${host}`
  if (err.code === 'EADDRINUSE')
    return new StartError(
      'inUse',
      `${at} is taken by another program: stop that one, or start with another PORT (0 takes any free one).`,
      err,
    )
  if (err.code === 'EACCES')
    return new StartError('inUse', `${at} may only be used by root: take a PORT above 1023.`, err)
  if (err.code === 'EADDRNOTAVAIL' || err.code === 'ENOTFOUND')
    return new StartError(
      'configuration',
      `HOST ${host} is not an address of this machine: write 127.0.0.1, 0.0.0.0 or one that is.`,
      err,
    )
  return new StartError('inUse', `${at} cannot be listened on: ${err.message}.`, err)
}
