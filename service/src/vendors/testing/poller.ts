import { type Ctx, inTransaction, type Platform } from '@tractops/platform'
import type { VendorPage } from '../config.ts'
import { applySources } from '../poll/apply-sources.ts'
import { claimVendors } from '../poll/claim.ts'
import { runPoll, VENDORS } from '../poll/run-poll.ts'

/** A page of Vercel at an address of our own. */
export function pageAt(url: string, over: Partial<VendorPage> = {}): VendorPage {
  const usual = { page: null, components: [], regions: [], everyMs: 60_000, allowPrivate: ['127.0.0.1'] }
  return { vendor: 'vercel', format: 'statuspage', urls: [`${url}/api/v2/summary.json`], ...usual, ...over }
}

/** Asks one vendor's page whenever it is told to, at the instant that the platform's clock shows. */
export async function pollerOf(p: Pick<Platform, 'db' | 'clock' | 'log'>, page: VendorPage, name = 'Vercel') {
  const verb = <T>(work: (ctx: Ctx) => Promise<T>) => inTransaction(p, VENDORS, work)
  const use = (because: string | null) =>
    verb((ctx) => applySources(ctx, { [page.vendor]: { name } }, { pages: [page], notAsked: () => because }))
  await use(null)
  return {
    verb,
    /** Asks once, and answers what that came to. */
    async poll(over: { signal?: AbortSignal; timeoutMs?: number } = {}) {
      const [claim] = await verb((ctx) => claimVendors(ctx, page.vendor))
      const signal = new AbortController().signal
      return claim === undefined ? 'under way' : runPoll({ ...p, signal, ...over }, page, claim)
    },
    /** From now on this page is asked, or none. */
    async follow(next: VendorPage | null) {
      page = next ?? page
      await use(next === null ? 'it is switched off' : null)
    },
  }
}
