import type { Ctx } from '@tractops/platform'
import { vendorStates } from './vendor-states.ts'

/** Vendors that are asked and unknown all the same: meanwhile nothing can be excused by them. SLA §4(b) (row 23) */
export async function troubles(ctx: Ctx) {
  const asked = (await vendorStates(ctx)).filter(({ askedAt, dueAt }) => askedAt !== null && dueAt !== null)
  const unread = asked.filter(({ state }) => state === 'unknown')
  return unread.map(({ vendor, name, since, reason }) => ({
    kind: 'vendor.unknown',
    since,
    title: name,
    text: `Its status page cannot be read: ${reason}. What it reports now will be no evidence.`,
    href: `/console/vendors/${vendor}`,
  }))
}
