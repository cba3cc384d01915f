import type { z } from '@hono/zod-openapi'
import { type Actor, renderMarkdown } from '@tractops/platform'
import { announceBy, formatInstant } from '@tractops/sla'
import { spellClock } from '../notation/index.ts'
import { policyFor } from './hold.ts'
import type { Proposal } from './plan/proposal.ts'
import type { StaffMaintenance } from './read/list-maintenances.ts'
import type { RecipientRow } from './read/list-recipients.ts'
import { nameOf } from './read/public-maintenance.ts'
import type { maintenanceSchema, proposalSchema, recipientSchema } from './schemas.ts'

const orNull = (at: Temporal.Instant | null) => at && formatInstant(at)
const by = (actor: Actor | null) => actor && nameOf(actor)
const between = ({ start, end }: { start: Temporal.Instant; end: Temporal.Instant }) => ({
  start: formatInstant(start),
  end: formatInstant(end),
})

export function maintenanceJson(one: StaffMaintenance): z.output<typeof maintenanceSchema> {
  const { id, title, text, components, state, cancelledBecause, noticeEnough, because } = one
  return {
    id,
    title,
    text,
    html: renderMarkdown(text),
    components,
    state,
    ...between(one),
    announceBy: formatInstant(announceBy(policyFor(one.start), one.start)),
    createdAt: formatInstant(one.createdAt),
    createdBy: by(one.createdBy),
    publishedAt: orNull(one.publishedAt),
    publishedBy: by(one.publishedBy),
    startedAt: orNull(one.startedAt),
    overrunAt: orNull(one.overrunAt),
    completedAt: orNull(one.completedAt),
    completedBy: by(one.completedBy),
    cancelledAt: orNull(one.cancelledAt),
    cancelledBy: by(one.cancelledBy),
    cancelledBecause,
    noticeEnough,
    because,
    risk: riskOf(one),
    announcements: one.announcements.map((a) => ({
      id: a.id,
      ...between(a),
      note: a.note,
      publishedAt: formatInstant(a.publishedAt),
      publishedBy: nameOf(a.publishedBy),
      settledAt: orNull(a.settledAt),
      emailedAt: orNull(a.emailedAt),
      reached: a.reached,
    })),
    notices: one.notices.map((n) => ({
      ...between(n),
      publishedAt: formatInstant(n.publishedAt),
      emailedAt: orNull(n.emailedAt),
      enough: n.enough,
      because: n.because,
    })),
    updates: one.updates.map((update) => ({ ...update, at: formatInstant(update.at) })),
  }
}

/** What counts as downtime, for the console: an overrun, or an announcement that was not in time. */
function riskOf(one: StaffMaintenance): string | null {
  const { state, overrunAt, noticeEnough, because, end, announcements } = one
  if (state === 'overrun')
    return `Overrun since ${spellClock(overrunAt!, policyFor(end).zone)}; from then on failures count as downtime.`
  if (state === 'scheduled' && announcements.some(({ settledAt }) => settledAt === null))
    return 'Not announced yet: not every mail has been accepted so far.'
  if ((state === 'scheduled' || state === 'in_progress') && !noticeEnough)
    return `Failures count as downtime: ${because}.`
  return null
}

export function proposalJson(proposal: Proposal): Omit<z.output<typeof proposalSchema>, 'mail'> {
  const { leftMs, because, means, inWindow, contacts, unreachable } = proposal
  return {
    ...windowJson(proposal),
    leftMs,
    because,
    means,
    inWindow,
    windows: proposal.windows.map(windowJson),
    contacts,
    unreachable,
  }
}

function windowJson(window: Proposal['windows'][number]) {
  return { ...between(window), announceBy: formatInstant(window.announceBy), enough: window.enough }
}

export function recipientJson(row: RecipientRow): z.output<typeof recipientSchema> {
  const { id, announcementId, customerId, customerName, contactId, name, email, counts } = row
  const { mailId, failure, transport, response } = row
  return {
    id,
    announcement: announcementId,
    customerId,
    customer: customerName,
    contactId,
    name,
    email,
    counts,
    mailId,
    acceptedAt: orNull(row.acceptedAt),
    failedAt: orNull(row.failedAt),
    failure,
    transport,
    response,
    told: row.toldAt && { at: formatInstant(row.toldAt), by: nameOf(row.toldBy!), how: row.toldHow! },
  }
}
