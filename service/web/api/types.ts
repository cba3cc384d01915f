/** What the API answers, as service/src describes it at /api. All instants are RFC 3339 in UTC, all lengths ms. */

export const ROLES = ['viewer', 'agent', 'lead', 'admin'] as const
export type Role = (typeof ROLES)[number]
type Proof = 'password' | 'totp' | 'backup_code' | 'passkey'

export type Me = {
  kind: 'person' | 'key'
  id: string
  name: string
  role: Role
  email?: string
  session?: { id: string; verifiedBy: Proof; totp: boolean; passkeys: number; needsSecondFactor: boolean }
}

export type Session = {
  id: string
  current: boolean
  verifiedBy: Proof
  address: string | null
  browser: string | null
  createdAt: string
  usedAt: string
  expiresAt: string
}

export type Person = {
  id: string
  name: string
  email: string
  role: Role
  totp: boolean
  passkeys: number
  createdAt: string
  seenAt: string | null
}

export type Invitation = {
  id: string
  email: string | null
  name: string | null
  role: Role
  createdAt: string
  createdBy: string
  expiresAt: string
}

export type Invited = { id: string; link: string; expiresAt: string }

export type ApiKey = {
  id: string
  name: string
  role: Role
  createdAt: string
  createdBy: string
  revokedAt: string | null
}

export type AuditEntry = {
  seq: number
  at: string
  actor: { kind: 'person' | 'key' | 'reader' | 'system'; id?: string; name: string; role?: Role }
  action: string
  subject: string
  detail: unknown
  hash: string
}

export type AuditVerdict = { verified: boolean; entries: number; head?: string; because?: string }

export type ComponentState = 'up' | 'degraded' | 'down' | 'unmeasured'
export type Component = { key: string; name: string; critical: boolean; state: ComponentState }

/** SLA §1: the month so far. */
export type Uptime = {
  periodMs: number
  measuredMs: number
  downMs: number
  excludedDownMs: number
  countedDownMs: number
  unsettledMs: number
  uptime: string | null
  creditPercent: number | null
}

export type Interval = { state: ComponentState; start: string; end: string | null; cause?: string }

export const MAIL_STATES = ['waiting', 'accepted', 'failed'] as const
export type OutgoingMail = {
  id: string
  kind: string
  ref: string
  to: string
  subject: string
  state: string
  createdAt: string
  acceptedAt: string | null
  failedAt: string | null
  attempts: number
  lastError: string | null
  response: string | null
}
export type Outbox = { says: string; items: OutgoingMail[]; next: string | null }
export type WholeMail = OutgoingMail & { text: string }

/** What is wrong and wants a look; `since` null where nobody knows. */
export type Trouble = { kind: string; since: string | null; title: string; text: string; href: string }

export type Due = { kind: string; at: string; title: string; href: string }
