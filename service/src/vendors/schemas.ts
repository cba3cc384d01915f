import { z } from '@hono/zod-openapi'

const instant = z.string().openapi({ description: 'RFC 3339, UTC.', example: '2026-11-24T18:00:00Z' })
const vendor = z.string().openapi({ example: 'stripe' })
const reported = z.enum(['major_outage', 'partial_outage', 'degraded_performance', 'under_maintenance'])

export const vendorSchema = z
  .object({
    vendor,
    name: z.string(),
    url: z.string().openapi({ description: 'The status page for people; empty where there is none.' }),
    state: z.enum(['operational', 'degraded', 'partial_outage', 'major_outage', 'maintenance', 'unknown']),
    since: instant.nullable(),
    seenAt: instant.nullable().openapi({ description: 'The last answer that could be read.' }),
    askedAt: instant.nullable(),
    dueAt: instant.nullable().openapi({ description: 'When it is asked next; null where nobody asks.' }),
    reason: z.string().nullable().openapi({ description: 'Why it is unknown.' }),
    components: z.array(z.object({ component: z.string().nullable(), status: reported, since: instant })),
  })
  .openapi('Vendor')

const stretchSchema = z
  .object({
    component: z.string().nullable().openapi({ description: 'Null: the vendor as a whole.' }),
    status: z.enum([...reported.options, 'unknown']),
    start: instant,
    end: instant.nullable().openapi({ description: 'Null while it lasts.' }),
    qualifies: z.boolean().openapi({ description: 'Whether it can excuse downtime that the vendor caused.' }),
    because: z.string(),
    captures: z.array(z.string()).openapi({ description: 'Ids of the first and last captures behind it.' }),
  })
  .openapi('VendorStretch')

const postSchema = z
  .object({
    id: z.string(),
    title: z.string(),
    impact: z.string().nullable(),
    url: z.string().nullable(),
    saidStart: instant.nullable(),
    saidEnd: instant.nullable(),
    components: z.array(z.string()),
    afterwards: z.boolean().openapi({ description: 'It was over already when it was posted: no evidence.' }),
    firstSeenAt: instant,
    goneAt: instant.nullable(),
  })
  .openapi('VendorPost')

export const captureSchema = z
  .object({
    id: z.string().openapi({ example: 'cap_0b2f…' }),
    vendor,
    url: z.string(),
    sha256: z.string().openapi({ description: 'Of the bytes as they came, unpacked; in hex.' }),
    bytes: z.int(),
    contentType: z.string().nullable(),
    firstSeenAt: instant,
    seenUntil: instant.openapi({ description: 'The last time that the same bytes came.' }),
    unread: z
      .string()
      .nullable()
      .openapi({ description: 'Why these bytes prove nothing; null where they do.' }),
  })
  .openapi('VendorCapture')

export const reportsSchema = z
  .object({
    vendor,
    name: z.string(),
    from: instant,
    to: instant,
    stretches: z.array(stretchSchema),
    posts: z.array(postSchema),
    captures: z.array(captureSchema).openapi({ description: 'Those that the stretches name.' }),
  })
  .openapi('VendorReports')

export const previewSchema = z
  .object({
    from: instant,
    to: instant,
    items: z.array(
      z.object({
        vendor,
        name: z.string(),
        excludedMs: z.int().min(0),
        excludedSeconds: z.int().min(0),
        because: z.string(),
        stretches: z.array(stretchSchema),
      }),
    ),
  })
  .openapi('VendorExclusionPreview')
