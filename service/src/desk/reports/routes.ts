import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import { createRoutes, type HttpEnv, inTransaction, json, type Platform, problems } from '@tractops/platform'
import type { Policy } from '@tractops/sla'
import { requireRole } from '../../accounts/index.ts'
import { reportCsv } from './report-csv.ts'
import { responseReport } from './response-report.ts'

const attainment = {
  met: z.int(),
  breached: z.int(),
  waiting: z.int(),
  percent: z
    .string()
    .nullable()
    .openapi({ description: 'In time, of those decided; four decimals, truncated.' }),
}
const length = z.number().nullable().openapi({ description: 'In ms, as the severity is counted.' })
const figures = {
  ...attainment,
  bySeverity: z.array(
    z.object({
      ...{
        severity: z.enum(['P1', 'P2', 'P3', 'P4']),
        counted: z.enum(['elapsed', 'business']),
        ...attainment,
      },
      ...{ medianMs: length, p90Ms: length, worstMs: length },
    }),
  ),
}
const named = z.array(z.object({ id: z.string(), name: z.string().nullable(), ...figures }))
const reportSchema = z
  .object({
    ...{ from: z.string(), to: z.string(), zone: z.string(), all: z.object(figures) },
    spam: z.int().openapi({
      description:
        'How many of them were closed as spam. The agreement excludes none, so all figures count them.',
    }),
    withoutSpam: z.object(attainment),
    months: z.array(z.object({ month: z.string().openapi({ example: '2026-11' }), ...figures })),
    ...{ teams: named, people: named },
  })
  .openapi('ResponseReport')

const date = z.string().max(10).optional()
const guarded = {
  security: [{ key: [] }],
  middleware: requireRole('viewer'),
  request: {
    query: z.object({
      from: date.openapi({
        description: 'The first date; without it, of that month.',
        example: '2026-11-01',
      }),
      to: date.openapi({ description: 'The last date, included; without it, today.', example: '2026-11-30' }),
    }),
  },
}
const report = createRoute({
  ...guarded,
  method: 'get',
  path: '/api/v1/reports/response',
  summary: 'How first responses kept their targets: by severity, month, team and person',
  responses: { 200: json(reportSchema, 'The report.'), ...problems(400, 401, 403) },
})
const csv = createRoute({
  ...guarded,
  method: 'get',
  path: '/api/v1/reports/response.csv',
  summary: 'The same as a table',
  responses: {
    200: { description: 'The table.', content: { 'text/csv': { schema: z.string() } } },
    ...problems(400, 401, 403),
  },
})

/** Reports on first responses, for staff. */
export function reportRoutes(
  p: Pick<Platform, 'db' | 'clock'>,
  desk: { policies: readonly Policy[] },
): OpenAPIHono<HttpEnv> {
  const routes = createRoutes()
  routes.openapi(report, async (c) => {
    const asked = c.req.valid('query')
    return c.json(await inTransaction(p, c.get('actor'), (ctx) => responseReport(ctx, desk, asked)), 200)
  })
  routes.openapi(csv, async (c) => {
    const asked = c.req.valid('query')
    const made = await inTransaction(p, c.get('actor'), (ctx) => responseReport(ctx, desk, asked))
    const name = `first-responses-${made.from}-to-${made.to}.csv`
    return c.body(reportCsv(made), 200, {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${name}"`,
    })
  })
  return routes
}
