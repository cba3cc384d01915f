import type { Policy } from '../policy/policy.ts'
import { contactClauses, exclusionClauses, maintenanceClauses } from './clauses-care.ts'
import { responseClauses, uptimeClauses } from './clauses-figures.ts'
import { meaningsOf } from './meanings.ts'

/** A paragraph of the agreement; `id` stays the same from version to version, so that pages can put figures beside it. */
export type Clause = { id: string; text: string; table?: { head: string[]; rows: string[][] } }

export type Section = { id: string; number: number; title: string; clauses: Clause[] }

/** One row of the meanings table: what the text leaves open, how it is read, and why. */
export type Meaning = { row: number; name: string; question: string; value: string; reason: string }

/** The agreement in plain words. Every figure in it comes from the policy, so that prose can't drift from figures. */
export type Agreement = {
  title: string
  version: string
  effectiveFrom: string
  introduction: string
  sections: Section[]
  meanings: Meaning[]
}

/** SLA §1-§5 and the meanings table, in plain words. */
export function agreementOf(policy: Policy): Agreement {
  const section = (number: number, id: string, title: string, clauses: Clause[]): Section => ({
    id,
    number,
    title,
    clauses,
  })
  return {
    title: `${policy.provider} Service Level Agreement`,
    version: policy.version,
    effectiveFrom: policy.effectiveFrom,
    introduction:
      `What ${policy.provider} promises its customers, and how each word of it is counted. ` +
      'This text is written from the same policy file that the measurement, the credits and the clocks are computed by.',
    sections: [
      section(1, 'uptime', 'Uptime', uptimeClauses(policy)),
      section(2, 'response', 'First response', responseClauses(policy)),
      section(3, 'contact', 'Reaching us', contactClauses(policy)),
      section(4, 'exclusions', 'What does not count', exclusionClauses(policy)),
      section(5, 'maintenance', 'Maintenance', maintenanceClauses(policy)),
    ],
    meanings: meaningsOf(policy),
  }
}
