/** Maintenance, planned and announced, as the API answers it. All instants are RFC 3339 in UTC, all lengths ms. SLA §5 */

export type MaintenanceState = 'draft' | 'scheduled' | 'in_progress' | 'overrun' | 'completed' | 'cancelled'

type Between = { start: string; end: string }

export type Announcement = Between & {
  id: string
  note: string | null
  publishedAt: string
  publishedBy: string
  settledAt: string | null
  emailedAt: string | null
  reached: { accepted: number; waiting: number; failed: number }
}

/** What stands of the announcements, piece by piece, each with the engine's verdict. */
type Notice = Between & {
  publishedAt: string
  emailedAt: string | null
  enough: boolean
  because: string
}

export type Maintenance = Between & {
  id: string
  title: string
  text: string
  html: string
  components: { key: string; name: string }[]
  state: MaintenanceState
  announceBy: string
  createdAt: string
  createdBy: string | null
  publishedAt: string | null
  publishedBy: string | null
  startedAt: string | null
  overrunAt: string | null
  completedAt: string | null
  completedBy: string | null
  cancelledAt: string | null
  cancelledBy: string | null
  cancelledBecause: string | null
  noticeEnough: boolean
  because: string
  risk: string | null
  announcements: Announcement[]
  notices: Notice[]
  updates: { at: string; text: string; html: string; by: string }[]
}

type Window = Between & { announceBy: string; enough: boolean }

/** What publishing now would come to. */
export type MaintenanceProposal = Window & {
  /** Until it must have been announced; negative when that is over. */
  leftMs: number
  because: string
  means: string
  inWindow: boolean
  windows: Window[]
  contacts: number
  unreachable: { customer: string; why: string }[]
  mail: string
}

export type Recipient = {
  id: number
  announcement: string
  customerId: string
  customer: string
  contactId: string | null
  name: string | null
  email: string | null
  counts: boolean
  mailId: string | null
  acceptedAt: string | null
  failedAt: string | null
  failure: string | null
  transport: string | null
  response: string | null
  told: { at: string; by: string; how: string } | null
}
