type Kind = { kind: string; severity: string; dueAt: string; ms: number; business: boolean }
export type Incident = {
  title: string
  state: string
  components: string[]
  startedAt: string
  text: string
  url: string
}

/** What is so now: what is broken, until when an answer would come, and how to reach a person at once. */
export type Now = {
  zone: string
  contact: string
  /** How long an answer to the mail of an outage takes at most. */
  urgentMs: number
  incidents: Incident[]
  kinds: Kind[]
  fileBytes: number
}

export type Attached = { id: string; name: string; size: number }
export type Draft = { kind: string; text: string; files: Attached[] }

export type Summary = {
  id: string
  number: number
  subject: string
  status: 'open' | 'waiting' | 'closed'
  dueAt: string
  respondedAt: string | null
  /** Of the last message, and whether it is one of staff. */
  lastAt: string
  lastByStaff: boolean
}

export type Message = {
  id: string
  at: string
  by: 'customer' | 'staff' | 'automatic'
  name: string
  text: string
  /** Of staff: what they wrote, as HTML that is safe. */
  html: string | null
  files: { name: string; size: number; url: string }[]
}
export type Ticket = Summary & { ms: number; business: boolean; kept: boolean | null; messages: Message[] }

/** Something to be sent, kept until the service has said that it has it; its key makes it one, however often it is sent. */
export type Sending = {
  key: string
  /** The ticket that it answers; '' for a new question. */
  ticket: string
  kind: string
  text: string
  files: Attached[]
  /** Who asks, where the page does not say it. */
  email: string
  name: string
  draft: string
}

/** A question that waits for the code that was sent to its address. */
export type Asked = { id: string; email: string; againAt: number }
export type Pending = Asked & Draft
export type Session = { token: string; email: string; name: string }
