import { isUrgentSubject, type Policy, type Severity } from '@tractops/sla'
import type { Channel } from '../words.ts'

/** An incident that is open, with the words by which a customer would know what it is about. */
export type OpenIncident = { id: string; title: string; critical: boolean; words: readonly string[] }

export type Asked = {
  channel: Channel
  subject: string
  text: string
  /** What the reader ticked in the widget or the portal. */
  reported: string | null
  incidents: readonly OpenIncident[]
}

/** How severe it seems, why, and the incident that it speaks of, where one is open. */
export type Suggestion = { severity: Severity; because: string; incident: OpenIncident | null }

/** What readers tick, by what the agreement says of each severity. */
const REPORTED = new Map<string, Severity>([
  ['outage', 'P1'],
  ['payments', 'P1'],
  ['data_loss', 'P1'],
  ['slow', 'P2'],
  ['broken_for_many', 'P2'],
  ['question', 'P3'],
  ['problem', 'P3'],
  ['billing', 'P3'],
  ['how_to', 'P3'],
  ['idea', 'P4'],
  ['suggestion', 'P4'],
  ['feature_request', 'P4'],
])

const WORDS: [Severity, RegExp][] = [
  [
    'P1',
    /\b(outage|(site|app|application|system|everything|tractops) is (completely |totally )?(down|offline|unreachable)|(nobody|no one|no-one|none of us) (can|is able to) (sign|log) ?in|(payments?|cards?|dues) (are|is|keep|keeps) (all )?(failing|refused|declined|rejected)|data (loss|is (lost|gone|missing))|(lost|losing) (all )?(our |the )?(data|records))\b/i,
  ],
  [
    'P2',
    /\b((very|extremely|terribly|unusably) slow|(all|many|several|most) (of our )?(users|members|owners|residents|homeowners|people) (can(no|')t|cannot|are unable)|voting (is broken|does(n't| not) work|fails)|nobody can vote)\b/i,
  ],
  [
    'P4',
    /\b(feature request|(it would|would) be (nice|great|helpful)|suggestion|wish ?list|could you (please )?add|an idea)\b/i,
  ],
]

/**
 * SLA §2: how severe a new question seems, from its subject, what its reader ticked, the incidents that are open and its own words, in
 * this order; the severity is staff's to say.
 */
export function suggestSeverity(policy: Policy, asked: Asked): Suggestion {
  const { channel, subject, reported, incidents } = asked
  const said = `${subject}\n${asked.text.slice(0, 20_000)}`
  const touching = incidents.find(({ words }) => words.some((word) => speaksOf(said, word)))
  const incident = touching ?? null
  const suggest = (severity: Severity, because: string) => ({ severity, because, incident })
  if (channel === 'mail' && isUrgentSubject(policy, subject))
    return suggest('P1', 'its subject begins with [P1]')
  const ticked = reported === null ? undefined : REPORTED.get(reported)
  if (ticked === 'P1') return suggest('P1', `its reader reported "${reported}"`)
  if (touching !== undefined)
    return suggest(
      touching.critical ? 'P1' : 'P2',
      `it speaks of what the open incident "${touching.title}" is about`,
    )
  if (ticked !== undefined) return suggest(ticked, `its reader reported "${reported}"`)
  for (const [severity, words] of WORDS) {
    const found = words.exec(said)
    if (found !== null) return suggest(severity, `it says "${found[0].replaceAll(/\s+/g, ' ')}"`)
  }
  return suggest('P3', 'nothing in it speaks of more or less than one user’s question')
}

/**
 * SLA §3: what a new ticket begins with. Only a mail whose subject says so, or staff, make it a P1 at once; what else looks like one
 * begins as a P2, with the suggestion beside it.
 */
export function firstSeverity(policy: Policy, asked: Asked, suggestion: Suggestion): Severity {
  const isUrgent = asked.channel === 'mail' && isUrgentSubject(policy, asked.subject)
  return suggestion.severity === 'P1' && !isUrgent ? 'P2' : suggestion.severity
}

function speaksOf(said: string, word: string): boolean {
  const escaped = word.trim().replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
  return escaped.length > 2 && new RegExp(`(?<!\\w)${escaped}(?!\\w)`, 'i').test(said)
}
