import { type Mail, type MailBlock, mailLayout, renderMarkdown } from '@tractops/platform'
import { type Interval, judgeMaintenance } from '@tractops/sla'
import { spellClock, spellInstant, spellInterval } from '../../notation/index.ts'
import { type Announcement, without } from '../announce/standing.ts'
import { calendarOf } from '../calendar/calendar-of.ts'
import { type MaintenanceRow, policyFor } from '../hold.ts'
import { type Outlet, pageUrl } from './outlet.ts'

/** Somebody of a customer whom we write to. */
export type Reader = { customerName: string; name: string; email: string }
type Unsent = Omit<Mail, 'idempotencyKey'>
type Letter = { kind: string; subject: string; title: string; blocks: MailBlock[]; calendar?: boolean }

/** SLA §5: tells of a maintenance, or, where `previous` is what was announced before, of its change. */
export function noticeMail(
  row: MaintenanceRow,
  announced: Announcement & { previous: Interval | null; note: string | null },
  reader: Reader,
  out: Outlet,
): Unsent {
  const { previous, note } = announced
  const zone = policyFor(announced.start).zone
  const changed = previous !== null
  return letter(row, reader, out, {
    kind: 'maintenance.notice',
    subject: `${changed ? 'Changed: maintenance' : 'Maintenance'} on ${spellInstant(announced.start, zone)}: ${row.title}`,
    title: row.title,
    blocks: [
      ...(changed
        ? [`The time of this maintenance has changed. It was ${spellInterval(previous, zone)}.`]
        : []),
      ...(note === null ? [] : [markdown(note)]),
      markdown(row.text),
      facts(row, announced),
      ...lateness(announced),
      'Our checks go on meanwhile. If it takes longer than announced, what fails after its end counts as downtime, and you hear of it.',
    ],
    calendar: true,
  })
}

/** Where it comes too late to be excluded (row 20), the reader is told so. */
function lateness(announced: Announcement & { previous: Interval | null }): string[] {
  const { previous, publishedAt } = announced
  const policy = policyFor(announced.start)
  const added = previous === null ? [announced] : without(announced, previous)
  const inTime = added.every((part) => judgeMaintenance(policy, { ...part, emailedAt: publishedAt }).accepted)
  if (inTime) return []
  const hours = policy.meanings.announced.is / 3_600_000
  return previous === null
    ? [`It is announced less than ${hours} hours ahead, so what fails in it counts as downtime.`]
    : [
        `What this adds is announced less than ${hours} hours ahead, so what fails in that part counts as downtime.`,
      ]
}

export function reminderMail(row: MaintenanceRow, reader: Reader, out: Outlet): Unsent {
  const zone = policyFor(row.start).zone
  return letter(row, reader, out, {
    kind: 'maintenance.reminder',
    subject: `Reminder: maintenance on ${spellInstant(row.start, zone)}: ${row.title}`,
    title: row.title,
    blocks: ['This maintenance begins within a day.', markdown(row.text), facts(row, row)],
  })
}

export function overrunMail(row: MaintenanceRow, reader: Reader, out: Outlet): Unsent {
  const zone = policyFor(row.start).zone
  return letter(row, reader, out, {
    kind: 'maintenance.overrun',
    subject: `Taking longer: maintenance of ${spellInstant(row.start, zone)}: ${row.title}`,
    title: `${row.title}: taking longer`,
    blocks: [
      `This maintenance should have ended at ${spellClock(row.end, zone)} and goes on. What fails from then on counts as downtime.`,
      facts(row, row),
    ],
  })
}

export function completedMail(row: MaintenanceRow, reader: Reader, out: Outlet): Unsent {
  const zone = policyFor(row.start).zone
  return letter(row, reader, out, {
    kind: 'maintenance.completed',
    subject: `Completed: maintenance of ${spellInstant(row.start, zone)}: ${row.title}`,
    title: `${row.title}: completed`,
    blocks: [`This maintenance was completed at ${spellInstant(row.completedAt!, zone)}.`, facts(row, row)],
  })
}

export function cancelledMail(row: MaintenanceRow, reader: Reader, out: Outlet): Unsent {
  const zone = policyFor(row.start).zone
  return letter(row, reader, out, {
    kind: 'maintenance.cancelled',
    subject: `Cancelled: maintenance on ${spellInstant(row.start, zone)}: ${row.title}`,
    title: `${row.title}: cancelled`,
    blocks: [
      'This maintenance will not take place at the time that was announced.',
      markdown(row.cancelledBecause!),
      facts(row, row),
    ],
    calendar: true,
  })
}

function letter(row: MaintenanceRow, reader: Reader, out: Outlet, of: Letter): Unsent {
  const policy = policyFor(row.start)
  const url = pageUrl(row.id, out.publicUrl)
  return {
    kind: of.kind,
    ref: row.id,
    to: reader.email,
    toName: reader.name,
    subject: of.subject,
    ...mailLayout({
      title: of.title,
      paragraphs: of.blocks,
      ...(url === null ? {} : { button: { label: 'Follow it on the status page', url } }),
      footer: `You are written to as a contact of ${reader.customerName} at ${policy.provider}, since customers hear of maintenance by mail. To change who hears of it, write to ${policy.contact.address}.`,
    }),
    headers: { 'Auto-Submitted': 'auto-generated' },
    // Mails of one maintenance stand together in the reader's mailbox.
    references: [`<${row.id}@maintenance.tractops>`],
    ...(of.calendar ? { attachments: [invitation(row, out.publicUrl)] } : {}),
  }
}

const invitation = (row: MaintenanceRow, publicUrl: string | null) => ({
  filename: 'maintenance.ics',
  contentType: 'text/calendar; charset=utf-8; method=PUBLISH',
  content: calendarOf([row], { publicUrl, name: row.title }),
})

const markdown = (text: string): MailBlock => ({ html: renderMarkdown(text), text })

function facts({ components }: MaintenanceRow, interval: Interval): MailBlock {
  const zone = policyFor(interval.start).zone
  return {
    facts: [
      ['When', spellInterval(interval, zone)],
      ['In UTC', spellInterval(interval, 'UTC')],
      [
        'Affected',
        components.length === 0 ? 'the application' : components.map(({ name }) => name).join(', '),
      ],
    ],
  }
}
