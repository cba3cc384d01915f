import { connect as connectPlain, isIP, type Socket } from 'node:net'
import { connect as connectSecure, createSecureContext, type SecureContext, type TLSSocket } from 'node:tls'
import { FetchFailure } from './failure.ts'
import { isPublicAddress } from './public-address.ts'
import type { ResolveHost } from './resolve-host.ts'

/** A fresh connection to the host of `url`; `tlsExpiresAtMs` is the end of its certificate, null over plain HTTP. */
export type Connection = { socket: Socket; tlsExpiresAtMs: number | null }

/**
 * `allowPrivate`: hosts that may have a private address, by name; `ca`: an authority to trust instead of the usual ones;
 * `alpn`: the protocols that are offered over TLS, by default HTTP/1.1.
 */
export type Guard = {
  allowPrivate: readonly string[]
  ca: string | null
  alpn?: string[]
  resolveHost: ResolveHost
  signal: AbortSignal
}

/**
 * Opens a connection that nothing else shares, trying the host's addresses in turn. The addresses are judged here, after
 * the name was resolved and right before they are used, so a name that changes its answer gains nothing.
 *
 * @throws FetchFailure when the host has a private address that is not allowed by name.
 * @throws the socket's error, of which {@link reasonOf} makes words.
 */
export async function guardedConnect(url: URL, guard: Guard): Promise<Connection> {
  const { signal } = guard
  const hostname = url.hostname.replace(/^\[|\]$/g, '')
  const addresses = await guard.resolveHost(hostname, signal)
  const allowed = guard.allowPrivate.includes(hostname) || guard.allowPrivate.includes(url.hostname)
  if (!allowed && !addresses.every(isPublicAddress)) {
    throw new FetchFailure('the address is private and is not allowed by name')
  }
  const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80)
  const socket = await connectAny(addresses, port, signal)
  if (url.protocol !== 'https:') return { socket, tlsExpiresAtMs: null }
  const secure = await secured(socket, hostname, guard)
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
  { ca, alpn = ['http/1.1'], signal }: Guard,
): Promise<TLSSocket> {
  const named = isIP(hostname) === 0 ? { servername: hostname } : { host: hostname }
  const options = { socket, ...named, secureContext: contextOf(ca), ALPNProtocols: alpn }
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
