import { z } from '@hono/zod-openapi'

const instant = z.string().openapi({ description: 'RFC 3339, UTC.', example: '2026-11-24T18:00:00Z' })
const ms = z.int().min(0)

/** UPTIME: all lengths in real elapsed ms; `uptime` is truncated to four decimals, so that 99.4999 never reads 99.5. */
export const uptimeSchema = z
  .object({
    periodMs: ms,
    measuredMs: ms,
    downMs: ms,
    excludedDownMs: ms,
    countedDownMs: ms,
    unsettledMs: ms,
    uptime: z.string().nullable().openapi({ example: '99.4213' }),
    creditPercent: z.number().nullable().openapi({ description: 'Null while anything is unsettled.' }),
    exclusions: z.array(
      z.object({
        kind: z.enum(['maintenance', 'vendor', 'force_majeure']),
        start: instant,
        end: instant,
        accepted: z.boolean(),
        because: z.string(),
        usedMs: ms,
      }),
    ),
  })
  .openapi('Uptime')

const interval = { start: instant, end: instant }

/** What `sla uptime` takes: the same figure follows from it, on anybody's machine. */
export const uptimeInputSchema = z
  .object({
    period: z.object(interval),
    down: z.array(z.object({ ...interval, cause: z.string().optional() })),
    unmeasured: z.array(z.object({ ...interval, settled: z.enum(['up', 'down']).optional() })),
    maintenance: z.array(
      z.object({ ...interval, publishedAt: instant.nullable(), emailedAt: instant.nullable() }),
    ),
    vendorOutages: z.array(
      z.object({
        ...interval,
        vendor: z.string(),
        component: z.string().optional(),
        status: z.enum(['major_outage', 'partial_outage', 'degraded_performance', 'under_maintenance']),
      }),
    ),
    forceMajeure: z.array(z.object({ ...interval, declaredBy: z.string(), publishedAt: instant })),
  })
  .openapi('UptimeInput')
