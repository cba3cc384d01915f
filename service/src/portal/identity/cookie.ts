import type { HttpEnv } from '@tractops/platform'
import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { originOf } from '../../accounts/index.ts'
import { hoursOf, IDLE_DAYS } from './open-session.ts'

const NAME = 'tractops.reader'

export const shownToken = (c: Context<HttpEnv>): string | null => getCookie(c, NAME) ?? null

/** Leaves a session's token with the browser, out of reach of scripts, of other sites' forms and of every other page here. */
export function leaveToken(c: Context<HttpEnv>, token: string): void {
  setCookie(c, NAME, token, { ...where(c), maxAge: hoursOf(IDLE_DAYS).hours * 3_600 })
}

export function dropToken(c: Context<HttpEnv>): void {
  deleteCookie(c, NAME, where(c))
}

const where = (c: Context<HttpEnv>) => ({
  httpOnly: true,
  sameSite: 'Lax' as const,
  secure: originOf(c.get('platform'), c).startsWith('https:'),
  path: '/portal',
})
