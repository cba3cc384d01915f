import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import {
  AppError,
  createRoutes,
  type HttpEnv,
  inTransaction,
  type Platform,
  problems,
} from '@tractops/platform'
import { eq } from 'drizzle-orm'
import { requireRole } from '../../accounts/index.ts'
import { attachmentLink } from '../store/link.ts'
import { attachmentsOf } from '../store/read-attachments.ts'
import { ticketMessage } from '../tables.ts'
import { framedHtml, framePolicy } from './framed-html.ts'

const getHtml = createRoute({
  method: 'get',
  path: '/api/v1/messages/{id}/html',
  summary: 'A mail as it was formatted, as a page for a sandboxed frame',
  description:
    'Cleaned on arrival; its policy lets nothing run. Images from elsewhere are loaded with ?images=1 only.',
  security: [{ key: [] }, { session: [] }],
  middleware: requireRole('viewer'),
  request: {
    params: z.object({ id: z.string().max(60) }),
    query: z.object({ images: z.literal('1').optional() }),
  },
  responses: {
    200: { description: 'The page.', content: { 'text/html': { schema: z.string() } } },
    ...problems(401, 403, 404),
  },
})

/** `GET /api/v1/messages/{id}/html`: what a mail looked like, with nothing of it alive. */
export function frameRoutes(
  p: Pick<Platform, 'db' | 'clock'>,
  desk: { secretKey: string; url: string },
): OpenAPIHono<HttpEnv> {
  const routes = createRoutes()
  routes.openapi(getHtml, async (c) => {
    const { id } = c.req.valid('param')
    const remote = c.req.valid('query').images === '1'
    const { html, files, now } = await inTransaction(p, c.get('actor'), async (ctx) => {
      const [found] = await ctx.tx
        .select({ html: ticketMessage.html })
        .from(ticketMessage)
        .where(eq(ticketMessage.id, id))
      if (found?.html == null)
        throw new AppError(
          'message_not_formatted',
          404,
          'There is no such message, or it came as plain text.',
        )
      return { html: found.html, files: (await attachmentsOf(ctx, [id])).get(id) ?? [], now: ctx.now }
    })
    const imageOf = (contentId: string): string | null => {
      const file = files.find((one) => one.inline && bare(one.contentId) === bare(contentId))
      if (file === undefined) return null
      return `${new URL(attachmentLink(desk, { id: file.id, now })).pathname}?inline=1`
    }
    c.header('content-security-policy', framePolicy(remote))
    c.header('x-frame-options', 'SAMEORIGIN')
    c.header('referrer-policy', 'no-referrer')
    return c.html(framedHtml(html, { imageOf, remote }), 200)
  })
  return routes
}

/** A Content-ID without the angle brackets that some write it with. */
const bare = (contentId: string | null) => contentId?.replace(/^<|>$/g, '')
