import type { Policy } from '../policy/policy.ts'
import type { Meaning } from './shape.ts'
import { count, durationInWords, hoursInWords, lengthInWords, list, zoneName } from './words.ts'

type Name = keyof Policy['meanings']

/** What the text leaves open, and how this policy reads it; the figures are put in from the policy. */
const READINGS: Record<Name, { asks: string; reads: (policy: Policy) => string }> = {
  month: {
    asks: '"Monthly"',
    reads: ({ zone }) =>
      `The calendar month in ${zoneName(zone)}, in time that really elapses; a month with a change of clocks is an hour longer or shorter.`,
  },
  down: {
    asks: 'Down, or degraded?',
    reads: ({ uptime }) =>
      `Down: ${list(uptime.critical, 'or')} fails in its check. A slow page, or a feature that is not critical, is degraded, is shown, and does not count.`,
  },
  sustained: {
    asks: '"Sustained"',
    reads: ({ meanings }) =>
      `An outage of ${lengthInWords(meanings.sustained.is)} or more counts in full, from its first failed check to its first good one; a shorter one counts nowhere.`,
  },
  denominator: {
    asks: 'Uptime of what?',
    reads: () => 'Uptime is 1 - (downtime that counts) / (the month - excluded downtime).',
  },
  overlaps: {
    asks: 'Overlapping outages',
    reads: () => 'First their union, then what is excluded is taken away; nothing is counted twice.',
  },
  unmeasured: {
    asks: 'Time that nobody measured',
    reads: ({ meanings }) =>
      `A silence of more than ${count(meanings.unmeasured.is, 'check interval')} is a stretch of its own. It is settled as up or down, by evidence or by a named person with a reason, before the month can close.`,
  },
  error: {
    asks: 'The error of measurement',
    reads: ({ meanings }) =>
      `The tier follows the estimate, from first failed to first good check; the statement also prints what a check every ${lengthInWords(meanings.error.checkInterval)} may have missed.`,
  },
  rounding: {
    asks: 'Rounding',
    reads: () =>
      'Tiers are decided in whole milliseconds. Shown percentages are cut after four decimals, never rounded up.',
  },
  edges: {
    asks: 'The edge of a tier',
    reads: () => 'The lower edge belongs to the tier: exactly the target pays nothing.',
  },
  monthEnd: {
    asks: 'An outage over the end of a month',
    reads: () => 'It is split at the boundary; each month counts its own part.',
  },
  partMonth: {
    asks: 'A customer who joins or leaves during the month',
    reads: () =>
      'Measured over the time that month and subscription have in common; the fee is pro-rated alike.',
  },
  eligible: {
    asks: 'Who gets credit',
    reads: ({ meanings }) =>
      `Subscriptions on ${list(meanings.eligible.is, 'or')} billing when the incident began. All others get the figures, and no credit.`,
  },
  fee: {
    asks: '"Monthly fee"',
    reads: () =>
      "That month's contract price: units times unit price, less discounts, before tax; a twelfth of the year's with annual billing.",
  },
  oneCredit: { asks: 'Several incidents in one month', reads: () => "One credit, at the month's tier." },
  cents: { asks: 'Fractions of a cent', reads: () => 'Half a cent rounds up, once, at the end.' },
  request: {
    asks: '"Written request"',
    reads: ({ meanings }) =>
      `By ${list(
        meanings.request.is.map((c) =>
          c === 'email' ? 'a mail to the contact address' : 'a click in the portal',
        ),
        'or',
      )}; account and month are enough.`,
  },
  claimPeriod: {
    asks: '"Within 30 days of the incident"',
    reads: ({ meanings, zone }) =>
      `Until the end of day ${meanings.claimPeriod.is}, ${zoneName(zone)}, after the last contributing incident of the month ended. A request before the month has closed waits, and is never lost.`,
  },
  followingInvoice: {
    asks: '"Following invoice"',
    reads: ({ meanings }) =>
      `The next invoice finalised after approval; if none will come, it is paid out within ${count(meanings.followingInvoice.is, 'day')} of the end of the term.`,
  },
  restatement: {
    asks: 'A month restated later',
    reads: () => 'The difference is paid; nothing is taken back. The earlier statement is kept.',
  },
  announced: {
    asks: '"Announced ahead"',
    reads: ({ meanings }) =>
      `Announced is the later of the publication on /status and the last customer mail accepted. From there to the start ${lengthInWords(meanings.announced.is)} must elapse, or nothing of it is excluded.`,
  },
  overrun: {
    asks: 'Overruns, early starts, emergency work',
    reads: () => 'Only the announced interval is excluded; the rest counts. Measuring never stops.',
  },
  vendorOutage: {
    asks: '"Reporting an outage"',
    reads: ({ meanings }) =>
      `A ${list(
        meanings.vendorOutage.is.map((s) => s.replaceAll('_', ' ')),
        'or',
      )}, on a component that we use, as our own poller saw it at the time, for an incident caused by that vendor.`,
  },
  vendorUnknown: {
    asks: "A vendor's page that can't be read",
    reads: () => 'Unknown: evidence neither of an outage nor of its absence.',
  },
  forceMajeure: {
    asks: 'Force majeure',
    reads: ({ exclusions }) =>
      `Only a declaration, published on /status, signed by ${exclusions.officers.length === 0 ? 'a named officer' : list(exclusions.officers, 'or')}.`,
  },
  customerSide: {
    asks: "The customer's side",
    reads: () =>
      'With good probes from outside and no failing request on the server nothing counts. Evidence may add downtime, never remove it.',
  },
  reclassification: {
    asks: 'A severity that changes',
    reads: () =>
      'Raised: due at the earlier of the old due time and now plus the new target. Lowered, with a reason: the new target from receipt. A breach that has happened stays.',
  },
  clockStart: {
    asks: 'When the clock starts',
    reads: () => "When our server, or mail provider, received it; never the sender's Date.",
  },
  firstResponse: {
    asks: '"First response"',
    reads: () =>
      'The first public message written by a person on staff and accepted for sending. Automatic replies, notes and status changes do not count, and the clock never pauses.',
  },
  outOfHours: {
    asks: 'Arrival out of hours',
    reads: (policy) =>
      `Counted from the next opening. Open is ${hoursInWords(policy)}; the opening belongs to it, the closing does not.`,
  },
  atClosing: {
    asks: 'Due exactly at closing time',
    reads: () => 'Due at that closing; answered at or before it is in time.',
  },
  businessDay: {
    asks: '"Business day"',
    reads: ({ meanings }) =>
      `${lengthInWords(meanings.businessDay.is)} that are open, so five of them are ${lengthInWords(5 * meanings.businessDay.is)}.`,
  },
  holidays: {
    asks: 'Holidays',
    reads: ({ meanings }) =>
      meanings.holidays.is.length === 0 ? 'None.' : `Closed on ${list(meanings.holidays.is)}.`,
  },
  page: {
    asks: 'A page "within minutes"',
    reads: ({ meanings }) =>
      `Handed to its transport within ${lengthInWords(meanings.page.is)}; the seconds that it really took are published.`,
  },
  meeting: {
    asks: 'The hours until a meeting',
    reads: ({ meanings }) =>
      `${durationInWords(meanings.meeting.is)}, counted in open hours; the meeting starts by then.`,
  },
  missedResponse: {
    asks: 'A missed first response',
    reads: () => 'It is a target: attainment is published, and no credit follows.',
  },
  localTimes: {
    asks: 'Local times that are missing or doubled',
    reads: () => 'A missing one is the first instant after the gap; of a doubled one, the earlier.',
  },
}

/** The meanings table, in order of its rows. */
export function meaningsOf(policy: Policy): Meaning[] {
  const names = Object.keys(READINGS) as Name[]
  return names
    .map((name) => ({
      row: policy.meanings[name].row,
      name,
      question: READINGS[name].asks,
      value: READINGS[name].reads(policy),
      reason: policy.meanings[name].because,
    }))
    .sort((a, b) => a.row - b.row)
}
