import { hashOf, type Json } from '../canonical.ts'
import { type Claim, claimDeadline } from '../credits/claim.ts'
import { SlaError } from '../error.ts'
import { type MonthInput, monthInput } from '../input.ts'
import { type Policy, policyOn } from '../policy/policy.ts'
import { read } from '../shape.ts'
import { formatInstant } from '../time/instant.ts'
import { type Interval, IntervalSet } from '../time/interval-set.ts'
import { calendarMonth } from '../time/month.ts'
import { Temporal } from '../time/temporal.ts'
import { type Bounds, boundsOf } from '../uptime/bounds.ts'
import { contributing } from '../uptime/contributing.ts'
import { type Ledger, ledgerOf } from '../uptime/ledger.ts'
import { type Uptime, uptimeOf } from '../uptime/measure.ts'
import { inputsOf } from './inputs.ts'
import { type CreditRow, creditRows } from './rows.ts'

/**
 * A closed month, whole: what it was judged from, by which policy, and what came of it. `hash` is SHA-256 in hex over the
 * canonical JSON (RFC 8785) of everything else.
 */
export type Statement = {
  inputs: MonthInput
  policy: { version: string; hash: string }
  uptime: Uptime
  bounds: Bounds
  claimBy: string | null
  credits: CreditRow[]
  hash: string
}

/**
 * SLA §1: closes a month: its uptime with bounds (row 7), the deadline for claims (row 17), and a credit row for each
 * subscription. The policy is the one in force when the month began.
 *
 * @throws SlaError `month_open` before its end, `month_unsettled` while a stretch is neither up nor down (row 6),
 * `claim_stranger`, `claim_after_now`, and what the shape and the exclusions refuse, with the path.
 */
export function statementOf(policies: readonly Policy[], input: MonthInput): Statement {
  const observed = read(monthInput, input)
  const { policy } = policyOn(policies, `${observed.month}-01`)
  const interval = calendarMonth(observed.month, policy.zone, 'month')
  const { now } = observed
  if (now !== undefined && now.epochMilliseconds < interval.end.epochMilliseconds) {
    const message = `${observed.month} lasts until ${formatInstant(interval.end)}; close it after that.`
    throw new SlaError('month_open', message, 'month')
  }
  const ledger = ledgerOf(policy, observed)
  refuseUnsettled(ledger, interval)
  const claims = claimsByCustomer(observed)
  const incidents = contributing(ledger, interval)
  const lastEndMs = incidents.reduce(
    (last, { end }) => Math.max(last, end.epochMilliseconds),
    Number.NEGATIVE_INFINITY,
  )
  const claimBy =
    incidents.length === 0 ? null : claimDeadline(policy, Temporal.Instant.fromEpochMilliseconds(lastEndMs))
  const rows = observed.subscriptions.map(({ discountPercent = 0, ...rest }) => ({
    ...rest,
    discountBasisPoints: discountPercent,
  }))
  return seal({
    inputs: inputsOf(input),
    policy: { version: policy.version, hash: policy.hash },
    uptime: uptimeOf(policy, ledger, interval),
    bounds: boundsOf(policy, interval, observed),
    claimBy: claimBy === null ? null : formatInstant(claimBy),
    credits: creditRows(policy, { interval, ledger, claimBy, claims, now }, rows),
  })
}

/** A statement with its hash. */
function seal(content: Omit<Statement, 'hash'>): Statement {
  return { ...content, hash: hashOf(content as unknown as Json) }
}

function refuseUnsettled(ledger: Ledger, interval: Interval): void {
  const [first] = ledger.unsettled.intersect(IntervalSet.of([interval]))
  if (first === undefined) return
  const message = `Nobody measured from ${formatInstant(first.start)} to ${formatInstant(first.end)}; settle it as "up" or "down".`
  throw new SlaError('month_unsettled', message, 'unmeasured')
}

function claimsByCustomer(observed: {
  claims?: Claim[] | undefined
  subscriptions: readonly { customer: string }[]
  now?: Temporal.Instant | undefined
}): Map<string, Claim[]> {
  const customers = new Set(observed.subscriptions.map((subscription) => subscription.customer))
  const byCustomer = new Map<string, Claim[]>()
  observed.claims?.forEach((claim, i) => {
    if (!customers.has(claim.customer)) {
      const message = `"${claim.customer}" has no subscription here; check the name.`
      throw new SlaError('claim_stranger', message, `claims[${i}].customer`)
    }
    if (observed.now !== undefined && claim.receivedAt.epochMilliseconds > observed.now.epochMilliseconds) {
      throw new SlaError('claim_after_now', 'The claim was received after "now".', `claims[${i}].receivedAt`)
    }
    const known = byCustomer.get(claim.customer)
    if (known === undefined) byCustomer.set(claim.customer, [claim])
    else known.push(claim)
  })
  return byCustomer
}
