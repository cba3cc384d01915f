import type { Cause, CauseKind, ComponentImpact, Impact, IncidentState } from '../../api/incidents.ts'

export const STATE_WORDS: Record<IncidentState, string> = {
  investigating: 'Investigating',
  identified: 'Identified',
  monitoring: 'Monitoring',
  resolved: 'Resolved',
  postmortem: 'Postmortem published',
}

export const IMPACT_CHOICES: { value: Impact; label: string }[] = [
  { value: 'critical', label: 'critical: an outage' },
  { value: 'major', label: 'major: many are affected' },
  { value: 'minor', label: 'minor: some are affected' },
  { value: 'none', label: 'none: nobody notices' },
]

export const COMPONENT_IMPACTS: Record<ComponentImpact, string> = {
  major_outage: 'out',
  partial_outage: 'partly out',
  degraded_performance: 'degraded',
}

export const CAUSE_WORDS: Record<CauseKind, string> = {
  own: 'Our own',
  vendor: 'A vendor',
  maintenance: 'Maintenance',
  force_majeure: 'Force majeure',
  customer_side: 'On the customer’s side',
}

export const causeText = ({ kind, vendor }: Cause): string =>
  kind === 'vendor' ? (vendor ?? CAUSE_WORDS.vendor) : CAUSE_WORDS[kind]
