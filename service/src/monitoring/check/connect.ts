import { connect as connectPlain, isIP, type Socket } from 'node:net'
import { connect as connectSecure, createSecureContext, type SecureContext, type TLSSocket } from 'node:tls'
import { isPublicAddress, type ResolveHost } from '@tractops/platform'
import type { MonitorConfig } from '../config/config.ts'
import { Failure } from './failure.ts'

/** A fresh connection to the host of `url`; `tlsExpiresAtMs` is the end of its certificate, null over plain HTTP. */
export type Connection = { socket: Socket; tlsExpiresAtMs: number | null }

/**
 * Opens a connection that no other check shares, trying the host's addresses in turn. The addresses are judged here, after
 * the name was resolved and right before they are used, so a name that changes its answer gains nothing.
 *
 * @throws Failure when the host has a private address that the monitor does not allow by name, or no certificate to trust.
 */
export async function connect(
  url: URL,
  monitor: MonitorConfig,
  deps: { resolveHost: ResolveHost; signal: AbortSignal },
): Promise<Connection> {
  const { signal } = deps
  const hostname = url.hostname.replace(/^\[|\]$/g, '')
  const addresses = await deps.resolveHost(hostname, signal)
  const allowed = monitor.allowPrivate.includes(hostname) || monitor.allowPrivate.includes(url.hostname)
  if (!allowed && !addresses.every(isPublicAddress)) {
    throw new Failure('the address is private and this monitor does not allow it')
  }
  const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80)
  const socket = await connectAny(addresses, port, signal)
  if (url.protocol !== 'https:') return { socket, tlsExpiresAtMs: null }
  const secure = await secured(socket, hostname, monitor.tls.ca, signal)
  return { socket: secure, tlsExpiresAtMs: Date.parse(secure.getPeerCertificate().valid_to) }
}

async function connectAny(addresses: string[], port: number, signal: AbortSignal): Promise<Socket> {
  const inOrder = [...addresses].sort((a, b) => isIP(a) - isIP(b))
  let failed: unknown
  for (const address of inOrder.slice(0, 6)) {
    try {
      return await opened(connectPlain({ host: address, port, noDelay: true }), 'connect', signal)
    } catch (error) {
      failed = error
    }
  }
  throw failed
}

function secured(
  socket: Socket,
  hostname: string,
  ca: string | null,
  signal: AbortSignal,
): Promise<TLSSocket> {
  const named = isIP(hostname) === 0 ? { servername: hostname } : { host: hostname }
  const options = { socket, ...named, secureContext: contextOf(ca), ALPNProtocols: ['http/1.1'] }
  return opened(connectSecure(options), 'secureConnect', signal)
}

const contexts = new Map<string | null, SecureContext>()

function contextOf(ca: string | null): SecureContext {
  let context = contexts.get(ca)
  if (context === undefined) {
    context = createSecureContext(ca === null ? {} : { ca })
    contexts.set(ca, context)
  }
  return context
}

function opened<S extends Socket>(socket: S, event: string, signal: AbortSignal): Promise<S> {
  const { promise, resolve, reject } = Promise.withResolvers<S>()
  const abort = () => socket.destroy(signal.reason)
  // Stays for the socket's life: an error that comes late, or with nobody waiting, must not end the process.
  socket.on('error', reject)
  socket.once('close', () => reject(Object.assign(new Error('closed'), { code: 'ECONNRESET' })))
  socket.once(event, () => {
    signal.removeEventListener('abort', abort)
    resolve(socket)
  })
  signal.addEventListener('abort', abort, { once: true })
  if (signal.aborted) abort()
  return promise
    .finally(() => signal.removeEventListener('abort', abort))
    .catch((error) => {
      socket.destroy()
      throw error
    })
}
