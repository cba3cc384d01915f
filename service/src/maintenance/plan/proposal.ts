import type { Ctx } from '@tractops/platform'
import {
  announceBy,
  type Interval,
  judgeMaintenance,
  nextMaintenanceWindow,
  type Policy,
} from '@tractops/sla'
import { type NoticeContact, noticeContacts } from '../../billing/index.ts'
import { spellInstant } from '../../notation/index.ts'
import { policyFor } from '../hold.ts'
import { NOBODY } from '../words.ts'
import { checkInterval } from './interval.ts'

const WINDOWS = 3

/** A time that maintenance could take, and whether an announcement now is early enough for it. */
type Window = Interval & { announceBy: Temporal.Instant; enough: boolean }

export type Proposal = Window & {
  /** What is left until it must have been announced; below zero: how long ago that was. */
  leftMs: number
  /** The engine's reason, if it were published and every mail accepted at this instant. */
  because: string
  /** What that means, for whoever is about to publish. */
  means: string
  /** Whether it lies within a window of the agreement. */
  inWindow: boolean
  /** The next windows of the agreement, the soonest first. */
  windows: Window[]
  /** How many contacts would be written to, and who cannot be told. */
  contacts: number
  unreachable: { customer: string; why: string }[]
}

/**
 * SLA §5: what publishing now would come to for a time, or, without one, for the next Sunday window that can still be
 * announced 48 hours ahead (row 20). `sendsMail`: whether mail leaves this installation. Nothing is changed. @throws AppError `interval_reversed`, `interval_too_long`.
 */
export async function maintenanceProposal(
  ctx: Ctx,
  wanted: Partial<Interval>,
  { sendsMail }: { sendsMail: boolean },
): Promise<Proposal> {
  const policy = policyFor(ctx.now)
  const windows = nextWindows(policy, ctx.now)
  const interval = intervalOf(wanted, windows)
  checkInterval(interval, 'query')
  const people = await noticeContacts(ctx)
  const unreachable = people.flatMap(cannotBeTold)
  const by = announceBy(policy, interval.start)
  const { accepted, because } = judgeMaintenance(policy, {
    ...interval,
    publishedAt: ctx.now,
    emailedAt: ctx.now,
  })
  return {
    ...interval,
    announceBy: by,
    enough: accepted,
    leftMs: by.epochMilliseconds - ctx.now.epochMilliseconds,
    because,
    means: meaning({
      ...{ accepted, because, by, policy },
      unreachable: unreachable.length,
      recordedOnly: !sendsMail && people.length > 0,
    }),
    inWindow: windowsAround(policy, interval),
    windows,
    contacts: people.length - unreachable.length,
    unreachable,
  }
}

function meaning(of: {
  accepted: boolean
  because: string
  by: Temporal.Instant
  unreachable: number
  recordedOnly: boolean
  policy: Policy
}): string {
  if (!of.accepted)
    return `${of.because}: nothing of it will be excluded, and whatever fails in it counts as downtime.`
  if (of.recordedOnly)
    return 'No mail transport is set up, so nobody would be mailed: nothing of it will be excluded.'
  if (of.unreachable > 0) {
    const who =
      of.unreachable === 1 ? 'One of those who must be told' : `${of.unreachable} of those who must be told`
    return `${who} cannot be reached by mail, so it would not be announced to every customer: nothing of it will be excluded.`
  }
  return `It is excluded from the uptime if it is published, and every mail accepted, by ${spellInstant(of.by, of.policy.zone)}.`
}

function nextWindows(policy: Policy, now: Temporal.Instant): Window[] {
  const windows: Window[] = []
  for (let from = now; windows.length < WINDOWS; ) {
    const window = nextMaintenanceWindow(policy, from)
    windows.push(judged(policy, window, now))
    from = window.end
  }
  return windows
}

function judged(policy: Policy, window: Interval, now: Temporal.Instant): Window {
  const { accepted } = judgeMaintenance(policy, { ...window, publishedAt: now, emailedAt: now })
  return { ...window, announceBy: announceBy(policy, window.start), enough: accepted }
}

/** What was asked for; a start alone lasts as long as the window, and nothing at all is the first that can be announced. */
function intervalOf({ start, end }: Partial<Interval>, windows: readonly Window[]): Interval {
  const first = windows.find((window) => window.enough) ?? windows[0]!
  const lengthMs = first.end.epochMilliseconds - first.start.epochMilliseconds
  const from = start ?? first.start
  return { start: from, end: end ?? from.add({ milliseconds: lengthMs }) }
}

function windowsAround(policy: Policy, { start, end }: Interval): boolean {
  const window = nextMaintenanceWindow(policy, start.subtract({ hours: 24 }))
  return Temporal.Instant.compare(window.start, start) <= 0 && Temporal.Instant.compare(end, window.end) <= 0
}

function cannotBeTold({ customerName, contact }: NoticeContact): { customer: string; why: string }[] {
  if (contact === null) return [{ customer: customerName, why: NOBODY }]
  if (contact.bounced === null) return []
  return [{ customer: customerName, why: `mail to ${contact.email} comes back: ${contact.bounced}` }]
}
