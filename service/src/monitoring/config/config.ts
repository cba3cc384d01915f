/** A part of the application as customers know it. */
type ComponentConfig = { key: string; name: string; description: string | null; critical: boolean }

/** One HTTP check and what it must find. Lengths of time are in ms; `ca` is PEM text. */
export type MonitorConfig = {
  key: string
  component: string
  everyMs: number
  timeoutMs: number
  http: {
    method: 'GET' | 'HEAD' | 'POST'
    url: string
    headers: Record<string, string>
    body: string | null
    redirects: number
  }
  expect: { status: StatusRange[]; body: string | null; latencyMs: number | null; tlsDaysLeft: number | null }
  tls: { ca: string | null }
  /** Host names, as they stand in a URL, whose private addresses this monitor may reach. */
  allowPrivate: readonly string[]
}

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
