/** How bad it is for everybody, as the Statuspage API names it. */
export const impacts = ['none', 'minor', 'major', 'critical'] as const
export type Impact = (typeof impacts)[number]

export const incidentStates = ['investigating', 'identified', 'monitoring', 'resolved', 'postmortem'] as const
export type IncidentState = (typeof incidentStates)[number]

/** The states that an update can put an incident into; a postmortem is published by itself. */
export const updateStates = ['investigating', 'identified', 'monitoring', 'resolved'] as const
export type UpdateState = (typeof updateStates)[number]

/** How a component is affected, as the Statuspage API names it. */
export const componentImpacts = ['degraded_performance', 'partial_outage', 'major_outage'] as const
export type ComponentImpact = (typeof componentImpacts)[number]

/** What caused an incident. SLA §4 */
export const causeKinds = ['own', 'vendor', 'maintenance', 'force_majeure', 'customer_side'] as const
export type CauseKind = (typeof causeKinds)[number]

export type ChangeKind = 'opened' | 'updated' | 'edited' | 'resolved' | 'merged' | 'postmortem'
