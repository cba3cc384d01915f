import { createHmac, timingSafeEqual } from 'node:crypto'
import { type HttpEnv, type LimitPolicy, type Platform, remoteAddress } from '@tractops/platform'
import { eq } from 'drizzle-orm'
import type { Context } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { person } from '../tables.ts'
import { originOf } from './auth-of.ts'
import { secretOf } from './secret.ts'

const perAddress: LimitPolicy = { name: 'sign-in', quota: 60, windowMs: 5 * 60_000 }
const perPersonHere: LimitPolicy = { name: 'sign-in-person', quota: 10, windowMs: 15 * 60_000 }
const perPersonFromStrangers: LimitPolicy = { name: 'sign-in-strangers', quota: 50, windowMs: 60 * 60_000 }
const COOKIE = 'tractops.device'
const KEPT_S = 180 * 24 * 3_600

/**
 * Counts an attempt to sign in, or throws 429. Guesses from many addresses at one person are stopped as well, but never for
 * a browser from which that person has signed in before (it has a cookie that says so): nobody is locked out by a stranger.
 */
export async function countSignIn(c: Context<HttpEnv>, email: string | null): Promise<void> {
  const limiter = c.get('limiter')
  const address = remoteAddress(c)
  limiter.take(address, perAddress)
  if (email === null) return
  const known = await isKnownDevice(c, email)
  limiter.take(`${email} ${known ? 'known' : address}`, perPersonHere)
  if (!known) limiter.take(email, perPersonFromStrangers)
}

/** Leaves the cookie by which this browser is known for this person's sign-ins. It opens nothing. */
export function rememberDevice(c: Context<HttpEnv>, personId: string): void {
  const p = c.get('platform')
  setCookie(c, COOKIE, markOf(p, personId), {
    httpOnly: true,
    sameSite: 'Lax',
    secure: originOf(p, c).startsWith('https:'),
    path: '/api/auth',
    maxAge: KEPT_S,
  })
}

async function isKnownDevice(c: Context<HttpEnv>, email: string): Promise<boolean> {
  const given = getCookie(c, COOKIE)
  if (given === undefined) return false
  const p = c.get('platform')
  const [found] = await p.db.select({ id: person.id }).from(person).where(eq(person.email, email))
  if (!found) return false
  const [shown, right] = [Buffer.from(given), Buffer.from(markOf(p, found.id))]
  return shown.length === right.length && timingSafeEqual(shown, right)
}

const markOf = (p: Pick<Platform, 'config'>, personId: string): string =>
  createHmac('sha256', secretOf(p)).update(`device ${personId}`).digest('base64url')
