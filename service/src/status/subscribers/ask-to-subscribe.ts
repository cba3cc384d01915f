import { AppError, type Ctx, isMailAddress, mailLayout, type Queue, queueMail } from '@tractops/platform'
import { eq } from 'drizzle-orm'
import { texts } from '../html/texts.ts'
import { manageUrl } from './links.ts'
import { subscriber } from './tables.ts'
import { signToken } from './token.ts'

/** What mails of this room need to know: the key that signs links, and where people reach us, without a slash at its end. */
export type SubscriberDeps = { queue: Queue; secretKey: string; url: string; zone: string; from: string }

const GOOD_FOR_MS = 48 * 3_600_000

/**
 * Sends a link to an address; only who can read its mail can confirm. An address that is subscribed already is sent the way
 * to its subscription instead, and whoever asked is told the same.
 *
 * @throws AppError `address_invalid`.
 */
export async function askToSubscribe(
  ctx: Ctx,
  input: { email: string; components: readonly string[] },
  deps: SubscriberDeps,
): Promise<void> {
  const email = input.email.trim().toLowerCase()
  if (!isMailAddress(email))
    throw new AppError('address_invalid', 400, texts.subscribe.addressInvalid, { path: 'email' })
  const [known] = await ctx.tx.select().from(subscriber).where(eq(subscriber.email, email))
  const active = known !== undefined && known.suspendedAt === null
  const words = active ? texts.subscribe.knownMail : texts.subscribe.confirmMail
  const until = ctx.now.epochMilliseconds + GOOD_FOR_MS
  const token = signToken(deps.secretKey, 'confirm', { email, components: [...input.components], until })
  const url = active ? manageUrl(deps, known.id) : `${deps.url}/status/subscribe/confirm/${token}`
  const { text, html } = mailLayout({
    title: words.title,
    paragraphs: [words.body],
    button: { label: words.button, url },
    footer: texts.subscribe.askedFooter,
  })
  await queueMail(ctx, deps.queue, {
    kind: 'subscription.ask',
    ref: email,
    to: email,
    subject: words.subject,
    text,
    html,
    headers: { 'Auto-Submitted': 'auto-generated' },
    idempotencyKey: `subscription.ask/${email}/${ctx.now.epochMilliseconds}`,
  })
}
