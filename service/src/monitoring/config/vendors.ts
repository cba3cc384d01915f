import { defaultPolicies } from '@tractops/sla'
import * as z from 'zod'
import { duration, url, words } from './fields.ts'
import { object } from './object.ts'

/* The vendors that the agreement names; only their outages can excuse any of ours. SLA §4(b) */
const VENDORS = Object.keys(defaultPolicies().at(-1)!.exclusions.vendors)

const page = object({
  vendor: z.enum(VENDORS).meta({ description: 'A vendor that the agreement names.' }),
  format: z
    .enum(['statuspage', 'incident-io'])
    .optional()
    .meta({ description: 'What answers: a Statuspage (v2), or the summary of an incident.io page.' }),
  url: url.optional().meta({ description: 'The address of its summary. Default: the vendor’s own page.' }),
  incidents: url.optional().meta({
    description: 'The incidents.json of a Statuspage: past incidents, which explain and are no evidence.',
  }),
  page: words(300).optional().meta({
    description:
      'The id of the Statuspage, or the address of the incident.io page, that has to answer. Default: the first that does.',
  }),
  components: z
    .array(words(300))
    .max(500)
    .default([])
    .meta({ description: 'The components in use, by their names on the page. Default: all.' }),
  regions: z
    .array(words(300))
    .max(500)
    .default([])
    .meta({ description: 'The groups in use, where the page groups components by region. Default: all.' }),
  every: duration({ min: '10s', max: '1h' }).optional().meta({ description: 'Default: 60s.' }),
  allowPrivate: z
    .array(z.string().min(1).max(253))
    .max(20)
    .default([])
    .meta({ description: 'Hosts, as written in the address, that may be at private addresses.' }),
}).superRefine((value, context) => {
  const say = (field: string, message: string) => context.addIssue({ code: 'custom', path: [field], message })
  if (value.url !== undefined && value.format === undefined)
    say('url', 'needs its format; write `format: statuspage` or `format: incident-io` beside it.')
  if (value.format !== undefined && value.url === undefined)
    say('format', 'is that of an address; write the `url` beside it, or leave this out.')
  if (value.incidents !== undefined && value.format !== 'statuspage')
    say('incidents', 'stands beside the `url` of a Statuspage; leave it out.')
})

/** The section `vendors` of the configuration file. */
export const vendorsSection = object({
  poll: z
    .boolean()
    .default(true)
    .meta({ description: 'false: nobody is asked, and every vendor is unknown.' }),
  pages: z
    .array(page)
    .max(50)
    .default([])
    .meta({ description: 'Vendors whose page, or what is used of it, differs from what is built in.' }),
})
  .superRefine((value, context) => {
    value.pages.forEach(({ vendor }, i) => {
      const first = value.pages.findIndex((other) => other.vendor === vendor)
      const message = `"${vendor}" is there already; every vendor stands once.`
      if (first < i) context.addIssue({ code: 'custom', path: ['pages', i, 'vendor'], message })
    })
  })
  .prefault({})

/** Where to read what vendors report; lengths of time in ms. What a page leaves out is as it is built in. */
export type VendorsConfig = {
  poll: boolean
  pages: {
    vendor: string
    site: { format: 'statuspage' | 'incident-io'; urls: string[] } | null
    page: string | null
    components: string[]
    regions: string[]
    everyMs: number | null
    allowPrivate: string[]
  }[]
}

/** What the section says. */
export function vendorsConfig({ poll, pages }: z.output<typeof vendorsSection>): VendorsConfig {
  return {
    poll,
    pages: pages.map((one) => {
      const { vendor, format, url, incidents, components, regions } = one
      const urls = [url, incidents].filter((address) => address !== undefined)
      return {
        vendor,
        site: format === undefined ? null : { format, urls },
        page: one.page ?? null,
        components,
        regions,
        everyMs: one.every ?? null,
        allowPrivate: one.allowPrivate.map((host) => host.toLowerCase()),
      }
    }),
  }
}
