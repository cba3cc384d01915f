export { agreementOf } from './agreement/agreement.ts'
export { agreementHtml } from './agreement/html.ts'
export { agreementMarkdown } from './agreement/markdown.ts'
export type { Agreement, Clause, Meaning, Section } from './agreement/shape.ts'
export { canonicalJson, hashOf, type Json } from './canonical.ts'
export { add, type Due, due, hours, month, slot, uptime, verify } from './commands.ts'
export { latestMeetingStart, mayRequestMeeting } from './contact/meeting.ts'
export { isUrgentSubject, pageDueAt } from './contact/urgent.ts'
export { type Claim, claimDeadline, claimStatus, isWrittenRequest, type Request } from './credits/claim.ts'
export type { Subscription } from './credits/fee.ts'
export { type FinalisedInvoice, type Settlement, settlementOf, topUpCents } from './credits/settlement.ts'
export { creditPercent } from './credits/tier.ts'
export { SlaError } from './error.ts'
export { addDowntime, type ConnectivityEvidence, judgeCustomerSide } from './exclusions/customer-side.ts'
export { type Declaration, judgeForceMajeure } from './exclusions/force-majeure.ts'
export { judgeMaintenance, type MaintenanceNotice } from './exclusions/maintenance.ts'
export { judgeVendorOutage, type VendorOutage, type VendorStatus } from './exclusions/vendor.ts'
export type { Verdict } from './exclusions/verdict.ts'
export type { AddInput, DueInput, HoursInput, MonthInput, SlotInput, UptimeInput } from './input.ts'
export { announceBy } from './maintenance/notice.ts'
export { nextMaintenanceWindow } from './maintenance/window.ts'
export { defaultPolicies } from './policy/defaults.ts'
export { formatPercent, readPercent } from './policy/percent.ts'
export {
  type InForce,
  type Plan,
  type Policy,
  policyAt,
  policyOn,
  readPolicy,
  type Severity,
} from './policy/policy.ts'
export { percentText } from './policy/tiers.ts'
export { checkPolicy as check, type FileProblem, loadPolicy } from './policy/yaml.ts'
export { type Attainment, attainment } from './response/attainment.ts'
export {
  type ClockEvent,
  type FirstResponse,
  firstResponse,
  type Question,
  type Segment,
  targetFrom,
} from './response/clock.ts'
export type { CreditRow } from './statement/rows.ts'
export { type Statement, statementOf } from './statement/statement.ts'
export { type Difference, type Verification, verifyStatement } from './statement/verify.ts'
export * from './time/index.ts'
export { type Bounds, boundsOf } from './uptime/bounds.ts'
export { type ErrorBudget, errorBudget } from './uptime/budget.ts'
export { countsAs } from './uptime/component.ts'
export { contributing } from './uptime/contributing.ts'
export { type Ledger, ledgerOf, type Observed } from './uptime/ledger.ts'
export { type ExclusionRow, measure, percentUp, type Uptime, uptimeOf } from './uptime/measure.ts'
export {
  type MonitorState,
  newTrack,
  type Observation,
  type ObservationRule,
  observe,
  stateAt,
  type Track,
  type Transition,
} from './uptime/observe.ts'
export type { Down, Gap } from './uptime/outages.ts'
export { intervalsOf, type StateInterval, worstOf } from './uptime/timeline.ts'
