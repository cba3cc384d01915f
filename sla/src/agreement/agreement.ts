import type { Policy } from '../policy/policy.ts'
import { contactClauses, exclusionClauses, maintenanceClauses } from './clauses-care.ts'
import { responseClauses, uptimeClauses } from './clauses-figures.ts'
import { meaningsOf } from './meanings.ts'
import type { Agreement, Clause, Section } from './shape.ts'

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
