import type { Severity } from '@tractops/sla'
import type { Answering } from '../../api/desk.ts'
import { Duration } from '../parts/duration.tsx'
import { Instant } from '../parts/instant.tsx'
import { spellLeft, timeLeft } from './business.ts'
import { useSecond } from './use-second.ts'

type Stand = 'left' | 'soon' | 'late' | 'met'

/** How the question stands, from what the service says and the time that has passed since. */
function standing(one: Answering & { severity: Severity }, nowMs: number) {
  const left = timeLeft(one.severity, one, nowMs)
  const late = one.responseState === 'breached' || (one.respondedAt === null && left.lateMs > 0)
  const stand: Stand = late ? 'late' : one.respondedAt !== null ? 'met' : left.used >= 0.75 ? 'soon' : 'left'
  return { left, stand }
}

/** The figure of a row: what is left to answer, how late it is, or that it was answered; by shape, colour and word. */
export function LeftFigure({ of: one }: { of: Answering & { severity: Severity } }) {
  const { left, stand } = standing(one, useSecond())
  const [figure, word] =
    one.respondedAt !== null
      ? ['answered', stand === 'late' ? 'late: breached' : 'in time: met']
      : stand === 'late'
        ? [left.lateMs > 0 ? spellLate(left.lateMs) : 'late', 'late: breached']
        : [
            spellLeft(left.ms),
            `${left.business ? 'of business time ' : ''}left${stand === 'soon' ? ', soon due' : ''}`,
          ]
  return (
    <span className={`time-left ${stand}${one.respondedAt === null ? '' : ' over'}`}>
      <span className="left-figure">{figure}</span>
      <span className="left-word">
        <span className={`answer-mark ${stand}`} aria-hidden="true" />
        {word}
      </span>
    </span>
  )
}

/** The same at the head of a ticket, with the due instant in the reader's zone and Pacific beside it. */
export function LeftInFull({ of: one }: { of: Answering & { severity: Severity } }) {
  const nowMs = useSecond()
  const { left, stand } = standing(one, nowMs)
  const { respondedAt, dueAt, breachedAt } = one
  const missedAt = breachedAt ?? dueAt
  return (
    <section className={`answer ${stand}`} aria-label="First response">
      <p className="figure answer-figure">
        {respondedAt !== null
          ? stand === 'late'
            ? 'answered late'
            : 'answered in time'
          : stand === 'late'
            ? spellLate(Math.max(0, nowMs - Date.parse(missedAt)))
            : spellLeft(left.ms)}
      </p>
      <p>
        <span className={`answer-mark ${stand}`} aria-hidden="true" />
        {respondedAt !== null ? (
          <>
            <strong>{stand === 'late' ? 'Breached' : 'Met'}</strong>: the first response went out{' '}
            <Instant at={respondedAt} />, it was due <Instant at={stand === 'late' ? missedAt : dueAt} />.
          </>
        ) : stand === 'late' ? (
          <>
            <strong>Breached</strong>: a first response was due <Instant at={missedAt} /> and is still owed.
          </>
        ) : (
          <>
            <strong>{stand === 'soon' ? 'Soon due' : 'Due'}</strong> in {spellLeft(left.ms)}
            {left.business ? ' of business time' : ''}: <Instant at={dueAt} />.
          </>
        )}
      </p>
      {respondedAt !== null || left.opensMs === null || left.ms === 0 ? null : (
        <p className="soft">
          Business hours begin again in <Duration ms={left.opensMs - nowMs} />; until then nothing of it is
          used.
        </p>
      )}
    </section>
  )
}

/** Lateness runs in real time, so its days have 24 hours. */
function spellLate(ms: number): string {
  const [d, h] = [Math.floor(ms / 86_400_000), Math.floor(ms / 3_600_000) % 24]
  return d > 0 ? (h === 0 ? `${d} d` : `${d} d ${h} h`) : spellLeft(ms)
}
