/** How a host application may sign who its reader is. `EdDSA` is Ed25519. */
export const algorithms = ['HS256', 'ES256', 'EdDSA'] as const
export type Algorithm = (typeof algorithms)[number]

/** What every token of a reader must say in `aud`, so that a token made for somebody else opens nothing here. */
export const AUDIENCE = 'tractops-widget'

/** The longest that such a token may be good for. */
export const LONGEST_TOKEN_MS = 24 * 3_600_000
