import { Instant } from '../../console/parts/instant.tsx'
import type { Due } from '../api.ts'

const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000

/** "3 h 12 min of business time"; truncated, never rounded up. */
function leftText({ leftMs, counted }: Pick<Due, 'leftMs' | 'counted'>): string {
  const ms = Math.abs(leftMs)
  const [hours, minutes] = [Math.floor(ms / HOUR_MS), Math.floor((ms % HOUR_MS) / MINUTE_MS)]
  const parts = [...(hours > 0 ? [`${hours} h`] : []), ...(minutes > 0 ? [`${minutes} min`] : [])]
  const length = parts.length === 0 ? 'under a minute' : parts.join(' ')
  return counted === 'business' ? `${length} of business time` : length
}

const MARKS = { waiting: 'unmeasured', late: 'down', kept: 'up', missed: 'down' } as const

/** How the promise stands, by shape and word, in a line. */
export function DueLine({ due }: { due: Due }) {
  const { standing } = due
  return (
    <span className={standing === 'late' ? 'alarm' : undefined}>
      <span className={`mark ${MARKS[standing]}`} aria-hidden="true" />
      {standing === 'waiting' ? `answer due in ${leftText(due)}` : null}
      {standing === 'late' ? `answer late by ${leftText(due)}` : null}
      {standing === 'kept' ? 'answered in time' : null}
      {standing === 'missed' ? 'answered late' : null}
    </span>
  )
}

/** What a question's page exists for: the time that is left, or whether we kept our word. */
export function DueFigure({ due }: { due: Due }) {
  const { standing, at, respondedAt, promised } = due
  const [length, ...rest] = leftText(due).split(' of ')
  return (
    <section className="due" aria-label="When an answer is due">
      {standing === 'waiting' || standing === 'late' ? (
        <>
          <p className="soft">{standing === 'waiting' ? 'An answer is due in' : 'Our answer is late by'}</p>
          <p className={`figure ${standing === 'late' ? 'alarm' : ''}`}>{length}</p>
          <p>
            {rest.length > 0 ? 'of business time: ' : ''}
            {standing === 'waiting' ? 'at the latest ' : 'it was due '}
            <Instant at={at} />.
          </p>
          {standing === 'late' ? (
            <p>We promised you {promised} and have missed it. You have not been forgotten.</p>
          ) : null}
        </>
      ) : (
        <>
          <p className="figure">{standing === 'kept' ? 'Kept' : 'Missed'}</p>
          <p>
            First answered <Instant at={respondedAt!} />; it was due <Instant at={at} />.
          </p>
        </>
      )}
      <p className="soft">The agreement promises you a first answer within {promised}.</p>
    </section>
  )
}
