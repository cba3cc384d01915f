import ical, { ICalCalendarMethod, ICalEventStatus } from 'ical-generator'
import { policyFor } from '../hold.ts'
import { pageUrl } from '../mail/outlet.ts'

/** What a calendar shows of a maintenance. */
export type CalendarEntry = {
  id: string
  title: string
  text: string
  start: Temporal.Instant
  end: Temporal.Instant
  createdAt: Temporal.Instant
  updatedAt: Temporal.Instant
  sequence: number
  components: readonly { name: string }[]
  cancelledAt: Temporal.Instant | null
}

/**
 * Maintenances as an iCalendar (RFC 5545): an event keeps its UID, counts its changes in SEQUENCE, and stays as CANCELLED when
 * it will not take place. Times are in UTC, so no calendar can be wrong about the Pacific ones.
 */
export function calendarOf(
  entries: readonly CalendarEntry[],
  { publicUrl, name }: { publicUrl: string | null; name: string },
): string {
  const { provider } = policyFor(entries[0]?.start ?? Temporal.Instant.fromEpochMilliseconds(0))
  const calendar = ical({
    name,
    prodId: { company: provider, product: 'Maintenance', language: 'EN' },
    method: ICalCalendarMethod.PUBLISH,
    ttl: 3_600,
  })
  for (const entry of entries) {
    const url = pageUrl(entry.id, publicUrl)
    calendar.createEvent({
      id: `${entry.id}@tractops`,
      summary: `${provider} maintenance: ${entry.title}`,
      description: describe(entry),
      start: date(entry.start),
      end: date(entry.end),
      stamp: date(entry.updatedAt),
      created: date(entry.createdAt),
      lastModified: date(entry.updatedAt),
      sequence: entry.sequence,
      status: entry.cancelledAt === null ? ICalEventStatus.CONFIRMED : ICalEventStatus.CANCELLED,
      ...(url === null ? {} : { url }),
    })
  }
  return calendar.toString()
}

const date = (at: Temporal.Instant): Date => new Date(at.epochMilliseconds)

const describe = ({ text, components }: CalendarEntry): string =>
  components.length === 0
    ? text
    : `${text.trim()}\n\nAffected: ${components.map(({ name }) => name).join(', ')}`
