import { createHmac, generateKeyPairSync, sign } from 'node:crypto'
import { inTransaction } from '@tractops/platform'
import { type TestPlatform, testPlatform } from '@tractops/platform/testing'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { createWidgetKey } from '../keys/create-widget-key.ts'
import { listWidgetKeys } from '../keys/list-widget-keys.ts'
import { revokeWidgetKey } from '../keys/revoke-widget-key.ts'
import { verifyToken } from './verify-token.ts'

const ava = { kind: 'person', id: 'ava', name: 'Ava' } as const
const now = Temporal.Instant.from('2026-11-24T18:00:00Z')
const nowS = now.epochMilliseconds / 1000
const claims = {
  aud: 'tractops-widget',
  sub: 'user-7',
  email: 'Carla@CedarCourt.example',
  name: 'Carla',
  customer: 'hoa-4711',
  exp: nowS + 600,
}
let p: TestPlatform
let key: { id: string; secret: string }

beforeAll(async () => {
  p = await testPlatform({ now })
  key = (await make('HS256')) as typeof key
})
afterAll(() => p?.close())

const make = (algorithm: 'HS256' | 'ES256' | 'EdDSA', publicKey?: string) =>
  inTransaction(p, ava, (ctx) =>
    createWidgetKey(ctx, p.config.secretKey, { name: 'Host', algorithm, publicKey }),
  )
const verify = (token: string) => inTransaction(p, ava, (ctx) => verifyToken(ctx, p.config.secretKey, token))
const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
/** As a host application without a library for JWTs would write it. */
function signed(
  payload: unknown,
  { alg = 'HS256', kid = key.id as string | null, secret = key.secret } = {},
) {
  const content = `${part({ alg, typ: 'JWT', ...(kid === null ? {} : { kid }) })}.${part(payload)}`
  return `${content}.${createHmac('sha256', secret).update(content).digest('base64url')}`
}

describe('a token of a host application', () => {
  it('says who the reader is, the address in lower case, and until when', async () => {
    expect(await verify(signed(claims))).toEqual({
      sub: 'user-7',
      email: 'carla@cedarcourt.example',
      name: 'Carla',
      customer: 'hoa-4711',
      until: Temporal.Instant.from('2026-11-24T18:10:00Z'),
    })
    const { customer: _, ...withoutCustomer } = claims
    expect(await verify(signed(withoutCustomer))).toMatchObject({ customer: null })
  })

  it('may be signed with ES256 and with EdDSA, by a private key that we never see', async () => {
    const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const ed = generateKeyPairSync('ed25519')
    for (const [alg, pair] of [
      ['ES256', ec],
      ['EdDSA', ed],
    ] as const) {
      const pem = pair.publicKey.export({ type: 'spki', format: 'pem' }).toString()
      const { id, secret } = await make(alg, pem)
      expect(secret).toBeNull()
      const content = `${part({ alg, kid: id })}.${part(claims)}`
      const signature = sign(alg === 'ES256' ? 'sha256' : null, Buffer.from(content), {
        key: pair.privateKey,
        dsaEncoding: 'ieee-p1363',
      }).toString('base64url')
      expect(await verify(`${content}.${signature}`)).toMatchObject({ sub: 'user-7' })
      // The old confusion: the public key, which anybody may know, as the secret of an HMAC.
      expect(await verify(signed(claims, { kid: id, secret: pem }))).toMatchObject({
        code: 'widget_token_algorithm',
      })
    }
  })

  it.each([
    ['expired', { ...claims, exp: nowS - 31 }, {}, 'widget_token_expired'],
    ['good for more than 24 hours', { ...claims, exp: nowS + 24 * 3600 + 31 }, {}, 'widget_token_too_long'],
    ['without an end', { ...claims, exp: undefined }, {}, 'widget_token_claim'],
    ['with an end in milliseconds', { ...claims, exp: nowS * 1000 }, {}, 'widget_token_too_long'],
    ['with an end in words', { ...claims, exp: 'tomorrow' }, {}, 'widget_token_claim'],
    ['of a foreign audience', { ...claims, aud: 'billing' }, {}, 'widget_token_audience'],
    ['for no audience', { ...claims, aud: undefined }, {}, 'widget_token_audience'],
    ['not good yet', { ...claims, nbf: nowS + 300 }, {}, 'widget_token_early'],
    ['with no address', { ...claims, email: 'Carla' }, {}, 'widget_token_claim'],
    ['with two addresses', { ...claims, email: 'a@x.example,b@y.example' }, {}, 'widget_token_claim'],
    ['with a header inside the name', { ...claims, name: 'Carla\r\nBcc: x' }, {}, 'widget_token_claim'],
    ['with a number for a customer', { ...claims, customer: 4711 }, {}, 'widget_token_claim'],
    ['signed by somebody else', claims, { secret: 'x'.repeat(43) }, 'widget_token_signature'],
    ['with an unknown key', claims, { kid: 'wk_of_mallory' }, 'widget_token_key_unknown'],
    ['with a key that no database holds', claims, { kid: 'wk_\u0000' }, 'widget_token_key_unknown'],
    ['without the id of a key', claims, { kid: null }, 'widget_token_kid_missing'],
    ['with another algorithm in its header', claims, { alg: 'HS512' }, 'widget_token_algorithm'],
  ])(
    '%s is refused, with a sentence for whoever builds the host application',
    async (_, payload, how, code) => {
      const answer = await verify(signed(payload, how as Parameters<typeof signed>[1]))
      expect(answer).toMatchObject({ code, because: expect.stringMatching(/^.{20,}\.$/) })
    },
  )

  it('with alg "none" is refused, whatever is written for the signature', async () => {
    for (const alg of ['none', 'None', 'NONE'])
      for (const signature of ['', 'x', signed(claims).split('.')[2]])
        expect(await verify(`${part({ alg, kid: key.id })}.${part(claims)}.${signature}`)).toMatchObject({
          code: 'widget_token_unsigned',
        })
  })

  it('is let off 30 seconds either way for the clock of the host', async () => {
    expect(await verify(signed({ ...claims, exp: nowS - 29 }))).toMatchObject({ sub: 'user-7' })
    expect(await verify(signed({ ...claims, nbf: nowS + 29 }))).toMatchObject({ sub: 'user-7' })
    expect(await verify(signed({ ...claims, exp: nowS + 24 * 3600 }))).toMatchObject({ sub: 'user-7' })
  })

  it('opens nothing once its key is revoked, while one of the key that replaced it does', async () => {
    const old = (await make('HS256')) as typeof key
    const next = (await make('HS256')) as typeof key
    const ofOld = signed(claims, { kid: old.id, secret: old.secret })
    expect(await verify(ofOld)).toMatchObject({ sub: 'user-7' })
    await inTransaction(p, ava, (ctx) => revokeWidgetKey(ctx, { id: old.id }))
    expect(await verify(ofOld)).toMatchObject({ code: 'widget_token_key_revoked' })
    expect(await verify(signed(claims, { kid: next.id, secret: next.secret }))).toMatchObject({
      sub: 'user-7',
    })
    const listed = await inTransaction(p, ava, (ctx) => listWidgetKeys(ctx))
    expect(listed.find(({ id }) => id === old.id)).toMatchObject({ usedAt: now, revokedAt: now })
    expect(JSON.stringify(listed)).not.toContain(next.secret)
  })

  it('cannot be verified with a SECRET_KEY that the secret was not sealed with, and the database does not hold the secret', async () => {
    const answer = await inTransaction(p, ava, (ctx) =>
      verifyToken(ctx, 'another key '.repeat(4), signed(claims)),
    )
    expect(answer).toMatchObject({ code: 'widget_token_key_unreadable' })
    const { rows } = await p.pool.query('select sealed_secret from widget_key where id = $1', [key.id])
    expect(rows[0].sealed_secret.includes(Buffer.from(key.secret))).toBe(false)
  })
})

test('a key is not made of a private key, nor of one of another kind', async () => {
  const pair = generateKeyPairSync('ed25519')
  const pem = (which: 'publicKey' | 'privateKey') =>
    pair[which]
      .export({ type: which === 'publicKey' ? 'spki' : ('pkcs8' as never), format: 'pem' })
      .toString()
  await expect(make('ES256', pem('publicKey'))).rejects.toMatchObject({ code: 'public_key_invalid' })
  await expect(make('EdDSA', pem('privateKey'))).rejects.toMatchObject({ code: 'public_key_invalid' })
  await expect(make('EdDSA', 'no key')).rejects.toMatchObject({ code: 'public_key_invalid' })
  await expect(make('EdDSA')).rejects.toMatchObject({ code: 'public_key_missing' })
  await expect(make('HS256', pem('publicKey'))).rejects.toMatchObject({ code: 'public_key_unexpected' })
})

describe('whatever is sent as a token', () => {
  const refused = { because: expect.any(String), code: expect.stringMatching(/^widget_token_/) }

  test('is refused and breaks nothing', async () => {
    const anything = fc.oneof(
      fc.string({ maxLength: 300, unit: 'binary' }),
      fc.tuple(fc.json(), fc.json(), fc.base64String()).map(([h, c, s]) => `${b64(h)}.${b64(c)}.${s}`),
      fc.string({ minLength: 4_000, maxLength: 6_000 }),
    )
    await fc.assert(
      fc.asyncProperty(anything, async (token) => {
        expect(await verify(token)).toMatchObject(refused)
      }),
      { numRuns: 150 },
    )
  })

  test('with any one character of a good one changed is refused', async () => {
    const good = signed(claims)
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.'
    // The last character holds bits that decode to nothing; all others count.
    const change = fc.tuple(fc.nat(good.length - 2), fc.constantFrom(...alphabet))
    await fc.assert(
      fc.asyncProperty(change, async ([at, letter]) => {
        fc.pre(good[at] !== letter)
        expect(await verify(good.slice(0, at) + letter + good.slice(at + 1))).toMatchObject(refused)
      }),
      { numRuns: 150 },
    )
  })

  test('with claims of any kind, well signed, is read or refused by the claim', async () => {
    const claim = fc.constantFrom('sub', 'email', 'name', 'customer', 'exp', 'nbf', 'iat', 'aud')
    await fc.assert(
      fc.asyncProperty(claim, fc.jsonValue({ maxDepth: 2 }), async (name, value) => {
        const answer = await verify(signed({ ...claims, [name]: value }))
        if ('because' in answer) expect(answer).toMatchObject(refused)
        else expect(answer).toMatchObject({ until: expect.anything(), email: expect.stringContaining('@') })
      }),
      { numRuns: 150 },
    )
  })

  const b64 = (text: string) => Buffer.from(text).toString('base64url')
})
