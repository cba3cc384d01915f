import type { Severity } from '@tractops/sla'
import { SEVERITY_WORDS } from './words.ts'

/** A severity by bars, letter and word: the more bars, the more urgent. */
export function SeverityMark({ of: severity }: { of: Severity }) {
  const bars = 5 - Number(severity[1])
  return (
    <span className={`severity ${severity.toLowerCase()}`}>
      <span className="severity-bars" aria-hidden="true">
        {[1, 2, 3, 4].map((n) => (
          <i key={n} className={n <= bars ? 'on' : ''} />
        ))}
      </span>
      {severity} <span className="severity-word">{SEVERITY_WORDS[severity]}</span>
    </span>
  )
}
