import type { Message } from './message.ts'

/**
 * A way out for mail. `send` resolves once the other side has taken the mail over, with the Message-ID that it has where that is
 * known, or throws a `MailRefused`.
 */
export type Transport = {
  name: 'smtp' | 'resend' | 'embedded'
  send(message: Message): Promise<{ response: string; messageId?: string }>
  close(): void
}

/**
 * A mail was not taken. Unless it is `permanent` it is tried again; `address` says that the recipient is what was refused,
 * which counts as a bounce. Whatever is about us (a wrong password, a sender refused) is for an operator to mend, and tried
 * again until then.
 */
export class MailRefused extends Error {
  readonly permanent: boolean
  readonly address: boolean

  constructor(response: string, { permanent, address = false }: { permanent: boolean; address?: boolean }) {
    super(said(response))
    this.name = 'MailRefused'
    this.permanent = permanent
    this.address = address
  }
}

const longestSaying = 500

/** What the other side said, on one line. */
export const said = (text: string): string =>
  text
    .replaceAll(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, longestSaying)
