import type { Site, VendorConfig, VendorPage } from './config.ts'

const EVERY_MS = 60_000

const statuspage = (...urls: string[]) => ({ format: 'statuspage' as const, urls })
const incidentIo = (...urls: string[]) => ({ format: 'incident-io' as const, urls })

/** The status pages of the vendors that the agreement names. SLA §4(b) */
const BUILT_IN: Record<string, Site> = {
  stripe: statuspage('https://www.stripestatus.com/api/v2/summary.json'),
  resend: incidentIo('https://resend-status.com/api/v1/summary'),
  neon: incidentIo('https://neonstatus.com/aws-us-east-n-virginia/api/v1/summary'),
  vercel: statuspage(
    'https://www.vercel-status.com/api/v2/summary.json',
    'https://www.vercel-status.com/api/v2/incidents.json',
  ),
}

/**
 * Whom to ask, and where: each vendor of the policy, at its own page unless the configuration names another. A vendor
 * without a page that we know of has none here, and is unknown.
 */
export function sourcesOf(
  vendors: Readonly<Record<string, { name: string }>>,
  config: VendorConfig,
): VendorPage[] {
  return Object.keys(vendors).flatMap((vendor) => {
    const { site, everyMs, ...own } = config.pages.find((page) => page.vendor === vendor) ?? {
      ...AS_IT_IS,
      vendor,
    }
    const known = site ?? (Object.hasOwn(BUILT_IN, vendor) ? BUILT_IN[vendor]! : null)
    return known === null ? [] : [{ ...own, ...known, everyMs: everyMs ?? EVERY_MS }]
  })
}

const AS_IT_IS = { site: null, page: null, components: [], regions: [], everyMs: null, allowPrivate: [] }
