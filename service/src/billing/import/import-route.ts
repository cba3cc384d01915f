import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import { createRoutes, type HttpEnv, inTransaction, json, type Platform, problems } from '@tractops/platform'
import { requireRole } from '../../accounts/index.ts'
import { type Import, importCustomers } from './import-customers.ts'
import type { PlannedRow } from './plan-import.ts'
import { MOST_ROWS } from './read-csv.ts'

/** So many rows are told one by one; the figures are of all. */
const MOST_TOLD = 1_000
const cell = z.string().nullable()
const count = z.int().min(0)

const importSchema = z
  .object({
    applied: z.boolean().openapi({ description: 'False for a dry run, which changes nothing.' }),
    encoding: z.enum(['UTF-8', 'Latin-1']),
    delimiter: z.string(),
    rows: count,
    created: count,
    changed: count,
    same: count,
    refused: count,
    items: z
      .array(
        z.object({
          line: z.int(),
          externalId: z.string(),
          name: z.string(),
          outcome: z.enum(['new', 'changed', 'same', 'refused']),
          changes: z.array(z.object({ field: z.string(), from: cell, to: cell })),
          errors: z.array(z.object({ column: z.string(), message: z.string() })),
        }),
      )
      .openapi({ description: `What is refused first, then what changes; ${MOST_TOLD} at most.` }),
  })
  .openapi('CustomerImport')

const route = createRoute({
  method: 'post',
  path: '/api/v1/customers/import',
  summary: 'Enter customers from a CSV file, all of it or nothing',
  description: [
    `The file as a spreadsheet writes it: UTF-8 or Latin-1, commas, semicolons or tabs, ${MOST_ROWS} rows at most. Its first line names`,
    'the columns: `external id` (by which a customer is known again), `name`, `plan`, `billing`, `units`, `start`, `end`, `discount`, and for',
    'each contact `contact name`, `contact email`, `contact role`, then `contact 2 name` and so on. Headings such as `homes` for units are understood. A',
    'column that is not there leaves what is known as it is. With `dryRun=true` nothing is changed, and the answer says what would be.',
  ].join(' '),
  security: [{ key: [] }],
  middleware: requireRole('lead'),
  request: {
    query: z.object({ dryRun: z.enum(['true', 'false']).default('false') }),
    body: { required: true, content: { 'text/csv': { schema: z.string() } } },
  },
  responses: {
    200: json(importSchema, 'What was entered, or would be.'),
    ...problems(400, 401, 403, 409, 413),
  },
})

/** `POST /api/v1/customers/import`. */
export function importRoute(p: Pick<Platform, 'db' | 'clock'>): OpenAPIHono<HttpEnv> {
  const routes = createRoutes()
  routes.openapi(route, async (c) => {
    const bytes = new Uint8Array(await c.req.arrayBuffer())
    const dryRun = c.req.valid('query').dryRun === 'true'
    const done = await inTransaction(p, c.get('actor'), (ctx) => importCustomers(ctx, { bytes, dryRun }))
    return c.json(importJson(done), 200)
  })
  return routes
}

const ORDER: PlannedRow['outcome'][] = ['refused', 'changed', 'new', 'same']

function importJson({ encoding, delimiter, rows, applied }: Import): z.output<typeof importSchema> {
  const count = (outcome: PlannedRow['outcome']) => rows.filter((row) => row.outcome === outcome).length
  const told = ORDER.flatMap((outcome) => rows.filter((row) => row.outcome === outcome)).slice(0, MOST_TOLD)
  return {
    applied,
    encoding,
    delimiter,
    rows: rows.length,
    created: count('new'),
    changed: count('changed'),
    same: count('same'),
    refused: count('refused'),
    items: told.map(({ row, name, outcome, changes, errors }) => ({
      line: row.line,
      externalId: row.externalId,
      name,
      outcome,
      changes,
      errors,
    })),
  }
}
