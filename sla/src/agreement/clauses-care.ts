import type { Policy } from '../policy/policy.ts'
import type { Clause } from './shape.ts'
import { dayName, durationInWords, lengthInWords, list, zoneName } from './words.ts'

/** SLA §3 in plain words. */
export function contactClauses(policy: Policy): Clause[] {
  const { contact, meanings, plans, response } = policy
  const [urgent, ...others] = Object.keys(response.severities)
  const meetingPlans = contact.meetingPlans.map((plan) => plans[plan].name)
  return [
    {
      id: 'contact.urgent',
      text:
        `For a ${urgent}, write to ${contact.address} with a subject that begins with [P1], and a short description. ` +
        `That mail pages the person on call within ${lengthInWords(meanings.page.is)}.`,
    },
    {
      id: 'contact.other',
      text: `For ${others[0]} to ${others.at(-1)}, use the help widget in the application, or write to the same address.`,
    },
    {
      id: 'contact.meeting',
      text:
        `Customers on the ${list(meetingPlans, 'or')} plan can also ask for a meeting by video. ` +
        `It starts within ${durationInWords(meanings.meeting.is)} of the request.`,
    },
  ]
}

/** SLA §4 in plain words. */
export function exclusionClauses(policy: Policy): Clause[] {
  const { exclusions, meanings } = policy
  const vendors = Object.values(exclusions.vendors).map((vendor) => vendor.name)
  const statuses = meanings.vendorOutage.is.map((status) => status.replaceAll('_', ' '))
  return [
    {
      id: 'exclusions.maintenance',
      text:
        `Scheduled maintenance that was announced at least ${lengthInWords(meanings.announced.is)} ahead, on /status and by mail to every ` +
        'customer. Only the announced interval is excluded; what runs over counts.',
    },
    {
      id: 'exclusions.vendors',
      text:
        `Outages caused by ${list(vendors, 'or')}, while that vendor reports a ${list(statuses, 'or')} of what we use on its own ` +
        'status page, as we saw and kept it at the time.',
    },
    {
      id: 'exclusions.force-majeure',
      text: 'Force majeure, where a named officer has signed a declaration that is published on /status.',
    },
    {
      id: 'exclusions.customer-side',
      text:
        "Connectivity on the customer's side, while our probes from outside were good and no request failed on the server. " +
        'Evidence of the contrary is looked at; it can add downtime, and never remove any.',
    },
    {
      id: 'exclusions.arithmetic',
      text: 'Excluded downtime leaves the measure altogether: it counts neither as up nor as down, and shortens the month that is judged.',
    },
  ]
}

/** SLA §5 in plain words. */
export function maintenanceClauses(policy: Policy): Clause[] {
  const { window } = policy.maintenance
  return [
    {
      id: 'maintenance.window',
      text:
        `Whenever possible, maintenance takes place on ${dayName(window.day)}s ${window.hours.replace('-', ' to ')}, ` +
        `${zoneName(policy.zone)}. Measuring goes on during it.`,
    },
    {
      id: 'maintenance.notice',
      text:
        `Customers hear of it at least ${lengthInWords(policy.meanings.announced.is)} ahead, by mail and on /status. ` +
        'Maintenance that was announced later counts as downtime, all of it.',
    },
  ]
}
