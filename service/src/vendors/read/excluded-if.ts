import { type Down, type Interval, measure, type Policy, type VendorOutage } from '@tractops/sla'

/**
 * SLA §4(b): how much of some downtime, in ms, would be excluded if its cause were `vendor`, given what vendors reported. Nothing
 * is recorded: the engine measures the same downtime with that cause and with none (row 22).
 *
 * @throws SlaError `vendor_unknown`, `cause_unknown`, `period_empty`.
 */
export function excludedIf(
  policy: Policy,
  given: { period: Interval; down: readonly Down[]; outages: readonly VendorOutage[]; vendor: string },
): number {
  const { period, down, outages, vendor } = given
  const excludedMs = (cause: string | undefined) =>
    measure(policy, period, {
      down: down.map(({ start, end }) => (cause === undefined ? { start, end } : { start, end, cause })),
      vendorOutages: outages.map(({ vendor, component, status, start, end }) => ({
        vendor,
        component,
        status,
        start,
        end,
      })),
    }).excludedDownMs
  return excludedMs(vendor) - excludedMs(undefined)
}
