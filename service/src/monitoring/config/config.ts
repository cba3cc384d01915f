import type { JsonValue } from '@tractops/platform'
import type { DnsMonitor } from './kinds/dns.ts'
import type { HeartbeatMonitor } from './kinds/heartbeat.ts'
import type { HttpMonitor } from './kinds/http.ts'
import type { JourneyMonitor } from './kinds/journey.ts'
import type { TcpMonitor } from './kinds/tcp.ts'
import type { TlsMonitor } from './kinds/tls.ts'
import type { VendorsConfig } from './vendors.ts'

/** A part of the application as customers know it. */
export type ComponentConfig = { key: string; name: string; description: string | null; critical: boolean }

/**
 * What we check, how often, and what must be found: one kind of check each. Plain JSON with everything filled in, so that
 * it can be carried out wherever it is sent. Lengths of time are in ms.
 */
export type MonitorConfig = HttpMonitor | JourneyMonitor | TcpMonitor | DnsMonitor | TlsMonitor

type Written = { [field: string]: JsonValue }

/** A configuration that holds: every name resolved, every variable filled in. */
export type MonitoringConfig = {
  /** The file it was read from; null where there is nothing to watch. */
  source: string | null
  /** Whether the file watches the practice application, which must then run. */
  usesPractice: boolean
  components: ComponentConfig[]
  /** What we check. */
  monitors: MonitorConfig[]
  /** What calls us. */
  heartbeats?: HeartbeatMonitor[]
  /** Each as it stands in the file, with nothing filled in, by its key. */
  written?: { components: Record<string, Written>; monitors: Record<string, Written> }
}

/** A whole configuration file: what is watched, and where vendors tell their own state. */
export type Configuration = MonitoringConfig & { vendors: VendorsConfig }
