import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer as createHttp, type RequestListener } from 'node:http'
import { createServer as createHttps } from 'node:https'
import { type AddressInfo, createServer as createTcp, type Server, type Socket } from 'node:net'

const pem = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8')

/** The authority behind the certificates `good`, `expired` and `other`. */
export const CA = pem('ca.pem')

type Target = { url: string; connections: () => number; close(): Promise<void> }

/** A real HTTP server on a free port of 127.0.0.1. */
export function httpTarget(listener: RequestListener): Promise<Target> {
  return listening(createHttp({ requestTimeout: 0 }, listener), 'http')
}

/** A real HTTPS server with one of the certificates of this folder. */
export function httpsTarget(
  name: 'good' | 'expired' | 'other' | 'self',
  listener: RequestListener,
): Promise<Target> {
  return listening(createHttps({ key: pem(`${name}.key`), cert: pem(`${name}.pem`) }, listener), 'https')
}

/** A server that speaks by hand, after the first bytes of a request have come. */
export function rawTarget(speak: (socket: Socket) => void): Promise<Target> {
  return listening(
    createTcp((socket) => {
      socket.on('error', () => {})
      socket.once('data', () => speak(socket))
    }),
    'http',
  )
}

async function listening(server: Server, scheme: string): Promise<Target> {
  const sockets = new Set<Socket>()
  let connections = 0
  server.on('connection', (socket: Socket) => {
    connections++
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`,
    connections: () => connections,
    async close() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
