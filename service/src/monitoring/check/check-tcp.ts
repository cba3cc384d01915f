import type { Socket } from 'node:net'
import { guardedConnect } from '@tractops/platform'
import type { TcpMonitor } from '../config/kinds/tcp.ts'
import { type Attempt, bounded, type CheckDeps } from './bounded.ts'
import { addressOf, daysLeft } from './certificate.ts'
import type { CheckResult } from './check-result.ts'
import { Failure } from './failure.ts'
import { guardOf } from './guard.ts'
import { withinLimits } from './limits.ts'

const MAX_BANNER_BYTES = 64 * 1024

/** Carries out one TCP check: the connection is accepted and, where that is expected, the server says the right thing. */
export function checkTcp(monitor: TcpMonitor, deps: CheckDeps): Promise<CheckResult> {
  return bounded(monitor.timeoutMs, deps, async (attempt) => {
    const { tcp, expect, allowPrivate, tls } = monitor
    attempt.late = tcp.secure ? 'no secure connection' : 'no connection'
    const guard = guardOf({ allowPrivate, ca: tls.ca, family: tcp.family }, attempt)
    const connection = await guardedConnect(addressOf(tcp, tcp.secure), { ...guard, alpn: [] })
    const { socket } = connection
    try {
      if (tcp.send !== null) socket.write(tcp.send)
      if (expect.banner !== null) await heard(socket, expect.banner, attempt)
    } finally {
      socket.destroy()
    }
    const latencyMs = attempt.latencyMs()
    const tlsDaysLeft = daysLeft(connection.tlsExpiresAtMs, attempt.startedAt)
    return { ...withinLimits(expect, { latencyMs, tlsDaysLeft }), latencyMs, tlsDaysLeft }
  })
}

/** Reads until the server has said `banner`. No more than 64 kB of what it says is kept. */
async function heard(socket: Socket, banner: string, attempt: Attempt): Promise<void> {
  attempt.late = `did not send “${banner}”`
  attempt.signal.addEventListener('abort', () => socket.destroy(attempt.signal.reason), { once: true })
  let said = ''
  for await (const chunk of socket as AsyncIterable<Buffer>) {
    said += chunk.toString('latin1')
    if (said.includes(Buffer.from(banner).toString('latin1'))) return
    if (said.length > MAX_BANNER_BYTES) throw new Failure(`sent 64 kB without “${banner}” in it`)
  }
  throw new Failure(`ended the connection without sending “${banner}”`)
}
