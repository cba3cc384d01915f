import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import { createRoutes, type HttpEnv, inTransaction, json, type Platform, problems } from '@tractops/platform'
import { formatInstant, type Policy, policyAt } from '@tractops/sla'
import { requireRole } from '../accounts/index.ts'
import { findCapture } from './captures/find-capture.ts'
import { bytesOf } from './captures/keep-capture.ts'
import { capturesOf } from './read/captures-of.ts'
import { evidenceFor } from './read/evidence-for.ts'
import { previewExclusions } from './read/preview.ts'
import { vendorStates } from './read/vendor-states.ts'
import { captureSchema, previewSchema, reportsSchema, vendorSchema } from './schemas.ts'
import { shownCapture, shownPost, shownStretch, shownVendor } from './shown.ts'
import { unknownVendor, type Vendors } from './start-vendors.ts'
import { windowOf } from './window.ts'

const security = [{ key: [] }]
const viewer = requireRole('viewer')
const key = z.string().max(40).openapi({ example: 'stripe' })
const instantText = z
  .string()
  .optional()
  .openapi({ description: 'An RFC 3339 instant.', example: '2026-11-24T18:00:00Z' })
const window = z.object({
  from: instantText.openapi({ description: 'Default: a day before `to`.' }),
  to: instantText.openapi({ description: 'Default: now.' }),
})
const captureId = z.object({ id: z.string().max(60).openapi({ example: 'cap_0b2f…' }) })

const list = createRoute({
  method: 'get',
  path: '/api/v1/vendors',
  summary: 'The vendors that the agreement names, as their own status pages tell',
  security,
  middleware: viewer,
  responses: {
    200: json(z.object({ items: z.array(vendorSchema), next: z.null() }), 'All of them, by name.'),
    ...problems(401, 403),
  },
})

const reports = createRoute({
  method: 'get',
  path: '/api/v1/vendors/{key}/reports',
  summary: 'What a vendor reported over a window, and the captures behind it',
  security,
  middleware: viewer,
  request: { params: z.object({ key }), query: window },
  responses: {
    200: json(reportsSchema, 'Without stretches the page was read throughout and reported nothing.'),
    ...problems(400, 401, 403, 404),
  },
})

const preview = createRoute({
  method: 'get',
  path: '/api/v1/vendors/exclusion-preview',
  summary: 'What each vendor reported over a window, and how much downtime it would excuse as the cause',
  security,
  middleware: viewer,
  request: { query: window },
  responses: { 200: json(previewSchema, 'A vendor each.'), ...problems(400, 401, 403) },
})

const capture = createRoute({
  method: 'get',
  path: '/api/v1/vendors/captures/{id}',
  summary: 'A capture: where and when the bytes came, and their SHA-256',
  security,
  middleware: viewer,
  request: { params: captureId },
  responses: { 200: json(captureSchema, 'The capture.'), ...problems(401, 403, 404) },
})

const raw = createRoute({
  method: 'get',
  path: '/api/v1/vendors/captures/{id}/raw',
  summary: 'The bytes of a capture exactly as they came, to download',
  security,
  middleware: viewer,
  request: { params: captureId },
  responses: {
    200: {
      description: 'The bytes, as an attachment of no type that a browser would show.',
      content: { 'application/octet-stream': { schema: z.string().openapi({ format: 'binary' }) } },
    },
    ...problems(401, 403, 404),
  },
})

const poll = createRoute({
  method: 'post',
  path: '/api/v1/vendors/{key}/poll',
  summary: 'Ask a vendor’s page now',
  security,
  middleware: requireRole('agent'),
  request: { params: z.object({ key }) },
  responses: {
    200: json(vendorSchema, 'The vendor after its answer was recorded, readable or not.'),
    ...problems(401, 403, 404, 409),
  },
})

/** What vendors report, for any key of role viewer or above; asking them now is for agents. */
export function vendorsRoutes(
  p: Pick<Platform, 'db' | 'clock'>,
  { policies, vendors }: { policies: readonly Policy[]; vendors: Pick<Vendors, 'pollNow'> },
): OpenAPIHono<HttpEnv> {
  const routes = createRoutes()
  routes.openapi(list, async (c) => {
    const all = await inTransaction(p, c.get('actor'), vendorStates)
    return c.json({ items: all.map(shownVendor), next: null }, 200)
  })
  routes.openapi(preview, async (c) => {
    const body = await inTransaction(p, c.get('actor'), async (ctx) => {
      const { from, to } = windowOf(c.req.valid('query'), ctx.now)
      const { policy } = policyAt(policies, from)
      const found = await previewExclusions(ctx, policy, { start: from, end: to })
      const items = found.map(({ vendor, name, excludedMs, because, stretches }) => ({
        vendor,
        name,
        excludedMs,
        excludedSeconds: Math.floor(excludedMs / 1_000),
        because,
        stretches: stretches.map((stretch) => shownStretch(policy, vendor, stretch)),
      }))
      return { from: formatInstant(from), to: formatInstant(to), items }
    })
    return c.json(body, 200)
  })
  routes.openapi(capture, async (c) => {
    const found = await inTransaction(p, c.get('actor'), (ctx) => findCapture(ctx, c.req.valid('param').id))
    return c.json(shownCapture(found), 200)
  })
  routes.openapi(raw, async (c) => {
    const { bytes, found } = await inTransaction(p, c.get('actor'), async (ctx) => {
      const found = await findCapture(ctx, c.req.valid('param').id)
      return { found, bytes: await bytesOf(ctx, found.sha256) }
    })
    const at = formatInstant(found.firstSeenAt).replaceAll(/[-:]/g, '').replace(/\.\d+/, '')
    return c.body(new Uint8Array(bytes), 200, {
      'content-type': 'application/octet-stream',
      'content-disposition': `attachment; filename="${found.vendor}-${at}-${found.sha256.slice(0, 12)}.bin"`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
    })
  })
  routes.openapi(reports, async (c) => {
    const { key: vendor } = c.req.valid('param')
    const body = await inTransaction(p, c.get('actor'), async (ctx) => {
      const { from, to } = windowOf(c.req.valid('query'), ctx.now)
      const [found] = await evidenceFor(ctx, { from, to, vendor })
      if (found === undefined) throw unknownVendor(vendor)
      const { policy } = policyAt(policies, from)
      const captures = await capturesOf(ctx, [
        ...new Set(found.stretches.flatMap(({ evidence }) => evidence)),
      ])
      return {
        vendor,
        name: found.name,
        from: formatInstant(from),
        to: formatInstant(to),
        stretches: found.stretches.map((stretch) => shownStretch(policy, vendor, stretch)),
        posts: found.posts.map(shownPost),
        captures: captures.map(shownCapture),
      }
    })
    return c.json(body, 200)
  })
  routes.openapi(poll, async (c) => {
    const { key: vendor } = c.req.valid('param')
    await vendors.pollNow(c.get('actor'), vendor)
    const all = await inTransaction(p, c.get('actor'), vendorStates)
    return c.json(shownVendor(all.find((one) => one.vendor === vendor)!), 200)
  })
  return routes
}
