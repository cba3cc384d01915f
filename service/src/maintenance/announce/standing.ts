import { type Interval, judgeMaintenance, type Policy } from '@tractops/sla'

/** An announcement: the interval that was told, on the page and by mail. */
export type Announcement = Interval & {
  publishedAt: Temporal.Instant
  emailedAt: Temporal.Instant | null
  /** Its mails were only recorded, by an installation that sends none. */
  recorded?: boolean
}

/**
 * SLA §5: what stands of a maintenance's announcements, given in their order. An instant counts as announced when it was first
 * told of, as long as every later announcement kept it: the old notice keeps what it promised, and what a change adds is
 * announced by the change (rows 20 and 21).
 */
export function standing<A extends Announcement>(announcements: readonly A[]): A[] {
  let pieces: A[] = []
  let before: Interval | null = null
  for (const announcement of announcements) {
    const kept = pieces.flatMap((piece) => overlap(piece, announcement))
    const added: A[] = before === null ? [announcement] : without(announcement, before)
    pieces = [...kept, ...added]
    before = announcement
  }
  return pieces.sort((a, b) => Temporal.Instant.compare(a.start, b.start))
}

/** What stands of a maintenance, and whether that was in time; once it is cancelled, nothing stands. */
export function noticeFor<A extends Announcement>(
  policy: Policy,
  announcements: readonly A[],
  { cancelledAt }: { cancelledAt: Temporal.Instant | null },
): { pieces: A[]; enough: boolean; because: string } {
  if (cancelledAt !== null)
    return { pieces: [], enough: false, because: 'cancelled, so nothing of it is excluded' }
  const pieces = standing(announcements)
  return { pieces, ...noticeOf(policy, pieces) }
}

const NOBODY_MAILED = 'no mail transport is set up, so nobody was mailed: nothing of it is excluded'

/** Whether all that is announced is so in time, by the engine, and the first reason against it where it is not. */
export function noticeOf(
  policy: Policy,
  pieces: readonly Announcement[],
): { enough: boolean; because: string } {
  const verdicts = pieces.map((piece) => judgeMaintenance(policy, piece))
  const refused = verdicts.find((verdict) => !verdict.accepted)
  if (refused === undefined)
    return { enough: verdicts.length > 0, because: verdicts[0]?.because ?? 'never announced' }
  if (pieces.every((piece) => piece.recorded)) return { enough: false, because: NOBODY_MAILED }
  const some = verdicts.some((verdict) => verdict.accepted)
  return { enough: false, because: some ? `the part that was added: ${refused.because}` : refused.because }
}

const msOf = ({ start, end }: Interval) => ({
  start: start.epochMilliseconds,
  end: end.epochMilliseconds,
})

function overlap<A extends Announcement>(piece: A, within: Interval): A[] {
  const [a, b] = [msOf(piece), msOf(within)]
  return cut(piece, Math.max(a.start, b.start), Math.min(a.end, b.end))
}

/** The parts of an announcement that lie outside an interval. */
export function without<A extends Announcement>(whole: A, taken: Interval): A[] {
  const [a, b] = [msOf(whole), msOf(taken)]
  return [...cut(whole, a.start, Math.min(a.end, b.start)), ...cut(whole, Math.max(a.start, b.end), a.end)]
}

function cut<A extends Announcement>(piece: A, startMs: number, endMs: number): A[] {
  if (startMs >= endMs) return []
  return [
    {
      ...piece,
      start: Temporal.Instant.fromEpochMilliseconds(startMs),
      end: Temporal.Instant.fromEpochMilliseconds(endMs),
    },
  ]
}
