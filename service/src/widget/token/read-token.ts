import { createPublicKey } from 'node:crypto'
import { isMailAddress } from '@tractops/platform'
import { decodeProtectedHeader, errors, jwtVerify } from 'jose'
import { z } from 'zod'
import { type Algorithm, AUDIENCE, LONGEST_TOKEN_MS } from '../words.ts'

/** What a key of a host application verifies with; `material` null: its secret cannot be opened any more. */
export type VerifyingKey = {
  algorithm: Algorithm
  material: { secret: Buffer } | { publicKey: string } | null
  revoked: boolean
}

/** Who the host application says that its reader is. `customer` is the customer's id in that application. */
export type TokenClaims = {
  sub: string
  email: string
  name: string
  customer: string | null
  until: Temporal.Instant
}

/** A token that is refused, with a reason for whoever builds the host application. */
export type Refusal = { code: string; because: string; path?: string }

const TOLERANCE_S = 30
const LONGEST_TOKEN = 4_096

const line = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .refine((s) => !/\p{Cc}/u.test(s))

const claimsSchema = z.object({
  sub: line(200),
  email: z.string().trim().toLowerCase().refine(isMailAddress),
  name: line(200),
  customer: line(200).nullish(),
})

const unknownKey: Refusal = {
  code: 'widget_token_key_unknown',
  because: 'The "kid" names no widget key: see tractops widget-key list.',
}

/** The `kid` in the header of a token, or why there is none. Nothing of it has been verified. */
export function keyIdOf(token: string): { kid: string } | Refusal {
  if (token.length > LONGEST_TOKEN)
    return { code: 'widget_token_malformed', because: `A token has at most ${LONGEST_TOKEN} characters.` }
  let header: ReturnType<typeof decodeProtectedHeader>
  try {
    header = decodeProtectedHeader(token)
  } catch {
    return {
      code: 'widget_token_malformed',
      because: 'This is no JWT: it must be three parts in base64url with points between.',
    }
  }
  if (typeof header.alg === 'string' && /^none$/i.test(header.alg))
    return {
      code: 'widget_token_unsigned',
      because: 'alg "none" is no signature: sign with HS256, ES256 or EdDSA.',
    }
  if (typeof header.kid !== 'string' || header.kid === '')
    return {
      code: 'widget_token_kid_missing',
      because: 'The header has no "kid": write the id of the widget key.',
    }
  if (!/^[\w-]{1,60}$/.test(header.kid)) return unknownKey
  return { kid: header.kid }
}

/**
 * What a token says that was signed with `key`, as of `now` (give or take 30 s for the host's clock), or why it is refused. `exp` is
 * required and lies at most 24 hours ahead; `aud` must be "tractops-widget".
 */
export async function readToken(
  token: string,
  key: VerifyingKey | null,
  now: Temporal.Instant,
): Promise<TokenClaims | Refusal> {
  if (key === null) return unknownKey
  if (key.revoked)
    return {
      code: 'widget_token_key_revoked',
      because: 'The widget key of this "kid" was revoked: sign with another.',
    }
  if (key.material === null)
    return {
      code: 'widget_token_key_unreadable',
      because: 'SECRET_KEY was changed since this widget key was made: make a new one.',
    }
  const { material, algorithm } = key
  try {
    const { payload } = await jwtVerify(
      token,
      'secret' in material ? material.secret : createPublicKey(material.publicKey),
      {
        algorithms: algorithm === 'EdDSA' ? ['EdDSA', 'Ed25519'] : [algorithm],
        audience: AUDIENCE,
        requiredClaims: ['exp', 'sub', 'email', 'name'],
        clockTolerance: TOLERANCE_S,
        currentDate: new Date(now.epochMilliseconds),
      },
    )
    return judgeClaims(payload as Record<string, unknown> & { exp: number }, now)
  } catch (err) {
    return refusalOf(err, algorithm)
  }
}

function judgeClaims(
  payload: Record<string, unknown> & { exp: number },
  now: Temporal.Instant,
): TokenClaims | Refusal {
  const untilMs = Math.floor(payload.exp * 1_000)
  const latestMs = now.epochMilliseconds + LONGEST_TOKEN_MS + TOLERANCE_S * 1_000
  if (!(untilMs <= latestMs))
    return {
      code: 'widget_token_too_long',
      because: '"exp" lies more than 24 hours ahead: sign a new token for each visit, good for minutes.',
      path: 'exp',
    }
  const read = claimsSchema.safeParse(payload)
  if (!read.success) return claimRefused(String(read.error.issues[0]?.path[0] ?? ''))
  const { sub, email, name, customer } = read.data
  const until = Temporal.Instant.fromEpochMilliseconds(untilMs)
  return { sub, email, name, customer: customer ?? null, until }
}

const wanted: Record<string, string> = {
  sub: 'your own id of the reader, 1 to 200 characters',
  email: 'one mail address',
  name: 'the reader’s name, 1 to 200 characters',
  customer: 'the customer’s id in your application, 1 to 200 characters, or left out',
  exp: 'seconds since 1970, at most 24 hours ahead',
}

const claimRefused = (claim: string): Refusal => ({
  code: 'widget_token_claim',
  because: `"${claim}" must be ${wanted[claim] ?? 'of its kind'}.`,
  path: claim,
})

function refusalOf(err: unknown, algorithm: Algorithm): Refusal {
  if (err instanceof errors.JWTExpired)
    return { code: 'widget_token_expired', because: 'The token has expired: sign a new one.', path: 'exp' }
  if (err instanceof errors.JWTClaimValidationFailed) {
    if (err.claim === 'aud')
      return {
        code: 'widget_token_audience',
        because: `"aud" must be "${AUDIENCE}": this token was made for somebody else.`,
        path: 'aud',
      }
    if (err.claim === 'nbf')
      return {
        code: 'widget_token_early',
        because: 'The token is not good yet: see "nbf", and the clock.',
        path: 'nbf',
      }
    return claimRefused(err.claim)
  }
  if (err instanceof errors.JOSEAlgNotAllowed)
    return {
      code: 'widget_token_algorithm',
      because: `The widget key of this "kid" is for ${algorithm}, and the token was signed in another way.`,
    }
  if (err instanceof errors.JWSSignatureVerificationFailed)
    return {
      code: 'widget_token_signature',
      because:
        'The signature does not fit the widget key: the HMAC key is the characters of the secret as they stand.',
    }
  return {
    code: 'widget_token_malformed',
    because: 'The token cannot be read: its header, claims or signature are not of the form.',
  }
}
