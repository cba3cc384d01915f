import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type RequestListener } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'

/** A status page on a real HTTP server of 127.0.0.1: it answers JSON with an ETag, or whatever it is told to. */
export async function vendorServer() {
  const sockets = new Set<Socket>()
  const requests: { path: string; headers: IncomingMessage['headers']; status: number }[] = []
  const pages = new Map<string, { body: string; headers: Record<string, string> }>()
  let fault: RequestListener | null = null

  const server = createServer((request, response) => {
    const path = request.url!
    response.once('close', () =>
      requests.push({ path, headers: request.headers, status: response.statusCode }),
    )
    if (fault !== null) return fault(request, response)
    const page = pages.get(path)
    if (page === undefined) return response.writeHead(404).end('nothing here')
    const etag = `"${createHash('sha256').update(page.body).digest('hex').slice(0, 16)}"`
    if (request.headers['if-none-match'] === etag)
      return response.writeHead(304, { etag, ...page.headers }).end()
    response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', etag, ...page.headers })
    response.end(page.body)
  })
  server.on('connection', (socket: Socket) => sockets.add(socket))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    /** From now on `path` answers this, and no fault is in the way. */
    serve(path: string, body: unknown, headers: Record<string, string> = {}) {
      fault = null
      pages.set(path, { body: typeof body === 'string' ? body : JSON.stringify(body), headers })
    },
    /** From now on every address answers this way. */
    break(listener: RequestListener) {
      fault = listener
    },
    async close() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
