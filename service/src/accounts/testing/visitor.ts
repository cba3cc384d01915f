import { createOTP } from '@better-auth/utils/otp'
import { inTransaction, type Role } from '@tractops/platform'
import { acceptInvitation } from '../people/accept-invitation.ts'
import { invite } from '../people/invite.ts'

type Platform = Parameters<typeof inTransaction>[0]
type App = { request(path: string, init?: RequestInit): Response | Promise<Response> }

export const PASSWORD = 'seven quiet herons'

/** A browser with a cookie jar that shows `app` the headers of a page of the console. */
export class Visitor {
  readonly cookies = new Map<string, string>()
  readonly #app: App
  /** Sent with every request. */
  headers: Record<string, string> = { 'x-tractops-console': '1', origin: 'http://localhost' }

  constructor(app: App) {
    this.#app = app
  }

  async ask(method: string, path: string, body?: unknown) {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await this.#app.request(`http://localhost${path}`, {
      method,
      headers: {
        ...this.headers,
        ...(cookie === '' ? {} : { cookie }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!
      if (value === '' || /max-age=0/i.test(line)) this.cookies.delete(name!)
      else this.cookies.set(name!, value!)
    }
    const text = await response.text()
    // biome-ignore lint/suspicious/noExplicitAny: what tests look into is of every shape.
    const answer: any = text.startsWith('{') || text.startsWith('[') ? JSON.parse(text) : text
    return { status: response.status, headers: response.headers, body: answer }
  }

  password(email: string, password = PASSWORD) {
    return this.ask('POST', '/api/auth/sign-in/email', { email, password })
  }

  /** Sets up an authenticator app; resolves to its secret and the backup codes. */
  async enrolTotp(password = PASSWORD): Promise<{ secret: string; backupCodes: string[] }> {
    const { body } = await this.ask('POST', '/api/auth/two-factor/enable', { password })
    const secret = secretIn(body.totpURI)
    await this.ask('POST', '/api/auth/two-factor/verify-totp', { code: await codeOf(secret) })
    return { secret, backupCodes: body.backupCodes }
  }
}

/** The code that an authenticator app shows now. */
export const codeOf = (secret: string): Promise<string> => createOTP(secret).totp()

/** The secret in the address that a QR code shows. */
export function secretIn(totpUri: string): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  const bits = [...new URL(totpUri).searchParams.get('secret')!]
    .map((sign) => letters.indexOf(sign).toString(2).padStart(5, '0'))
    .join('')
  return bits
    .match(/.{8}/g)!
    .map((byte) => String.fromCharCode(Number.parseInt(byte, 2)))
    .join('')
}

/** Somebody on staff, by an invitation that was accepted; not signed in anywhere. */
export async function hire(p: Platform, role: Role, name: string): Promise<{ id: string; email: string }> {
  const email = `${name.toLowerCase()}@tractops.example`
  const made = await inTransaction(p, { kind: 'system', name: 'test' }, async (ctx) => {
    const { token } = await invite(ctx, { email, name, role })
    return acceptInvitation(ctx, { token, name, password: PASSWORD })
  })
  return made
}

/** Somebody on staff whose browser is signed in with password and TOTP. */
export async function signedIn(p: Platform, app: App, role: Role, name: string): Promise<Visitor> {
  const { email } = await hire(p, role, name)
  const visitor = new Visitor(app)
  await visitor.password(email)
  await visitor.enrolTotp()
  return visitor
}
