import type { TLSSocket } from 'node:tls'
import { guardedConnect } from '@tractops/platform'
import type { TlsMonitor } from '../config/kinds/tls.ts'
import { bounded, type CheckDeps } from './bounded.ts'
import { addressOf, daysLeft } from './certificate.ts'
import type { CheckResult } from './check-result.ts'
import { guardOf } from './guard.ts'
import { withinLimits } from './limits.ts'

/**
 * Carries out one check of a certificate. One that is not trusted, has ended, or is for another name is down; one that will
 * end soon is degraded.
 */
export function checkTls(monitor: TlsMonitor, deps: CheckDeps): Promise<CheckResult> {
  return bounded(monitor.timeoutMs, deps, async (attempt) => {
    const { tls, expect, allowPrivate } = monitor
    attempt.late = 'no secure connection'
    const guard = guardOf({ allowPrivate, ...tls }, attempt)
    const { socket, tlsExpiresAtMs } = await guardedConnect(addressOf(tls, true), { ...guard, alpn: [] })
    const issuer = issuerOf(socket as TLSSocket)
    socket.destroy()
    const latencyMs = attempt.latencyMs()
    const tlsDaysLeft = daysLeft(tlsExpiresAtMs, attempt.startedAt)
    if (expect.issuer !== null && !issuer.includes(expect.issuer)) {
      const reason = `the certificate was not issued by “${expect.issuer}”`
      return { state: 'down', reason, latencyMs, tlsDaysLeft }
    }
    return { ...withinLimits(expect, { latencyMs, tlsDaysLeft }), latencyMs, tlsDaysLeft }
  })
}

/** The organisation and the name of the authority, such as "Let's Encrypt R11". */
function issuerOf(socket: TLSSocket): string {
  const { O = '', CN = '' } = socket.getPeerCertificate().issuer
  return [O, CN].flat().join(' ')
}
