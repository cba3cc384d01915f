/** Where a question or an answer came in. */
export const channels = ['mail', 'widget', 'portal', 'console', 'api'] as const
export type Channel = (typeof channels)[number]

/** `open`: it is our turn; `waiting`: it is the customer's; `closed`: neither. Being put aside is beside that. */
export const ticketStatuses = ['open', 'waiting', 'closed'] as const
export type TicketStatus = (typeof ticketStatuses)[number]

/** How the first-response clock stands, as the engine says. */
export type ResponseState = 'waiting' | 'met' | 'breached'

export type AuthorKind = 'customer' | 'staff' | 'automatic'

/** What became of a message that we sent by mail. */
export type Delivery = 'sending' | 'accepted' | 'failed' | 'bounced'

/** The entries of a ticket's timeline that are not messages; each has `data` of its own. */
export const ticketEventKinds = [
  'received',
  'classified',
  'assigned',
  'tagged',
  'untagged',
  'subject_changed',
  'customer_changed',
  'linked',
  'unlinked',
  'merged',
  'merged_in',
  'snoozed',
  'woken',
  'closed',
  'reopened',
  'spam_marked',
  'acknowledged',
  'warned',
  'breached',
  'answered',
  'unanswered',
  'bounced',
  'rated',
  'erased',
] as const
export type TicketEventKind = (typeof ticketEventKinds)[number]

/** The parts of the time to answer, in hundredths, at which somebody is told. */
export const WARNINGS = [50, 75, 90, 100] as const
