import { SlaError } from '../error.ts'
import { type Declaration, judgeForceMajeure } from '../exclusions/force-majeure.ts'
import { judgeMaintenance, type MaintenanceNotice } from '../exclusions/maintenance.ts'
import { judgeVendorOutage, type VendorOutage } from '../exclusions/vendor.ts'
import type { Verdict } from '../exclusions/verdict.ts'
import type { Policy } from '../policy/policy.ts'
import { type Interval, IntervalSet } from '../time/interval-set.ts'
import { type Down, type Gap, settledGaps, sustained } from './outages.ts'

/** What was observed and what was claimed to excuse it; not yet cut to any month. */
export type Observed = {
  down: readonly Down[]
  unmeasured?: readonly Gap[] | undefined
  maintenance?: readonly MaintenanceNotice[] | undefined
  vendorOutages?: readonly VendorOutage[] | undefined
  forceMajeure?: readonly Declaration[] | undefined
  now?: Temporal.Instant | undefined
}

/** One exclusion as it was judged; `excuses` is the downtime that it takes out of the measure (row 4). */
type JudgedExclusion = Verdict & {
  kind: 'maintenance' | 'vendor' | 'force_majeure'
  interval: Interval
  excuses: IntervalSet
}

/** Everything that the uptime of any period follows from: disjoint sets of instants, and the incidents behind them. */
export type Ledger = {
  /** D of row 4: sustained outages and gaps settled down. */
  down: IntervalSet
  /** D ∩ E: the downtime that accepted exclusions excuse, each instant once (row 5). */
  excused: IntervalSet
  unsettled: IntervalSet
  exclusions: JudgedExclusion[]
  /** The sustained outages, each whole. */
  outages: IntervalSet
  /** The gaps that were settled down, each whole and an incident of its own. */
  gapsDown: Interval[]
}

/** The two halves of what a ledger is made from: downtime by cause, and gaps by what they were settled as. */
export type Evidence = {
  outages: IntervalSet
  down: readonly Down[]
  gaps: { down: IntervalSet; unsettled: IntervalSet }
}

/**
 * SLA §1 and §4: judges every exclusion and lays out which instants were down, excused and unsettled.
 *
 * @throws SlaError `vendor_unknown`, `cause_unknown` with the path of what names it.
 */
export function ledgerOf(policy: Policy, observed: Observed): Ledger {
  checkCauses(policy, observed.down)
  const { outages, down } = sustained(policy, observed.down)
  return ledgerFrom(policy, observed, {
    outages,
    down,
    gaps: settledGaps(observed.unmeasured ?? [], outages),
  })
}

/** The ledger of evidence that is given as it is; see {@link ledgerOf}. */
export function ledgerFrom(policy: Policy, observed: Observed, evidence: Evidence): Ledger {
  const { outages, gaps } = evidence
  const down = outages.union(gaps.down)
  const ofVendor = new Map<string, IntervalSet>()
  const excusableBy = (vendor: string) => {
    const known = ofVendor.get(vendor)
    if (known !== undefined) return known
    // Every DOWN that covers an instant has to name the vendor; a gap has no cause, so no vendor excuses it.
    const others = IntervalSet.of(evidence.down.filter((d) => d.cause !== vendor))
    const excusable = outages.subtract(others)
    ofVendor.set(vendor, excusable)
    return excusable
  }
  const judged = (
    kind: JudgedExclusion['kind'],
    interval: Interval,
    verdict: Verdict,
    excusable: IntervalSet,
  ) => ({
    kind,
    interval: { start: interval.start, end: interval.end },
    ...verdict,
    excuses: verdict.accepted ? excusable.intersect(IntervalSet.of([interval])) : IntervalSet.empty,
  })
  const exclusions: JudgedExclusion[] = [
    ...(observed.maintenance ?? []).map((m) => judged('maintenance', m, judgeMaintenance(policy, m), down)),
    ...(observed.vendorOutages ?? []).map((v, i) =>
      judged(
        'vendor',
        v,
        at(`vendorOutages[${i}]`, () => judgeVendorOutage(policy, v)),
        excusableBy(v.vendor),
      ),
    ),
    ...(observed.forceMajeure ?? []).map((f) =>
      judged('force_majeure', f, judgeForceMajeure(policy, f, observed.now), down),
    ),
  ]
  const excused = unionOf(exclusions.map((row) => row.excuses))
  const gapsDown = (observed.unmeasured ?? []).filter(
    (gap) => gap.settled === 'down' && gap.start.epochMilliseconds < gap.end.epochMilliseconds,
  )
  return { down, excused, unsettled: gaps.unsettled, exclusions, outages, gapsDown }
}

const OTHER_CAUSES = ['own', 'maintenance', 'force_majeure', 'customer']

function checkCauses(policy: Policy, down: readonly Down[]): void {
  const vendors = policy.exclusions.vendors
  down.forEach(({ cause }, i) => {
    if (cause === undefined || Object.hasOwn(vendors, cause) || OTHER_CAUSES.includes(cause)) return
    const known = [...Object.keys(vendors), ...OTHER_CAUSES].join(', ')
    throw new SlaError(
      'cause_unknown',
      `"${cause}" is not a cause that the policy knows; write one of ${known}.`,
      `down[${i}].cause`,
    )
  })
}

function unionOf(sets: readonly IntervalSet[]): IntervalSet {
  if (sets.length === 1) return sets[0]!
  const starts: number[] = []
  const ends: number[] = []
  for (const set of sets) {
    for (const [startMs, endMs] of set.entriesMs()) {
      starts.push(startMs)
      ends.push(endMs)
    }
  }
  return IntervalSet.ofEpochMs(starts, ends)
}

function at<T>(path: string, judge: () => T): T {
  try {
    return judge()
  } catch (error) {
    if (error instanceof SlaError) throw new SlaError(error.code, error.message, `${path}.${error.path}`)
    throw error
  }
}
