import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ownMessageId, replyAddress, ticketMessageId, ticketOf } from './tokens.ts'

const keys = { secretKey: 'a key that is only for the tests ', contact: 'contact@tractops.com' }
const others = { ...keys, secretKey: 'the key of another installation  ' }
const tkt = 'tkt_0b2f1c5e-7a4d-4a57-9d6b-3f1c2b7a9e10'
const msg = 'msg_4d9a6c1f-2e7b-4c53-8f0a-9b1d7e5c3a21'
const of = (messageIds: string[], recipients: string[] = []) => ticketOf(keys, { messageIds, recipients })

describe('a mail joins its ticket', () => {
  test('by the Message-ID that it answers', () => {
    const id = ticketMessageId(keys, tkt, msg)
    expect(id).toMatch(/^<t\.tkt_[\w-]+\.msg_[\w-]+\.[a-z2-7]{16}@tractops\.com>$/)
    expect(of(['<carla.1@example.com>', id])).toBe(tkt)
    expect(ownMessageId(keys, id)).toEqual({ ticketId: tkt, messageId: msg })
  })

  test('by the address that answers go to, whatever its case', () => {
    const address = replyAddress(keys, tkt)
    expect(address.split('@')[0]!.length).toBeLessThanOrEqual(64)
    expect(of([], [address])).toBe(tkt)
    expect(of([], [address.toUpperCase()])).toBe(tkt)
  })

  test('by a Message-ID whose domain was changed on its way', () => {
    expect(of([ticketMessageId(keys, tkt, msg).replace(/@.*/, '@relay.example>')])).toBe(tkt)
  })
})

describe('a mail does not join a ticket', () => {
  const id = ticketMessageId(keys, tkt, msg)
  const address = replyAddress(keys, tkt)
  test.each<[string, string[], string[]]>([
    ['by a Message-ID of another installation', [ticketMessageId(others, tkt, msg)], []],
    ['by an address of another installation', [], [replyAddress(others, tkt)]],
    ['by a signature that is cut', [id.replace(/.@/, '@')], []],
    ['by a signature of another message', [id.replace(msg, msg.replace('4d9a', '4d9b'))], []],
    ['by another ticket under the same signature', [], [address.replace('0b2f', '0b2e')]],
    [
      'by the signature of its address in a Message-ID',
      [`<t.${tkt}.${msg}.${/\.(\w+)@/.exec(address)![1]}@x>`],
      [],
    ],
    ['by nothing', [], []],
    ['by the contact address alone', [], ['contact@tractops.com', 'contact+@tractops.com']],
  ])('%s', (_, messageIds, recipients) => {
    expect(of(messageIds, recipients)).toBeNull()
  })

  test('by any made-up bytes', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        expect(of([a, `<t.${a}.${b}.${a}@x>`], [b, `contact+${a}.${b}@tractops.com`])).toBeNull()
      }),
    )
  })
})

test('a contact address that leaves no room for a ticket is what answers go to', () => {
  const contact = 'customer.support.team@tractops.com'
  expect(replyAddress({ ...keys, contact }, tkt)).toBe(contact)
})
