import { type Actor, AppError, inTransaction, type Platform, startTick } from '@tractops/platform'
import type { Policy } from '@tractops/sla'
import { dropCaptures } from './captures/retention.ts'
import type { VendorConfig, VendorPage } from './config.ts'
import { applySources } from './poll/apply-sources.ts'
import { type Claim, claimVendors } from './poll/claim.ts'
import { createMeasurements } from './poll/measurements.ts'
import { runPoll, VENDORS } from './poll/run-poll.ts'
import { sourcesOf } from './sources.ts'

/** A poller that runs. */
export type Vendors = {
  /**
   * Asks one vendor now, due or not, and resolves when the answer is recorded.
   *
   * @throws AppError `vendor_unknown` (404), `vendor_not_polled` or `poll_under_way` (409)
   */
  pollNow(actor: Actor, vendor: string): Promise<void>
  stop(): Promise<void>
}

const BEAT_MS = 2_000
const RETENTION_EVERY_MS = 60 * 60 * 1_000
const DROP_AT_ONCE = 10_000

/**
 * Starts to read the status pages of the vendors that the agreement names, each at its own interval. A page that does not
 * answer holds up no other, fails nothing, and is simply unknown. SLA §4(b) (rows 22, 23)
 */
export async function startVendors(
  p: Pick<Platform, 'clock' | 'db' | 'log' | 'metrics' | 'ticks'>,
  { policies, config }: { policies: readonly Policy[]; config: VendorConfig },
): Promise<Vendors> {
  const { vendors } = policies.at(-1)!.exclusions
  const known = sourcesOf(vendors, config)
  const pages = config.poll ? known : []
  const notAsked = (page: VendorPage | null) =>
    !config.poll
      ? 'asking vendors is switched off in the configuration'
      : page === null
        ? 'it has no page to ask'
        : null
  await inTransaction(p, VENDORS, (ctx) => applySources(ctx, vendors, { pages: known, notAsked }))
  const measurements = createMeasurements(p.metrics)
  const stopping = new AbortController()
  const underWay = new Set<Promise<void>>()

  function poll(page: VendorPage, claim: Claim): Promise<void> {
    const { vendor } = page
    const run = runPoll({ ...p, signal: stopping.signal }, page, claim)
      .then((outcome) => measurements.polls.inc({ vendor, outcome }))
      .catch((err) => p.log.error({ err, vendor }, 'what a vendor’s page answered could not be recorded'))
      .finally(() => underWay.delete(run))
    underWay.add(run)
    return run
  }

  const ticks = [
    startTick(p, {
      name: 'vendors-poll',
      everyMs: BEAT_MS,
      run: async () => {
        if (pages.length === 0) return
        const claims = await inTransaction(p, VENDORS, (ctx) => claimVendors(ctx))
        for (const claim of claims) {
          const page = pages.find(({ vendor }) => vendor === claim.vendor)
          if (page !== undefined) void poll(page, claim)
        }
      },
    }),
    startTick(p, {
      name: 'vendors-retention',
      everyMs: RETENTION_EVERY_MS,
      run: async () => {
        const drop = () => inTransaction(p, VENDORS, (ctx) => dropCaptures(ctx, { limit: DROP_AT_ONCE }))
        while ((await drop()) === DROP_AT_ONCE);
      },
    }),
  ]
  p.log.info({ pages: pages.length }, 'reading the status pages of vendors started')
  return {
    async pollNow(actor, vendor) {
      const page = pages.find((one) => one.vendor === vendor)
      if (page === undefined)
        throw Object.hasOwn(vendors, vendor) ? notPolled(vendor, notAsked(null)!) : unknownVendor(vendor)
      const [claim] = await inTransaction(p, actor, (ctx) => claimVendors(ctx, vendor))
      if (claim === undefined)
        throw new AppError(
          'poll_under_way',
          409,
          'This page is being asked just now; look again in a moment.',
        )
      await poll(page, claim)
    },
    async stop() {
      stopping.abort()
      for (const tick of ticks) await tick.stop()
      await Promise.all(underWay)
      measurements.remove()
    },
  }
}

/** No vendor of the agreement goes by this key. */
export function unknownVendor(vendor: string): AppError {
  const message = `"${vendor.slice(0, 40)}" is not a vendor of the agreement; /api/v1/vendors lists them.`
  return new AppError('vendor_unknown', 404, message, { path: 'param.key' })
}

function notPolled(vendor: string, because: string): AppError {
  return new AppError('vendor_not_polled', 409, `"${vendor}" is not asked: ${because}.`, {
    path: 'param.key',
  })
}
