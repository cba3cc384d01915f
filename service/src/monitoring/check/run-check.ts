import type { MonitorConfig } from '../config/config.ts'
import type { CheckDeps } from './bounded.ts'
import { checkDns } from './check-dns.ts'
import type { CheckResult } from './check-result.ts'
import { checkTcp } from './check-tcp.ts'
import { checkTls } from './check-tls.ts'
import { checkHttp } from './http/check-http.ts'
import { checkJourney } from './journey/check-journey.ts'

/** Carries out one check of whatever kind. It never throws, and is over within the monitor's timeout. */
export function runCheck(monitor: MonitorConfig, deps: CheckDeps): Promise<CheckResult> {
  switch (monitor.kind) {
    case 'http':
      return checkHttp(monitor, deps)
    case 'journey':
      return checkJourney(monitor, deps)
    case 'tcp':
      return checkTcp(monitor, deps)
    case 'dns':
      return checkDns(monitor, deps)
    case 'tls':
      return checkTls(monitor, deps)
  }
}
