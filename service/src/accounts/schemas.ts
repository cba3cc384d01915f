import { z } from '@hono/zod-openapi'
import { actorSchema, roles } from '@tractops/platform'

const instant = z.string().openapi({ description: 'RFC 3339, UTC.', example: '2026-11-24T18:00:00Z' })
export const role = z.enum(roles).openapi('Role')

export const meSchema = z
  .object({
    kind: z.enum(['person', 'key']),
    id: z.string(),
    name: z.string(),
    role,
    email: z.string().optional(),
    session: z
      .object({
        id: z.string(),
        verifiedBy: z.enum(['password', 'totp', 'backup_code', 'passkey']),
        totp: z.boolean(),
        passkeys: z.int(),
        needsSecondFactor: z.boolean().openapi({
          description: 'True: nothing but the enrolment of a second factor is open yet.',
        }),
      })
      .optional(),
  })
  .openapi('Me')

export const sessionSchema = z
  .object({
    id: z.string(),
    current: z.boolean(),
    verifiedBy: z.enum(['password', 'totp', 'backup_code', 'passkey']),
    address: z.string().nullable(),
    browser: z.string().nullable(),
    createdAt: instant,
    usedAt: instant,
    expiresAt: instant,
  })
  .openapi('Session')

export const personSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    email: z.string(),
    role,
    totp: z.boolean(),
    passkeys: z.int(),
    createdAt: instant,
    seenAt: instant.nullable(),
  })
  .openapi('Person')

export const invitationSchema = z
  .object({
    id: z.string(),
    email: z.string().nullable(),
    name: z.string().nullable(),
    role,
    createdAt: instant,
    createdBy: z.string(),
    expiresAt: instant,
  })
  .openapi('Invitation')

export const invitedSchema = z
  .object({
    id: z.string(),
    link: z.string().openapi({ description: 'Shown this once; opens for 72 hours, and works once.' }),
    expiresAt: instant,
  })
  .openapi('Invited')

export const keySchema = z
  .object({
    id: z.string(),
    name: z.string(),
    role,
    createdAt: instant,
    createdBy: z.string(),
    revokedAt: instant.nullable(),
  })
  .openapi('Key')

export const madeKeySchema = z
  .object({ id: z.string(), key: z.string().openapi({ description: 'Shown this once.' }) })
  .openapi('MadeKey')

export const auditSchema = z
  .object({
    seq: z.int(),
    at: instant,
    actor: actorSchema,
    action: z.string(),
    subject: z.string(),
    detail: z.unknown(),
    hash: z.string(),
  })
  .openapi('AuditEntry')

export const verdictSchema = z
  .object({
    verified: z.boolean(),
    entries: z.int(),
    head: z.string().optional(),
    seq: z.int().optional(),
    because: z.string().optional(),
  })
  .openapi('AuditVerdict')
