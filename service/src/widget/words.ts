import type { Severity } from '@tractops/sla'

/** How a host application may sign who its reader is. `EdDSA` is Ed25519. */
export const algorithms = ['HS256', 'ES256', 'EdDSA'] as const
export type Algorithm = (typeof algorithms)[number]

/** What every token of a reader must say in `aud`, so that a token made for somebody else opens nothing here. */
export const AUDIENCE = 'tractops-widget'

/** The longest that such a token may be good for. */
export const LONGEST_TOKEN_MS = 24 * 3_600_000

/** What a reader can say that it is about, and how severe that is taken to be on arrival: an outage is a P1 by mail alone (SLA §3). */
export const KINDS = {
  outage: 'P2',
  broken_for_many: 'P2',
  problem: 'P3',
  billing: 'P3',
  how_to: 'P3',
  idea: 'P4',
} as const satisfies Record<string, Severity>

/** The longest question or answer, in characters, and how many files may come with it. */
export const LONGEST_TEXT = 20_000
export const MOST_FILES = 10
