import { createPublicKey, type KeyObject, randomBytes } from 'node:crypto'
import { AppError, audit, type Ctx, seal } from '@tractops/platform'
import { widgetKey } from '../tables.ts'
import type { Algorithm } from '../words.ts'

export const SECRET_PURPOSE = 'widget key'
const longestName = 100

export type NewWidgetKey = { name: string; algorithm: Algorithm; publicKey?: string | undefined }

/**
 * Makes a key for a host application. Of HS256 the secret is made here and returned, this once; of ES256 and EdDSA the host
 * keeps the private key, and gives the public one.
 *
 * @throws AppError `invalid_name`, `public_key_missing`, `public_key_invalid`, `public_key_unexpected`.
 */
export async function createWidgetKey(
  ctx: Ctx,
  secretKey: string,
  input: NewWidgetKey,
): Promise<{ id: string; secret: string | null }> {
  const name = input.name.trim()
  if (name === '' || name.length > longestName || /\p{Cc}/u.test(name))
    throw new AppError(
      'invalid_name',
      400,
      `Give the key a name of 1 to ${longestName} printable characters.`,
      { path: 'name' },
    )
  const { algorithm } = input
  const id = `wk_${randomBytes(9).toString('base64url')}`
  const secret = algorithm === 'HS256' ? randomBytes(32).toString('base64url') : null
  const publicKey = readPublicKey(algorithm, input.publicKey)
  const sealedSecret = secret === null ? null : seal(secretKey, SECRET_PURPOSE, Buffer.from(secret))
  await ctx.tx
    .insert(widgetKey)
    .values({ id, name, algorithm, sealedSecret, publicKey, createdAt: ctx.now, createdBy: ctx.actor })
  await audit(ctx, { action: 'widget_key.created', subject: id, detail: { name, algorithm } })
  return { id, secret }
}

/** The public key as PEM, when it is one for `algorithm`; null for HS256, which has none. */
function readPublicKey(algorithm: Algorithm, pem: string | undefined): string | null {
  const refuse = (code: string, message: string) => new AppError(code, 400, message, { path: 'publicKey' })
  if (algorithm === 'HS256') {
    if (pem === undefined) return null
    throw refuse('public_key_unexpected', 'HS256 has a secret, which is made here; leave the public key out.')
  }
  if (pem === undefined)
    throw refuse(
      'public_key_missing',
      `Give the public key of ${algorithm} as PEM (SPKI); keep the private one.`,
    )
  if (/PRIVATE KEY/.test(pem))
    throw refuse(
      'public_key_invalid',
      'This is a private key, and was not kept: replace it, since it has travelled, and give the public one.',
    )
  const key = parsed(pem)
  const fits =
    algorithm === 'ES256'
      ? key?.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === 'prime256v1'
      : key?.asymmetricKeyType === 'ed25519'
  if (key === null || !fits)
    throw refuse(
      'public_key_invalid',
      `This is no public key for ${algorithm}: give one ${algorithm === 'ES256' ? 'on the curve P-256' : 'of Ed25519'} as PEM (SPKI).`,
    )
  return key.export({ type: 'spki', format: 'pem' }).toString()
}

function parsed(pem: string): KeyObject | null {
  try {
    return createPublicKey({ key: pem, format: 'pem' })
  } catch {
    return null
  }
}
