import { isIP } from 'node:net'
import type { Guard, ResolveHost } from '@tractops/platform'
import type { Family } from '../config/kinds/shared.ts'
import type { Attempt } from './bounded.ts'
import { Failure } from './failure.ts'

/** What a check may reach and how, and whom it trusts (PEM text; null: the public authorities). */
export type Access = { allowPrivate: readonly string[]; ca: string | null; family: Family }

/** What keeps a connection of a check within bounds; see {@link Guard}. */
export function guardOf({ allowPrivate, ca, family }: Access, { signal, resolveHost }: Attempt): Guard {
  return { allowPrivate, ca, signal, resolveHost: family === null ? resolveHost : only(family, resolveHost) }
}

function only(family: 4 | 6, resolveHost: ResolveHost): ResolveHost {
  return async (hostname, signal) => {
    const addresses = await resolveHost(hostname, signal)
    const found = addresses.filter((address) => isIP(address) === family)
    if (found.length === 0) throw new Failure(`the name has no IPv${family} address`)
    return found
  }
}
