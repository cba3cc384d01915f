import { randomUUID } from 'node:crypto'
import { type Ctx, mailLayout, type Queue, queueMail } from '@tractops/platform'
import { hashOfToken, newToken } from '../../accounts/index.ts'
import { signInLink } from '../links.ts'
import { readerLink } from '../tables.ts'
import { readerAt } from './reader.ts'

export const SIGN_IN_MAIL = 'portal.sign-in'
const GOOD_FOR_MINUTES = 15

export type LinkDeps = { queue: Queue; url: string }

/**
 * Mails a link that signs in, once and within 15 minutes, to an address that may read; to any other nothing is sent. Carried out
 * by a job, so that whoever asked learns nothing from how long the answer took.
 */
export async function sendLink(
  ctx: Ctx,
  { email, target }: { email: string; target: string },
  deps: LinkDeps,
): Promise<void> {
  if ((await readerAt(ctx, email)) === null) return
  const token = newToken()
  const id = `rdl_${randomUUID()}`
  await ctx.tx.insert(readerLink).values({
    id,
    tokenHash: hashOfToken(token),
    email,
    target,
    createdAt: ctx.now,
    expiresAt: ctx.now.add({ minutes: GOOD_FOR_MINUTES }),
  })
  const { text, html } = mailLayout({
    title: 'Sign in to your questions',
    paragraphs: [
      `Somebody, most likely you, asked to sign in with this address. The link works once, within ${GOOD_FOR_MINUTES} minutes.`,
    ],
    button: { label: 'Sign in', url: signInLink(deps, token) },
    footer: 'Nobody gets in without this link. If it was not you who asked, leave this mail alone.',
  })
  await queueMail(ctx, deps.queue, {
    kind: SIGN_IN_MAIL,
    ref: id,
    to: email,
    subject: 'Your link to sign in',
    text,
    html,
    headers: { 'Auto-Submitted': 'auto-generated' },
    idempotencyKey: `${SIGN_IN_MAIL}/${id}`,
  })
}

/** What is kept of such a mail once it has gone out. */
export const forgottenText = (url: string): string =>
  `This mail held a link that signed in once. The link is not kept; ask for another one at ${url}/portal.`
