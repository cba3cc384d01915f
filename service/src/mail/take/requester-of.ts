import { isMailAddress } from '@tractops/platform'
import type { ParsedMail } from '../parse/parsed-mail.ts'

/**
 * Who asks: From, as people know it. Only where From takes no answers, such as that of a form, is it whoever answers are to go to;
 * else a stranger could write in a customer's name and have the answer.
 */
export function requesterOf(
  { from, replyTo }: Pick<ParsedMail, 'from' | 'replyTo'>,
  envelopeFrom: string,
): { name: string; email: string | null } {
  const takesNone = /^(no-?reply|do-?not-?reply|mailer-daemon)\b/.test(from?.address ?? '')
  const who = takesNone && replyTo !== null && isMailAddress(replyTo.address) ? replyTo : from
  if (who !== null && isMailAddress(who.address)) return { name: who.name, email: who.address }
  const email = isMailAddress(envelopeFrom) ? envelopeFrom : null
  return { name: who?.name ?? '', email }
}
