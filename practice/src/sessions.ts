import { randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { Problem } from './problem.ts'

const MOST = 1_000
const newToken = () => randomBytes(18).toString('base64url')

/**
 * Who is signed in, in memory. The sign-in page holds a token that its form must send back, and a session is a cookie, as in
 * an application that matters; anybody who asks is Carla.
 */
export class Sessions {
  readonly #forms = new Set<string>()
  readonly #sessions = new Set<string>()

  /** A token for one form. */
  formToken(): string {
    return added(this.#forms, newToken())
  }

  /** The cookie of a new session, for a form that was sent with its token; once for each token. */
  signIn(form: string): string {
    const token = new URLSearchParams(form).get('token') ?? ''
    if (!this.#forms.delete(token)) {
      throw new Problem(
        403,
        'form_unknown',
        'This form was not made here, or was sent already. Open /sign-in again.',
      )
    }
    return `session=${added(this.#sessions, newToken())}; Path=/; HttpOnly; SameSite=Lax`
  }

  isSignedIn(request: IncomingMessage): boolean {
    const cookie = /(?:^|;\s*)session=([\w-]+)/.exec(request.headers.cookie ?? '')?.[1]
    return cookie !== undefined && this.#sessions.has(cookie)
  }
}

/** Adds to a set that keeps the latest 1000. */
function added(set: Set<string>, value: string): string {
  set.add(value)
  if (set.size > MOST) set.delete(set.values().next().value!)
  return value
}
