/** What the API answers of vendors; see /api. All instants are RFC 3339 in UTC, all lengths ms. */

type Reported = 'major_outage' | 'partial_outage' | 'degraded_performance' | 'under_maintenance'
export type VendorState = Reported | 'operational' | 'degraded' | 'maintenance' | 'unknown'

export type Vendor = {
  vendor: string
  name: string
  url: string
  state: VendorState
  since: string | null
  seenAt: string | null
  dueAt: string | null
  reason: string | null
  components: { component: string | null; status: Reported; since: string }[]
}

export type VendorStretch = {
  component: string | null
  status: Reported | 'unknown'
  start: string
  end: string | null
  qualifies: boolean
  because: string
  captures: string[]
}

type VendorPost = {
  id: string
  title: string
  url: string | null
  saidStart: string | null
  saidEnd: string | null
  components: string[]
  afterwards: boolean
  firstSeenAt: string
}

export type VendorCapture = {
  id: string
  url: string
  sha256: string
  bytes: number
  firstSeenAt: string
  seenUntil: string
}

export type VendorReports = {
  name: string
  from: string
  to: string
  stretches: VendorStretch[]
  posts: VendorPost[]
  captures: VendorCapture[]
}
