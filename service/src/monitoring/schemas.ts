import { z } from '@hono/zod-openapi'

const instant = z.string().openapi({ description: 'RFC 3339, UTC.', example: '2026-11-24T18:00:00Z' })
const state = z.enum(['up', 'degraded', 'down', 'unmeasured'])

export const componentSchema = z
  .object({ key: z.string(), name: z.string(), critical: z.boolean(), state })
  .openapi('Component')

export const intervalSchema = z
  .object({ state, start: instant, end: instant.nullable(), cause: z.string().optional() })
  .openapi('Interval')
