import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import { createRoutes, type HttpEnv, json, type Platform, problems } from '@tractops/platform'
import { requireRole } from '../../accounts/index.ts'
import type { AttachmentStore } from './attachment-store.ts'
import { attachmentOfToken } from './link.ts'
import { openAttachment } from './read-attachments.ts'
import { receiveUpload } from './receive-upload.ts'
import { saveAttachment } from './save-attachment.ts'
import { serveAttachment } from './serve-attachment.ts'

const attachmentSchema = z
  .object({
    id: z.string().openapi({ example: 'att_0b2f…' }),
    name: z.string(),
    type: z.string().openapi({ description: 'What its bytes show it to be.', example: 'image/png' }),
    size: z.int().openapi({ description: 'In bytes.' }),
  })
  .openapi('Attachment')

const security = [{ key: [] }]
const bytes = z.string().openapi({ format: 'binary' })

const upload = createRoute({
  method: 'post',
  path: '/api/v1/attachments',
  summary: 'Upload a file for a message; one that no message takes is forgotten after a day',
  security,
  middleware: requireRole('agent'),
  request: {
    query: z.object({
      name: z.string().max(400).optional().openapi({ description: 'Of a file that is sent as it is.' }),
    }),
    body: {
      content: {
        'multipart/form-data': { schema: z.object({ file: bytes }) },
        'application/octet-stream': { schema: bytes },
      },
    },
  },
  responses: { 201: json(attachmentSchema, 'The attachment.'), ...problems(400, 401, 403, 413) },
})

const download = createRoute({
  method: 'get',
  path: '/api/v1/attachments/{id}',
  summary: 'An attachment as a download; a raster image in place with ?inline=1',
  security,
  middleware: requireRole('viewer'),
  request: {
    params: z.object({ id: z.string().max(60) }),
    query: z.object({ inline: z.literal('1').optional() }),
  },
  responses: {
    200: { description: 'Its bytes.', content: { 'application/octet-stream': { schema: bytes } } },
    ...problems(401, 403, 404),
  },
})

/** Attachments: uploaded and read by staff, and read by whoever holds a signed link. */
export function attachmentRoutes(
  p: Pick<Platform, 'db' | 'clock'>,
  desk: { store: AttachmentStore; secretKey: string },
): OpenAPIHono<HttpEnv> {
  const routes = createRoutes()
  routes.openAPIRegistry.registerPath(upload)
  routes.post(upload.path, upload.middleware, async (c) => {
    const actor = c.get('actor')
    const uploadedBy = 'id' in actor ? actor.id : actor.name
    return c.json(await saveAttachment(p, desk, { ...(await receiveUpload(c)), uploadedBy }), 201)
  })
  routes.openapi(download, async (c) =>
    serveAttachment(c, await openAttachment(p, desk, c.req.valid('param').id)),
  )
  routes.get('/attachments/:token', async (c) => {
    const id = attachmentOfToken(desk.secretKey, c.req.param('token'), p.clock.now())
    return serveAttachment(c, await openAttachment(p, desk, id))
  })
  return routes
}
