import type { Severity } from '@tractops/sla'
import type { Channel, Delivery, TicketStatus } from '../../api/desk.ts'

export const SEVERITY_WORDS: Record<Severity, string> = {
  P1: 'urgent',
  P2: 'high',
  P3: 'normal',
  P4: 'low',
}

/** SLA §2: what each severity means and promises, for whoever chooses one. */
export const SEVERITY_MEANS: Record<Severity, string> = {
  P1: 'the application is down, payments fail, data is being lost: 1 hour, around the clock',
  P2: 'a major feature is degraded for many users: 4 business hours',
  P3: 'one user’s issue, a billing question, how to do something: 1 business day',
  P4: 'a request, a suggestion, a bug of low impact: 5 business days',
}

export const STATUS_WORDS: Record<TicketStatus, string> = {
  open: 'our turn',
  waiting: 'the customer’s turn',
  closed: 'closed',
}

export const CHANNEL_WORDS: Record<Channel, string> = {
  mail: 'by mail',
  widget: 'in the application',
  portal: 'in the portal',
  console: 'entered by staff',
  api: 'by a program',
}

export const DELIVERY_WORDS: Record<Delivery, string> = {
  sending: 'being sent',
  accepted: 'accepted by their mail server',
  failed: 'could not be sent',
  bounced: 'came back',
}
