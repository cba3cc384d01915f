/** Where a vendor tells its state, and what of it is ours. Lengths of time are in ms. */
export type VendorPage = Site & {
  vendor: string
  /** The page that has to answer: the id of a Statuspage, the address of an incident.io page; null: the first that does. */
  page: string | null
  /** The components that we use, by name; empty: all. */
  components: readonly string[]
  /** The groups of components, where a vendor groups by region, that we use; empty: all. */
  regions: readonly string[]
  everyMs: number
  /** Host names whose private addresses may be reached. */
  allowPrivate: readonly string[]
}

/** What answers, and where: the summary first; what follows (past incidents) explains, and is no evidence. */
export type Site = { format: 'statuspage' | 'incident-io'; urls: readonly string[] }

/** Whether any page is asked at all, and which differ from what is built in; null: as it is built in. */
export type VendorConfig = {
  poll: boolean
  pages: readonly (Omit<VendorPage, 'format' | 'urls' | 'everyMs'> & {
    site: Site | null
    everyMs: number | null
  })[]
}
