import type { Policy } from '../policy/policy.ts'
import type { Interval } from '../time/interval-set.ts'
import { accepted, refused, spell, type Verdict } from './verdict.ts'

/** A planned interval, when it stood on /status, and when the last customer's mail was accepted by the transport. */
export type MaintenanceNotice = Interval & {
  publishedAt: Temporal.Instant | null
  emailedAt: Temporal.Instant | null
}

/**
 * SLA §4(a) and §5: scheduled maintenance is excluded when it was announced in time. Announced is the later of page and
 * mail; from there to the start at least the notice of the policy must elapse, or nothing of it is excluded (row 20).
 * The exclusion is the announced interval and no more (row 21).
 */
export function judgeMaintenance(policy: Policy, notice: MaintenanceNotice): Verdict {
  const needMs = policy.meanings.announced.is
  if (notice.publishedAt === null && notice.emailedAt === null) return refused('never announced')
  if (notice.publishedAt === null) return refused('not announced on /status')
  if (notice.emailedAt === null) return refused('not announced to every customer by mail')
  const announcedMs = Math.max(notice.publishedAt.epochMilliseconds, notice.emailedAt.epochMilliseconds)
  const aheadMs = notice.start.epochMilliseconds - announcedMs
  if (aheadMs < 0)
    return refused(`announced ${spell(-aheadMs)} after its start; ${spell(needMs)} ahead are needed`)
  if (aheadMs < needMs) return refused(`announced ${spell(aheadMs)} ahead; ${spell(needMs)} are needed`)
  return accepted(`announced ${spell(aheadMs)} ahead on /status and by mail`)
}
