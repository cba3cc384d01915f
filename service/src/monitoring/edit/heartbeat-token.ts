import { randomBytes } from 'node:crypto'
import { hashOfToken } from '../config/kinds/heartbeat.ts'
import type { Written } from './tables.ts'

/** A heartbeat that is changed keeps its token, unless it is given another one. */
export function withHeldToken(written: Written, before: Written): Written {
  const [beat, held] = [written.heartbeat, before.heartbeat].map((value) => value as Written | undefined)
  if (held?.tokenHash === undefined || typeof beat !== 'object' || beat === null || beat.token !== undefined)
    return written
  return { ...written, heartbeat: { ...beat, tokenHash: held.tokenHash } }
}

/** Of a heartbeat only the hash of its token is kept; one without gets a token. */
export function withToken(written: Written): { written: Written; token: string | null } {
  const beat = written.heartbeat
  if (typeof beat !== 'object' || beat === null || Array.isArray(beat)) return { written, token: null }
  const { token, ...rest } = beat
  if (token === undefined && rest.tokenHash !== undefined) return { written, token: null }
  const made = token === undefined ? randomBytes(24).toString('base64url') : token
  if (typeof made !== 'string' || !/^[\w-]{20,200}$/.test(made)) return { written, token: null }
  return {
    written: { ...written, heartbeat: { ...rest, tokenHash: hashOfToken(made) } },
    token: token === undefined ? made : null,
  }
}
