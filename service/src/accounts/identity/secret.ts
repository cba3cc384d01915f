import { hkdfSync } from 'node:crypto'
import type { Platform } from '@tractops/platform'

/** The header that tells the library where a request came from; set anew on every request that is handed to it. */
export const ADDRESS_HEADER = 'x-tractops-address'

/** A key of its own for identity, made of SECRET_KEY. */
export const secretOf = (p: Pick<Platform, 'config'>): string =>
  Buffer.from(hkdfSync('sha256', p.config.secretKey, '', 'tractops identity', 32)).toString('base64url')
