import { SlaError } from '../error.ts'
import type { Policy } from '../policy/policy.ts'
import type { Interval } from '../time/interval-set.ts'
import { accepted, refused, type Verdict } from './verdict.ts'

/** The state of a vendor's component, in the words of the Statuspage v2 API. */
export type VendorStatus = 'major_outage' | 'partial_outage' | 'degraded_performance' | 'under_maintenance'

/** What our own poller saw a vendor report, from when to when. Without a component: the vendor as a whole. */
export type VendorOutage = Interval & { vendor: string; component?: string | undefined; status: VendorStatus }

/**
 * SLA §4(b): an outage that a vendor caused is excluded while that vendor reports an outage on a component that we use
 * (row 22). A page that could not be read gives no interval here, and so proves nothing (row 23).
 *
 * @throws SlaError `vendor_unknown` for a vendor that the policy does not name.
 */
export function judgeVendorOutage(policy: Policy, outage: VendorOutage): Verdict {
  const { vendors } = policy.exclusions
  const vendor = Object.hasOwn(vendors, outage.vendor) ? vendors[outage.vendor] : undefined
  if (vendor === undefined) {
    const known = Object.keys(policy.exclusions.vendors).join(', ')
    throw new SlaError(
      'vendor_unknown',
      `"${outage.vendor}" is not a vendor of this policy; write one of ${known}.`,
      'vendor',
    )
  }
  if (!policy.meanings.vendorOutage.is.includes(outage.status)) {
    return refused(
      `${vendor.name} reported ${words(outage.status)}, which is no outage in the sense of the agreement`,
    )
  }
  const used = vendor.components
  if (outage.component !== undefined && used.length > 0 && !used.includes(outage.component)) {
    return refused(
      `${vendor.name} reported it on "${outage.component}", which is not among the components in use`,
    )
  }
  const where = outage.component === undefined ? '' : ` on "${outage.component}"`
  return accepted(`${vendor.name} reported a ${words(outage.status)}${where}`)
}

function words(status: VendorStatus): string {
  return status.replaceAll('_', ' ')
}
