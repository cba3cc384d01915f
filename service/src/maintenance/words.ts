/** How far a maintenance is; `draft` until it is published, and seen by staff only. */
export const maintenanceStates = [
  'draft',
  'scheduled',
  'in_progress',
  'overrun',
  'completed',
  'cancelled',
] as const
export type MaintenanceState = (typeof maintenanceStates)[number]

/** What others are told of, once each. */
export type ChangeKind =
  | 'published'
  | 'reminder'
  | 'started'
  | 'extended'
  | 'completed'
  | 'cancelled'
  | 'overrun'
  | 'updated'

/** Why a customer without contacts is not told. */
export const NOBODY = 'the customer has no contact who receives notices'
