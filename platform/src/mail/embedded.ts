import type { Transport } from './transport.ts'

/** What stands in for a transport where none is configured: the mail is kept in the Outbox, and that is all. */
export function embeddedTransport(): Transport {
  return {
    name: 'embedded',
    send: async () => ({ response: 'recorded, not sent' }),
    close() {},
  }
}
