import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'

/** What threads are made of: the key of this installation, and the address that customers write to. */
export type ThreadKeys = { secretKey: string; contact: string }

/** 80 bits: nobody guesses one by sending mails. Small letters and digits, as some systems change the case of addresses. */
const signatureLength = 16
const longestLocalPart = 64
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/**
 * The Message-ID of a mail of a ticket, in its angle brackets: whoever answers it, on whatever way, joins the thread, and nobody
 * can make one up. The domain is for other systems; only the signature counts.
 */
export function ticketMessageId(keys: ThreadKeys, ticketId: string, messageId: string): string {
  const name = `${ticketId}.${messageId}`
  return `<t.${name}.${sign(keys, `message ${name}`)}@${partsOf(keys.contact).domain}>`
}

/**
 * Where answers to mails of a ticket go: the contact address with the ticket and a signature in its plus form. Where the address
 * leaves no room for them (RFC 5321 §4.5.3.1.1) it is the address itself, and threads hang on Message-IDs.
 */
export function replyAddress(keys: ThreadKeys, ticketId: string): string {
  const { local, domain } = partsOf(keys.contact)
  const short = shortOf(ticketId)
  const tagged = `${local}+${short}.${sign(keys, `address ${short}`)}`
  return tagged.length > longestLocalPart ? keys.contact : `${tagged}@${domain}`
}

/**
 * The ticket that a mail belongs to by what we signed: its References and In-Reply-To, the nearest first, then the addresses that
 * it was sent to. Null where none of them is ours; a number in the subject is never looked at.
 */
export function ticketOf(
  keys: Pick<ThreadKeys, 'secretKey'>,
  { messageIds, recipients }: { messageIds: readonly string[]; recipients: readonly string[] },
): string | null {
  for (const messageId of messageIds) {
    const ours = ownMessageId(keys, messageId)
    if (ours !== null) return ours.ticketId
  }
  for (const recipient of recipients) {
    const [, short, signature] = /\+([a-z0-9_-]+)\.([a-z0-9]+)@/.exec(recipient.toLowerCase()) ?? []
    if (short !== undefined && signature !== undefined && isSigned(keys, `address ${short}`, signature))
      return longOf(short)
  }
  return null
}

/** What a Message-ID of ours stands for; null where we did not make it. */
export function ownMessageId(
  keys: Pick<ThreadKeys, 'secretKey'>,
  messageId: string,
): { ticketId: string; messageId: string } | null {
  const [, ticketId, of, signature] = /^<?t\.([\w-]+)\.([\w-]+)\.([a-z0-9]+)@/.exec(messageId) ?? []
  if (ticketId === undefined || of === undefined || signature === undefined) return null
  return isSigned(keys, `message ${ticketId}.${of}`, signature) ? { ticketId, messageId: of } : null
}

const shortOf = (ticketId: string): string => {
  const name = ticketId.replace(/^tkt_/, '')
  return uuid.test(name) ? name.replaceAll('-', '') : name
}

const longOf = (short: string): string =>
  `tkt_${/^[0-9a-f]{32}$/.test(short) ? short.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-') : short}`

function partsOf(address: string): { local: string; domain: string } {
  const at = address.lastIndexOf('@')
  return { local: address.slice(0, at), domain: address.slice(at + 1) }
}

function isSigned(keys: Pick<ThreadKeys, 'secretKey'>, said: string, signature: string): boolean {
  const expected = Buffer.from(sign(keys, said))
  const given = Buffer.from(signature)
  return given.length === expected.length && timingSafeEqual(given, expected)
}

const alphabet = 'abcdefghijklmnopqrstuvwxyz234567'

/** 16 letters of base 32, each of five bits of the HMAC. */
function sign({ secretKey }: Pick<ThreadKeys, 'secretKey'>, said: string): string {
  const mac = createHmac('sha256', threadKey(secretKey)).update(said).digest()
  return Array.from(mac.subarray(0, signatureLength), (byte) => alphabet[byte & 31]).join('')
}

let derived: { from: string; key: Buffer } | undefined

function threadKey(secretKey: string): Buffer {
  if (derived?.from !== secretKey)
    derived = { from: secretKey, key: Buffer.from(hkdfSync('sha256', secretKey, '', 'tractops thread', 32)) }
  return derived.key
}
