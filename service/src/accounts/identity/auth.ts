import { randomUUID } from 'node:crypto'
import { passkey } from '@better-auth/passkey'
import type { Platform } from '@tractops/platform'
import { drizzleAdapter } from 'better-auth/adapters/drizzle'
import { APIError } from 'better-auth/api'
import { betterAuth } from 'better-auth/minimal'
import { twoFactor } from 'better-auth/plugins/two-factor'
import { eq } from 'drizzle-orm'
import {
  type Proof,
  person,
  personCredential,
  personPasskey,
  personSession,
  personTotp,
  personVerification,
} from '../tables.ts'
import { longestPassword, shortestPassword } from './password.ts'
import { hasPasskey } from './second-factor.ts'
import { ADDRESS_HEADER, secretOf } from './secret.ts'

/** A session that nobody used for so long has ended. */
const IDLE_S = 12 * 3_600
/** How often, at most, a used session is prolonged. */
const PROLONG_S = 15 * 60
/** A new passkey or TOTP needs a session not older than this. */
const FRESH_S = 3_600

const PREFIX: Record<string, string> = { user: 'per', session: 'ses', passkey: 'pky' }
const PROOFS: Record<string, Proof> = {
  '/two-factor/verify-totp': 'totp',
  '/two-factor/verify-backup-code': 'backup_code',
  '/passkey/verify-authentication': 'passkey',
}

/**
 * Passwords, TOTP, passkeys and sessions, kept by better-auth on our tables, for people who reach us at `origin`. Sign-up is
 * closed, and of its addresses only those of identity/routes.ts are open. It reads the clock itself, the one part that does.
 */
export function createAuth(p: Pick<Platform, 'db' | 'config' | 'log'>, origin: string) {
  return betterAuth({
    appName: 'TractOps',
    baseURL: origin,
    basePath: '/api/auth',
    secret: secretOf(p),
    database: drizzleAdapter(p.db, {
      provider: 'pg',
      schema: {
        user: person,
        session: personSession,
        account: personCredential,
        verification: personVerification,
        twoFactor: personTotp,
        passkey: personPasskey,
      },
    }),
    user: { additionalFields: { role: { type: 'string', required: true, input: false } } },
    session: {
      expiresIn: IDLE_S,
      updateAge: PROLONG_S,
      freshAge: FRESH_S,
      additionalFields: {
        verifiedBy: { type: 'string', required: true, input: false, defaultValue: 'password' },
      },
    },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: shortestPassword,
      maxPasswordLength: longestPassword,
    },
    plugins: [
      twoFactor({ issuer: 'TractOps' }),
      passkey({
        rpName: 'TractOps',
        rpID: new URL(origin).hostname,
        origin,
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
        registration: { afterVerification: ({ verification }) => proven(verification.registrationInfo) },
        authentication: { afterVerification: ({ verification }) => proven(verification.authenticationInfo) },
      }),
    ],
    databaseHooks: {
      session: {
        create: {
          before: async (session, context) => {
            const verifiedBy = PROOFS[context?.path ?? ''] ?? kept(context)
            if (context?.path === '/sign-in/email') await refusePasswordAlone(p, session.userId)
            return { data: { ...session, verifiedBy } }
          },
        },
      },
    },
    advanced: {
      cookiePrefix: 'tractops',
      useSecureCookies: origin.startsWith('https:'),
      disableOriginCheck: false,
      disableCSRFCheck: false,
      ipAddress: { ipAddressHeaders: [ADDRESS_HEADER] },
      database: {
        generateId: ({ model }) => `${PREFIX[model] ?? 'idn'}_${randomUUID()}`,
      },
    },
    // Counted in front of it, by the limiter that counts everything else.
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: { level: 'error', log: (level, message) => p.log[level]({ of: 'identity' }, message) },
  })
}

export type Auth = ReturnType<typeof createAuth>

/** A passkey stands for a password and a second factor only where the device made sure of its owner. */
function proven(said: { userVerified: boolean } | undefined): Promise<void> {
  if (!said?.userVerified) throw new Error('the device did not verify its owner')
  return Promise.resolve()
}

/** A session that takes the place of another one (after a change of the password) proves as much as that did. */
function kept(context: { context: { session: { session: Record<string, unknown> } | null } } | null): Proof {
  return (context?.context.session?.session.verifiedBy as Proof | undefined) ?? 'password'
}

/** The password of one who has a passkey and no TOTP proves too little. */
async function refusePasswordAlone({ db }: Pick<Platform, 'db'>, personId: string): Promise<void> {
  const [found] = await db.select().from(person).where(eq(person.id, personId))
  if (found?.twoFactorEnabled === false && (await hasPasskey(db, personId)))
    throw new APIError('FORBIDDEN', { code: 'PASSKEY_NEEDED', message: 'Sign in with your passkey.' })
}
