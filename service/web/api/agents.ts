/** What the API answers of probe agents; see /api. All instants are RFC 3339 in UTC, all lengths ms. */

export type Agent = {
  id: number
  name: string
  region: string | null
  createdAt: string
  revokedAt: string | null
  seenAt: string | null
  silent: boolean
  /** How far its clock is ahead of the server's. */
  skewMs: number | null
  roundTripMs: number | null
  /** Results in its spool, and how many it had to drop since it began. */
  waiting: number
  dropped: number
  blind: boolean
  refused: { count: number; at: string | null; because: string | null }
}

export type MadeAgent = { id: number; token: string }
