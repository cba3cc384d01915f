import type { Ctx } from '@tractops/platform'
import { businessMsBetween, type Policy, policyAt, type Severity, targetFrom } from '@tractops/sla'
import type { Desk } from '../../desk/index.ts'
import { openIncidents } from '../../incidents/index.ts'
import { KINDS } from '../words.ts'

const LONGEST_UPDATE = 280
const MOST_INCIDENTS = 3

/** SLA §2 and §3: what is broken now, until when a question would be answered at the latest, and where an outage is reported. */
export async function readNow(ctx: Pick<Ctx, 'tx' | 'now'>, desk: Desk) {
  const { policy } = policyAt(desk.policies, ctx.now)
  const incidents = await openIncidents(ctx)
  return {
    zone: policy.zone,
    contact: policy.contact.address,
    urgentMs: targetFrom(policy, 'P1', ctx.now).epochMilliseconds - ctx.now.epochMilliseconds,
    fileBytes: desk.store.maxBytes,
    incidents: incidents
      .slice(0, MOST_INCIDENTS)
      .map(({ id, title, state, components, startedAt, updates }) => ({
        ...{ title, state, startedAt: String(startedAt), url: `/status/incidents/${id}` },
        components: components.map(({ name }) => name),
        text: (updates.at(-1)?.text ?? '').slice(0, LONGEST_UPDATE),
      })),
    kinds: Object.entries(KINDS).map(([kind, severity]) => {
      const dueAt = targetFrom(policy, severity, ctx.now)
      return { kind, severity, dueAt: String(dueAt), ...timeLeft(policy, severity, ctx.now, dueAt) }
    }),
  }
}

/** What is left until an answer is due, in ms: of business time, but for the severity whose clock runs day and night. */
export function timeLeft(policy: Policy, severity: Severity, now: Temporal.Instant, dueAt: Temporal.Instant) {
  const business = policy.response.severities[severity].firstResponse.counted !== 'elapsed'
  if (dueAt.epochMilliseconds <= now.epochMilliseconds) return { ms: 0, business }
  const ms = business
    ? businessMsBetween(policy.hours, now, dueAt)
    : dueAt.epochMilliseconds - now.epochMilliseconds
  return { ms, business }
}
