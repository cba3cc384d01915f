import { createHash } from 'node:crypto'
import { messageIds } from '../parse/addresses.ts'
import { fieldOf, readHead } from '../parse/read-head.ts'

/** What relays write on the way: the same mail on another way has others. */
const ofTheWay =
  /^(received|received-spf|delivered-to|return-path|x-original-to|authentication-results|arc-.*|x-received)$/

/**
 * What tells whether two deliveries are of the same mail, in hex: its Message-ID and its body, or, without a Message-ID, all of it but
 * what was written on the way. A Message-ID that is used twice for two texts makes two mails, so that none is lost.
 */
export function sameMail(raw: Buffer): string {
  const head = readHead(raw)
  const [messageId] = messageIds(fieldOf(head, 'message-id'))
  const hash = createHash('sha256')
  if (messageId === undefined)
    for (const { name, value } of head.fields) {
      if (!ofTheWay.test(name)) hash.update(`${name}:${value}\n`)
    }
  else hash.update(`message-id:${messageId}\n`)
  return hash.update('\n').update(raw.subarray(head.bodyAt)).digest('hex')
}
