import { z } from '@hono/zod-openapi'
import type { MonitorConfig } from '../config/config.ts'
import { key } from '../config/fields.ts'

/** What an agent is told to do. `recheck` names what all agents shall look at again at once, since `since` (epoch ms). */
export type Assignment = {
  now: string
  agent: { id: number; name: string; region: string | null }
  /** The highest number of the agent's spool that is in the database. */
  seq: number
  version: string
  /** Null where the agent has this version already. */
  monitors: MonitorConfig[] | null
  control: string[]
  since: number
  recheck: { component: string; monitor: string }[]
}

/** What became of a batch. */
export type Taken = { now: string; seq: number; refused: { seq: number; code: string; because: string }[] }

export const MOST_RESULTS = 1_000
export const LONGEST_REASON = 300
const count = z.int().min(0)

const result = z.strictObject({
  component: key,
  monitor: key,
  atMs: z.int().min(0).max(8.64e15).openapi({ description: 'Epoch ms, by the server’s clock.' }),
  state: z.enum(['up', 'degraded', 'down']),
  reason: z
    .string()
    .max(LONGEST_REASON)
    .refine((text) => !/\p{Cc}/u.test(text), 'holds control characters.')
    .nullable(),
  latencyMs: count.max(3_600_000),
  statusCode: z.int().min(0).max(999).nullable(),
  blind: z.boolean().optional(),
})

/** Results of one spool in order, the first of them numbered `first`; and what the agent tells of itself. */
export const batchSchema = z
  .strictObject({
    spool: z.uuid(),
    first: z.int().min(1),
    results: z.array(result).max(MOST_RESULTS),
    waiting: count,
    dropped: count,
    blind: z.boolean(),
    skewMs: z.int().nullable(),
    roundTripMs: count.nullable(),
  })
  .openapi('ProbeBatch')
export type Batch = z.infer<typeof batchSchema>

export const takenSchema = z
  .object({
    now: z.string(),
    seq: count,
    refused: z.array(z.object({ seq: count, code: z.string(), because: z.string() })),
  })
  .openapi('ProbeTaken')

export const assignmentSchema = z
  .object({
    now: z.string(),
    agent: z.object({ id: count, name: z.string(), region: z.string().nullable() }),
    seq: count,
    version: z.string(),
    monitors: z.array(z.any().openapi({ type: 'object', description: 'A monitor.' })).nullable(),
    control: z.array(z.string()),
    since: z.int(),
    recheck: z.array(z.object({ component: z.string(), monitor: z.string() })),
  })
  .openapi('ProbeAssignment')

export const agentSchema = z
  .object({
    id: count,
    name: z.string(),
    region: z.string().nullable(),
    createdAt: z.string(),
    revokedAt: z.string().nullable(),
    seenAt: z.string().nullable(),
    silent: z
      .boolean()
      .openapi({ description: 'Not heard for a minute and a half, though it asks twice a minute.' }),
    skewMs: z.int().nullable(),
    roundTripMs: count.nullable(),
    waiting: count,
    dropped: count,
    blind: z.boolean(),
    refused: z.object({ count, at: z.string().nullable(), because: z.string().nullable() }),
  })
  .openapi('ProbeAgent')
