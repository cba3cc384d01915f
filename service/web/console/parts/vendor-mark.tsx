import type { VendorState } from '../../api/vendors.ts'

const MARKS: Record<VendorState, string> = {
  operational: 'up',
  degraded: 'degraded',
  degraded_performance: 'degraded',
  partial_outage: 'down',
  major_outage: 'down',
  maintenance: 'maintenance',
  under_maintenance: 'maintenance',
  unknown: 'unmeasured',
}

const WORDS: Record<VendorState, string> = {
  operational: 'operational',
  degraded: 'degraded',
  degraded_performance: 'degraded',
  partial_outage: 'partial outage',
  major_outage: 'major outage',
  maintenance: 'in maintenance',
  under_maintenance: 'in maintenance',
  unknown: 'unknown',
}

/** What a vendor reports, by the shapes of our own states, and in the vendor's word. */
export function VendorMark({ state }: { state: VendorState }) {
  return (
    <span>
      <span className={`mark ${MARKS[state]}`} aria-hidden="true" />
      {WORDS[state]}
    </span>
  )
}
