import { createServer, type RequestListener } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo, Server } from 'node:net'
import { join } from 'node:path'
import { application } from './application.ts'
import { certificates } from './certificates.ts'
import { FaultBook } from './faults.ts'
import { Sessions } from './sessions.ts'
import type { Widget } from './widget.ts'

/** `port` and `tlsPort` 0 take a free port each. `slowMs`: how late a slow page answers. `widget`: the help widget that pages carry. */
export type PracticeOptions = {
  host: string
  port: number
  tlsPort: number
  dataDir: string
  slowMs?: number
  widget?: Widget | null
}
export type Practice = { url: string; tlsUrl: string; caFile: string; close(): Promise<void> }

const SLOW_MS = 8_000

/**
 * Starts the practice application on both ports and resolves once both answer. The ports are taken before the data
 * is opened, so a second one on the same ports fails (`EADDRINUSE`) without touching the first one's log.
 */
export async function startPractice(options: PracticeOptions): Promise<Practice> {
  const { host } = options
  const started = Promise.withResolvers<RequestListener>()
  started.promise.catch(() => {})
  const listener: RequestListener = (request, response) =>
    void started.promise.then(
      (listen) => listen(request, response),
      () => request.socket.destroy(),
    )
  const plain = createServer(listener)
  const secure = createTlsServer({ minVersion: 'TLSv1.2' }, listener)
  secure.maxRequestsPerSocket = 1
  const closeServers = () => Promise.all([closeServer(plain), closeServer(secure)])
  try {
    const url = `http://${await listen(plain, host, options.port)}`
    const tlsUrl = `https://${await listen(secure, host, options.tlsPort)}`
    const folder = join(options.dataDir, 'practice')
    const { caFile, valid, expired } = await certificates(folder, host)
    const book = new FaultBook(join(folder, 'faults.jsonl'))
    const showCertificate = () =>
      secure.setSecureContext(book.faultOf('certificate') === 'expired' ? expired : valid)
    showCertificate()
    started.resolve(
      application({
        book,
        sessions: new Sessions(),
        host,
        slowMs: options.slowMs ?? SLOW_MS,
        widget: options.widget ?? null,
        startedAt: new Date().toISOString(),
        tlsUrl,
        caFile,
        onFaultChanged: showCertificate,
      }),
    )
    let closing: Promise<void> | undefined
    const close = () => {
      closing ??= closeServers().then(() => book.close())
      return closing
    }
    return { url, tlsUrl, caFile, close }
  } catch (error) {
    started.reject(error)
    await closeServers()
    throw error
  }
}

/** Resolves with the `host:port` that `server` listens on. */
async function listen(server: Server, host: string, port: number): Promise<string> {
  const listening = Promise.withResolvers<void>()
  server.once('error', listening.reject).listen({ host, port, exclusive: true }, listening.resolve)
  await listening.promise
  server.off('error', listening.reject)
  const { port: taken } = server.address() as AddressInfo
  return `${host.includes(':') ? `[${host}]` : host}:${taken}`
}

function closeServer(server: Server & { closeAllConnections(): void }): Promise<void> {
  const closed = Promise.withResolvers<void>()
  server.close(() => closed.resolve())
  server.closeAllConnections()
  return closed.promise
}
