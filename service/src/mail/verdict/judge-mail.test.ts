import { generateKeyPairSync } from 'node:crypto'
import { dkimSign } from 'mailauth/lib/dkim/sign.js'
import { expect, test } from 'vitest'
import { judgeMail, judgeWithin } from './judge-mail.ts'

const keys = generateKeyPairSync('rsa', { modulusLength: 2048 })
const publicKey = keys.publicKey.export({ type: 'spki', format: 'der' }).toString('base64')
const records: Record<string, string[][]> = {
  'TXT example.com': [['v=spf1 ip4:192.0.2.1 -all']],
  'TXT _dmarc.example.com': [['v=DMARC1; p=reject']],
  'TXT s._domainkey.example.com': [[`v=DKIM1; k=rsa; p=${publicKey}`]],
  'TXT s._domainkey.mallory.test': [[`v=DKIM1; k=rsa; p=${publicKey}`]],
  'TXT s._domainkey.plain.test': [[`v=DKIM1; k=rsa; p=${publicKey}`]],
}
const resolver = async (name: string, type: string) => {
  const found = records[`${type} ${name}`]
  if (found === undefined) throw Object.assign(new Error('ENOTFOUND'), { code: 'ENOTFOUND' })
  return found
}
const mail = (from: string) =>
  `From: ${from}\r\nTo: contact@tractops.com\r\nSubject: Hi\r\nDate: Tue, 24 Nov 2026 09:00:00 +0000\r\nMessage-ID: <1@x>\r\n\r\nHi.\r\n`
async function signed(text: string, signingDomain: string) {
  const privateKey = keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  const key = { signingDomain, selector: 's', privateKey }
  const { signatures } = await dkimSign(text, { ...key, signatureData: [key] })
  return Buffer.from(signatures + text)
}
const judge = (raw: Buffer | string, ip: string | null, sender = 'ava@example.com') =>
  judgeMail(Buffer.from(raw), { ip, helo: 'mx.example.com', sender, resolver })

test('a mail from where its domain sends from, or with its signature, is proved', async () => {
  expect(await judge(mail('ava@example.com'), '192.0.2.1')).toMatchObject({
    spf: { result: 'pass', domain: 'example.com' },
    dmarc: { result: 'pass', policy: 'reject' },
    arc: { result: 'none' },
    aligned: true,
  })
  expect(await judge(await signed(mail('ava@example.com'), 'example.com'), '198.51.100.7')).toMatchObject({
    spf: { result: 'fail' },
    dkim: [{ result: 'pass', domain: 'example.com', aligned: true }],
    aligned: true,
  })
})

test('a signature proves a domain that publishes no policy, too', async () => {
  expect(
    await judge(await signed(mail('ava@plain.test'), 'plain.test'), null, 'ava@plain.test'),
  ).toMatchObject({
    dkim: [{ result: 'pass', aligned: true }],
    aligned: true,
  })
})

test.each<[string, () => Promise<Buffer | string> | string, string]>([
  ['from elsewhere, without a signature', () => mail('ava@example.com'), 'ava@example.com'],
  [
    'with a signature of somebody else',
    () => signed(mail('ava@example.com'), 'mallory.test'),
    'x@mallory.test',
  ],
  [
    'that was changed after it was signed',
    async () => (await signed(mail('ava@example.com'), 'example.com')).toString().replace('Hi.', 'Pay me.'),
    'ava@example.com',
  ],
  ['with two senders', () => mail('ava@example.com\r\nFrom: mallory@mallory.test'), 'x@mallory.test'],
  ['that is no mail', () => '\0\0', ''],
])('a mail %s proves nothing', async (_, make, sender) => {
  expect((await judge(await make(), '198.51.100.7', sender)).aligned).toBe(false)
})

test('a DNS that does not answer holds nobody, and proves nothing', async () => {
  const verdict = await judgeWithin(1, Buffer.from(mail('ava@example.com')), {
    ip: '192.0.2.1',
    helo: null,
    sender: 'ava@example.com',
    resolver: () => new Promise(() => {}),
  })
  expect(verdict.aligned).toBe(false)
})
