import { type Actor, instant, type Role } from '@tractops/platform'
import { boolean, index, integer, jsonb, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core'

/** The library that keeps identities speaks of `Date`; see docs/decisions/080-identity-by-a-library.md. */
const date = (name: string) => timestamp(name, { mode: 'date', precision: 3, withTimezone: true })

/** Keys of programs. The key itself is shown once and never kept: only its SHA-256, in hex. */
export const apiKey = pgTable('api_key', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  role: text('role').$type<Role>().notNull(),
  hash: text('hash').notNull().unique(),
  createdAt: instant('created_at').notNull(),
  createdBy: jsonb('created_by').$type<Actor>().notNull(),
  revokedAt: instant('revoked_at'),
  revokedBy: jsonb('revoked_by').$type<Actor>(),
})

/** People on staff. `email` is in lower case. One who is removed leaves the table; the audit chain keeps the name. */
export const person = pgTable(
  'person',
  {
    id: text('id').primaryKey(),
    name: text('name').notNull(),
    email: text('email').notNull().unique(),
    emailVerified: boolean('email_verified').notNull(),
    image: text('image'),
    role: text('role').$type<Role>().notNull(),
    /** True once a TOTP secret was confirmed with a code. */
    twoFactorEnabled: boolean('two_factor_enabled').notNull(),
    createdAt: date('created_at').notNull(),
    updatedAt: date('updated_at').notNull(),
  },
  (t) => [index('person_name').on(t.name, t.id), index('person_role').on(t.role)],
)

const personId = (name = 'person_id') =>
  text(name)
    .notNull()
    .references(() => person.id, { onDelete: 'cascade' })

/** How somebody proved who they are: a session by `password` alone opens nothing but the enrolment of a second factor. */
export type Proof = 'password' | 'totp' | 'backup_code' | 'passkey'

/** Sessions of the console. The cookie holds the token signed with SECRET_KEY, so a token read here opens nothing. */
export const personSession = pgTable(
  'person_session',
  {
    id: text('id').primaryKey(),
    userId: personId(),
    token: text('token').notNull().unique(),
    verifiedBy: text('verified_by').$type<Proof>().notNull(),
    ipAddress: text('ip_address'),
    userAgent: text('user_agent'),
    expiresAt: date('expires_at').notNull(),
    createdAt: date('created_at').notNull(),
    updatedAt: date('updated_at').notNull(),
  },
  (t) => [
    index('person_session_person').on(t.userId, t.createdAt),
    index('person_session_expires').on(t.expiresAt),
  ],
)

/** Passwords, as the library's scrypt hashes. The columns of other providers are there for the library and stay empty. */
export const personCredential = pgTable(
  'person_credential',
  {
    id: text('id').primaryKey(),
    userId: personId(),
    accountId: text('account_id').notNull(),
    providerId: text('provider_id').notNull(),
    password: text('password'),
    accessToken: text('access_token'),
    refreshToken: text('refresh_token'),
    idToken: text('id_token'),
    accessTokenExpiresAt: date('access_token_expires_at'),
    refreshTokenExpiresAt: date('refresh_token_expires_at'),
    scope: text('scope'),
    createdAt: date('created_at').notNull(),
    updatedAt: date('updated_at').notNull(),
  },
  (t) => [index('person_credential_person').on(t.userId)],
)

/** What the library has to remember for minutes: challenges, and sign-ins that wait for their second factor. */
export const personVerification = pgTable(
  'person_verification',
  {
    id: text('id').primaryKey(),
    identifier: text('identifier').notNull(),
    value: text('value').notNull(),
    expiresAt: date('expires_at').notNull(),
    createdAt: date('created_at').notNull(),
    updatedAt: date('updated_at').notNull(),
  },
  (t) => [
    index('person_verification_identifier').on(t.identifier),
    index('person_verification_expires').on(t.expiresAt),
  ],
)

/** TOTP secrets and backup codes, encrypted with SECRET_KEY by the library. */
export const personTotp = pgTable(
  'person_totp',
  {
    id: text('id').primaryKey(),
    userId: personId(),
    secret: text('secret').notNull(),
    backupCodes: text('backup_codes').notNull(),
    verified: boolean('verified'),
    failedVerificationCount: integer('failed_verification_count'),
    lockedUntil: date('locked_until'),
  },
  (t) => [index('person_totp_person').on(t.userId)],
)

/** Passkeys: their public keys. */
export const personPasskey = pgTable(
  'person_passkey',
  {
    id: text('id').primaryKey(),
    userId: personId(),
    name: text('name'),
    credentialID: text('credential_id').notNull().unique(),
    publicKey: text('public_key').notNull(),
    counter: integer('counter').notNull(),
    deviceType: text('device_type').notNull(),
    backedUp: boolean('backed_up').notNull(),
    transports: text('transports'),
    aaguid: text('aaguid'),
    createdAt: date('created_at'),
  },
  (t) => [index('person_passkey_person').on(t.userId)],
)

/** Invitations. The token in the link is shown once; its SHA-256 is kept. Without an address it is a link for an admin. */
export const invitation = pgTable(
  'invitation',
  {
    id: text('id').primaryKey(),
    tokenHash: text('token_hash').notNull().unique(),
    email: text('email'),
    name: text('name'),
    role: text('role').$type<Role>().notNull(),
    createdAt: instant('created_at').notNull(),
    createdBy: jsonb('created_by').$type<Actor>().notNull(),
    expiresAt: instant('expires_at').notNull(),
    acceptedAt: instant('accepted_at'),
    /** Who came of it; no reference, as people may be removed. */
    acceptedBy: text('accepted_by'),
    withdrawnAt: instant('withdrawn_at'),
    withdrawnBy: jsonb('withdrawn_by').$type<Actor>(),
  },
  (t) => [index('invitation_created').on(t.createdAt, t.id), index('invitation_email').on(t.email)],
)

/** Failed sign-ins that wait to be told to the audit chain, counted: a row for each person (or 'unknown') and way. */
export const signInFailure = pgTable(
  'sign_in_failure',
  {
    subject: text('subject').notNull(),
    way: text('way').notNull(),
    count: integer('count').notNull(),
    firstAt: instant('first_at').notNull(),
    lastAt: instant('last_at').notNull(),
    lastAddress: text('last_address').notNull(),
  },
  (t) => [primaryKey({ columns: [t.subject, t.way] }), index('sign_in_failure_first').on(t.firstAt)],
)
