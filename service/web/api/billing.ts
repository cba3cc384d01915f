/** Customers and their contacts, as the API answers them. Dates are Pacific, instants RFC 3339 in UTC. */

export const PLANS = ['standard', 'premium'] as const
export type Plan = (typeof PLANS)[number]
export const BILLINGS = ['monthly', 'annual'] as const
export type Billing = (typeof BILLINGS)[number]
export const CONTACT_ROLES = ['president', 'treasurer', 'manager', 'board', 'other'] as const
export type ContactRole = (typeof CONTACT_ROLES)[number]

export type Contact = {
  id: string
  name: string
  email: string
  role: ContactRole
  receivesNotices: boolean
  bounced: { at: string; reason: string } | null
}

export type Customer = {
  id: string
  /** What the application calls it. */
  externalId: string | null
  name: string
  plan: Plan
  billing: Billing
  units: number
  start: string
  /** The first day that is not covered any more. */
  end: string | null
  discountPercent: number
  inForce: boolean
  createdAt: string
  contacts: Contact[]
}

export type ImportedRow = {
  line: number
  externalId: string
  name: string
  outcome: 'new' | 'changed' | 'same' | 'refused'
  changes: { field: string; from: string | null; to: string | null }[]
  errors: { column: string; message: string }[]
}

/** What a file of customers comes to; `items` are the first thousand, what is refused first. */
export type CustomerImport = {
  applied: boolean
  encoding: string
  rows: number
  created: number
  changed: number
  same: number
  refused: number
  items: ImportedRow[]
}
