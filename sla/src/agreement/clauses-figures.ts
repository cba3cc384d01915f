import type { Policy } from '../policy/policy.ts'
import { percentText } from '../policy/tiers.ts'
import type { Clause } from './shape.ts'
import { count, durationInWords, hoursInWords, lengthInWords, list, money, zoneName } from './words.ts'

/** SLA §1 in plain words. */
export function uptimeClauses(policy: Policy): Clause[] {
  const { uptime, meanings, plans, currency } = policy
  const target = percentText(uptime.target)
  return [
    {
      id: 'uptime.target',
      text:
        `The production application is up for at least ${target} % of every calendar month, ${zoneName(policy.zone)}. ` +
        `It is down while ${list(uptime.critical, 'or')} fails in its check, once that has lasted for ` +
        `${lengthInWords(meanings.sustained.is)}; then the whole outage counts. The measurement is public and live at /status.`,
    },
    {
      id: 'uptime.credits',
      text:
        `A month below ${target} % brings a credit to every customer on ${list(meanings.eligible.is, 'or')} billing: one credit a month, ` +
        'as a share of the monthly fee, by the tier that the month falls into.',
      table: {
        head: ['Monthly uptime', 'Credit'],
        rows: uptime.tiers.map((tier) => [
          tier.atLeast === 0
            ? `below ${percentText(tier.below)} %`
            : `at least ${percentText(tier.atLeast)} %, and below ${percentText(tier.below)} %`,
          `${tier.creditPercent} % of the monthly fee`,
        ]),
      },
    },
    {
      id: 'uptime.claims',
      text:
        `A credit is asked for in writing, by ${list(
          meanings.request.is.map((c) => (c === 'email' ? 'a mail to us' : 'a click in the portal')),
          'or',
        )}, ` +
        `until the end of the ${ordinal(meanings.claimPeriod.is)} day after the last incident that counted in the month ended. ` +
        'It is taken off the next invoice that is finalised after its approval; where no invoice will follow, it is paid out ' +
        `within ${count(meanings.followingInvoice.is, 'day')} of the end of the term.`,
    },
    {
      id: 'uptime.fee',
      text:
        'The monthly fee is what was agreed for that month: units times the price of a unit, less discounts, before tax. ' +
        'With annual billing it is a twelfth of the year. A customer who joins or leaves during the month is promised, and charged, that part of it.',
      table: {
        head: ['Plan', 'A unit, a month', '100 units, a month'],
        rows: Object.values(plans).map((plan) => [
          plan.name,
          money(plan.unitPriceCents, currency),
          money(plan.unitPriceCents * 100, currency),
        ]),
      },
    },
  ]
}

/** SLA §2 in plain words. */
export function responseClauses(policy: Policy): Clause[] {
  const rows = Object.entries(policy.response.severities).map(
    ([severity, { name, means, firstResponse }]) => [
      `${severity} ${name}`,
      means,
      durationInWords(firstResponse),
      firstResponse.counted === 'elapsed' ? 'around the clock' : hoursInWords(policy),
    ],
  )
  return [
    {
      id: 'response.targets',
      text:
        'Every question gets a first response from a person within the time of its severity. This is a first answer, not the solution. ' +
        'Our staff set the severity, by the impact that you report.',
      table: { head: ['Severity', 'What it means', 'First response within', 'Counted'], rows },
    },
    {
      id: 'response.clock',
      text:
        'The clock starts when our server receives the question, never pauses, and stops at the first public message written by a ' +
        'person on our staff. Automatic replies do not stop it. What arrives out of hours is counted from the next opening.',
    },
    {
      id: 'response.attainment',
      text: 'These are targets: how often we keep them is published, and a miss brings no credit.',
    },
  ]
}

function ordinal(number: number): string {
  const teen = number % 100 >= 11 && number % 100 <= 13
  const ending = teen ? 'th' : (['th', 'st', 'nd', 'rd'][number % 10] ?? 'th')
  return `${number}${ending}`
}
