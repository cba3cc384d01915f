import { z } from 'zod'

/** What a key or a person may do, weakest first; each role includes the ones before it. */
export const roles = ['viewer', 'agent', 'lead', 'admin'] as const
export type Role = (typeof roles)[number]

/** True when `held` includes everything that `needed` allows. */
export const roleAllows = (held: Role, needed: Role): boolean => roles.indexOf(held) >= roles.indexOf(needed)

/** Who did it: kept beside every audit entry. */
export const actorSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('person'), id: z.string(), name: z.string() }),
  z.strictObject({ kind: z.literal('key'), id: z.string(), name: z.string(), role: z.enum(roles) }),
  /** Somebody outside who showed that an address is theirs: the id of a contact, or that address. */
  z.strictObject({ kind: z.literal('reader'), id: z.string(), name: z.string() }),
  z.strictObject({ kind: z.literal('system'), name: z.string() }),
])
export type Actor = z.infer<typeof actorSchema>
