/** Where a vendor tells its state, and what of it is ours. Lengths of time are in ms. */
export type VendorPage = {
  vendor: string
  format: 'statuspage' | 'incident-io'
  /** The summary first; what follows (past incidents) explains, and is no evidence. */
  urls: readonly string[]
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

/** Which pages differ from the built-in ones, and whether any is asked at all. */
export type VendorConfig = { poll: boolean; pages: readonly VendorPage[] }
