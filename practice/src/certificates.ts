import { X509Certificate } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { join } from 'node:path'
import { generate } from 'selfsigned'

/** PEM texts, as `tls.createSecureContext` takes them; `cert` of a leaf is followed by its authority's. */
type KeyPair = { key: string; cert: string }
export type Certificates = { caFile: string; valid: KeyPair; expired: KeyPair }

const DAY_MS = 86_400_000
const LEAF_DAYS = 90
const RENEW_BEFORE_DAYS = 30

/**
 * The certificates kept in `folder`, made when they are missing, do not cover `host`, or run out within 30 days: an
 * authority of our own (`ca.pem`, ten years), a leaf valid for 90 days, and one that expired yesterday. The authority
 * stays the same for as long as it is valid, so whoever was told to trust it need not be told again.
 */
export async function certificates(folder: string, host: string): Promise<Certificates> {
  mkdirSync(folder, { recursive: true })
  const now = Date.now()
  const days = (count: number) => new Date(now + count * DAY_MS)
  const caFile = join(folder, 'ca.pem')
  const kept = readPair(folder, 'ca')
  const ca =
    kept && endsAfter(kept, days(RENEW_BEFORE_DAYS)) ? kept : await makeAuthority(days(-1), days(3650))
  if (ca !== kept) writePair(folder, 'ca', ca)

  const leaf = async (name: string, from: Date, to: Date, good: (pair: KeyPair) => boolean) => {
    const old = readPair(folder, name)
    if (old && signedBy(old, ca) && covers(old, host) && good(old)) return old
    const made = await makeLeaf(ca, host, from, to)
    writePair(folder, name, made)
    return made
  }
  return {
    caFile,
    valid: await leaf('valid', days(-1), days(LEAF_DAYS - 1), (pair) =>
      endsAfter(pair, days(RENEW_BEFORE_DAYS)),
    ),
    expired: await leaf('expired', days(-LEAF_DAYS), days(-1), (pair) => !endsAfter(pair, days(0))),
  }
}

async function makeAuthority(notBeforeDate: Date, notAfterDate: Date): Promise<KeyPair> {
  const made = await generate([{ name: 'commonName', value: 'TractOps practice authority' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate,
    notAfterDate,
    extensions: [
      { name: 'basicConstraints', cA: true, pathLenConstraint: 0, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  })
  return { key: made.private, cert: made.cert }
}

async function makeLeaf(
  ca: KeyPair,
  host: string,
  notBeforeDate: Date,
  notAfterDate: Date,
): Promise<KeyPair> {
  const names = [...new Set(['localhost', '127.0.0.1', '::1', host])]
  const made = await generate([{ name: 'commonName', value: 'practice.invalid' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate,
    notAfterDate,
    ca,
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: names.map((name) => (isIP(name) ? { type: 7, ip: name } : { type: 2, value: name })),
      },
    ],
  })
  return { key: made.private, cert: `${made.cert.trimEnd()}\n${ca.cert}` }
}

function readPair(folder: string, name: string): KeyPair | null {
  const [key, cert] = [join(folder, `${name}.key`), join(folder, `${name}.pem`)]
  if (!existsSync(key) || !existsSync(cert)) return null
  return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') }
}

function writePair(folder: string, name: string, pair: KeyPair): void {
  for (const [ending, text] of [
    ['key', pair.key],
    ['pem', pair.cert],
  ] as const) {
    const file = join(folder, `${name}.${ending}`)
    writeFileSync(`${file}.new`, text, { mode: ending === 'key' ? 0o600 : 0o644 })
    renameSync(`${file}.new`, file)
  }
}

const endsAfter = (pair: KeyPair, instant: Date) => new X509Certificate(pair.cert).validToDate > instant
const signedBy = (leaf: KeyPair, ca: KeyPair) =>
  new X509Certificate(leaf.cert).verify(new X509Certificate(ca.cert).publicKey)
const covers = (leaf: KeyPair, host: string) => {
  const certificate = new X509Certificate(leaf.cert)
  return (isIP(host) ? certificate.checkIP(host) : certificate.checkHost(host)) !== undefined
}
