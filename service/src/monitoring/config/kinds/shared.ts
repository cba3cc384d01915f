import * as z from 'zod'
import { duration } from '../fields.ts'
import { object } from '../object.ts'

/** The version of IP to connect by; null: whichever the host has. */
export type Family = 4 | 6 | null

export const family = z
  .union([z.literal(4), z.literal(6)], 'is not a version of IP; write 4 or 6, or leave it out.')
  .optional()
  .meta({ description: 'Connects by this version of IP only.' })

export const latency = duration({ min: '1ms', max: '5m' }).optional().meta({
  description: 'A slower answer is degraded.',
})

export const tlsDaysLeft = z.int().min(0).max(365).optional().meta({
  description: 'Fewer days on the certificate is degraded.',
})

export const ca = z.string().min(1).meta({
  description: 'A PEM file of the private authority to trust, instead of the public ones, or its text.',
})

export const trust = object({ ca }).optional()

export const port = z.int().min(1).max(65_535)

/** A host name or an address, without a scheme, port or path. */
export const host = z
  .string()
  .max(253)
  .refine(
    (text) =>
      URL.parse(`http://${text.includes(':') ? `[${text}]` : text}/`)?.pathname === '/' &&
      !/[@/?#\s[\]]/.test(text),
    'is not a host; write a name such as db.example.com, or an address.',
  )
