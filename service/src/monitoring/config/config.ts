/** A part of the application as customers know it. */
type ComponentConfig = { key: string; name: string; description: string | null; critical: boolean }

/**
 * What is checked, how often, and what must be found: one kind of check each. Plain JSON with everything filled in, so that
 * it can be carried out wherever it is sent. Lengths of time are in ms.
 */
export type MonitorConfig = HttpMonitor

type Check = {
  key: string
  component: string
  everyMs: number
  timeoutMs: number
  /** Host names, as they stand in a URL, whose private addresses this monitor may reach. */
  allowPrivate: readonly string[]
}

/** One HTTP request and what its answer must be. */
export type HttpMonitor = Check & {
  kind: 'http'
  http: RequestConfig
  expect: HttpExpectation
  tls: Trust
}

export type RequestConfig = {
  method: 'GET' | 'HEAD' | 'POST'
  url: string
  headers: Record<string, string>
  body: string | null
  /** How many redirects are followed. */
  redirects: number
}

export type HttpExpectation = {
  status: StatusRange[]
  body: string | null
  latencyMs: number | null
  tlsDaysLeft: number | null
}

/** PEM text of the authority to trust instead of the public ones. */
export type Trust = { ca: string | null }

/** Status codes from `from` to `to`, both included. */
export type StatusRange = { from: number; to: number }

/** A configuration that holds: every name resolved, every variable filled in. */
export type MonitoringConfig = {
  /** The file it was read from; null where there is nothing to watch. */
  source: string | null
  /** Whether the file watches the practice application, which must then run. */
  usesPractice: boolean
  components: ComponentConfig[]
  monitors: MonitorConfig[]
}
