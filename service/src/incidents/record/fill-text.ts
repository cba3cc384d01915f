import { AppError } from '@tractops/platform'
import { spellToTheSecond } from '../../notation/index.ts'
import type { Impact } from '../words.ts'

/** What the variables of a text stand for. */
export type Facts = {
  title: string
  impact: Impact
  components: readonly string[]
  startedAt: Temporal.Instant
  now: Temporal.Instant
  zone: string
}

const values = {
  title: (facts: Facts) => facts.title,
  impact: (facts: Facts) => facts.impact,
  components: (facts: Facts) => listed(facts.components),
  started_at: (facts: Facts) => spellToTheSecond(facts.startedAt, facts.zone),
  now: (facts: Facts) => spellToTheSecond(facts.now, facts.zone),
}

/** The variables that a text can hold, such as `{{components}}`. */
export const variables = Object.keys(values)

const variable = /\{\{\s*([^{}]*?)\s*\}\}/g

/** A text with its variables filled in. @throws AppError `variable_unknown`, naming those that there are. */
export function fillText(text: string, facts: Facts, path = 'text'): string {
  checkVariables(text, path)
  return text.replaceAll(variable, (_, name: keyof typeof values) => values[name](facts))
}

/** @throws AppError `variable_unknown` */
export function checkVariables(text: string, path = 'text'): void {
  for (const [whole, name] of text.matchAll(variable)) {
    if (Object.hasOwn(values, name!)) continue
    const known = variables.map((known) => `{{${known}}}`).join(', ')
    throw new AppError('variable_unknown', 400, `${whole} stands for nothing; write one of ${known}.`, {
      path,
    })
  }
}

/** "Signing in, Voting and Documents"; without components, the application as a whole. */
function listed(names: readonly string[]): string {
  if (names.length === 0) return 'the application'
  return names.length === 1 ? names[0]! : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}
