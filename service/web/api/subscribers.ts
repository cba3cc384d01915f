/** What the API answers of subscribers and webhooks; see /api. All instants are RFC 3339 in UTC. */

export type Subscriber = {
  id: string
  email: string
  /** Keys of components; none: all. */
  components: string[]
  confirmedAt: string
  suspendedAt: string | null
  suspendedBecause: string | null
}

export const TOPICS = ['status', 'tickets'] as const
export type Topic = (typeof TOPICS)[number]

export type Webhook = {
  id: string
  url: string
  topics: Topic[]
  createdAt: string
  disabledAt: string | null
  disabledBecause: string | null
}

export type MadeWebhook = Webhook & { secret: string }

export type Delivery = {
  id: string
  type: string
  ref: string
  state: 'waiting' | 'delivered' | 'failed'
  createdAt: string
  attempts: number
  lastAttemptAt: string | null
  nextAttemptAt: string | null
  lastStatus: number | null
  lastError: string | null
  deliveredAt: string | null
  failedAt: string | null
}
