import type { Interval } from '../time/interval-set.ts'
import { accepted, refused, type Verdict } from './verdict.ts'

/** What both sides saw while a customer could not connect. */
export type ConnectivityEvidence = { outsideProbesGood: boolean; failedRequestsOnServer: number }

/**
 * SLA §4(d): with good probes from outside and no failing request on the server the fault lay on the customer's side, and
 * nothing counts (row 25). Anything else is no exclusion: it is looked at like any other outage.
 */
export function judgeCustomerSide(evidence: ConnectivityEvidence): Verdict {
  if (!evidence.outsideProbesGood) return refused('the probes from outside failed as well')
  if (evidence.failedRequestsOnServer > 0) {
    return refused(`${evidence.failedRequestsOnServer} requests failed on the server as well`)
  }
  return accepted('the probes from outside were good and no request failed on the server')
}

/**
 * SLA §4(d): after a customer's evidence staff may add downtime, and never remove any (row 25): the result holds all
 * that was there.
 */
export function addDowntime<D extends Interval>(down: readonly D[], added: Interval): (D | Interval)[] {
  return [...down, added]
}
