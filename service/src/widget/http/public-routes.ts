import {
  AppError,
  type HttpEnv,
  inTransaction,
  type LimitPolicy,
  type Platform,
  remoteAddress,
} from '@tractops/platform'
import { Hono } from 'hono'
import { type Desk, receiveUpload, saveAttachment } from '../../desk/index.ts'
import { uploaderOf } from '../ask-question.ts'
import { confirmQuestion } from '../questions/confirm-question.ts'
import { keepQuestion, sendAnotherCode } from '../questions/keep-question.ts'
import { askingUnknown, confirming } from './bodies.ts'
import { readNow } from './now.ts'
import { keyOf, limit, nameIn, readBody, readerShown, WIDGET } from './widget-env.ts'

const reading: LimitPolicy = { name: 'widget', quota: 240, windowMs: 60_000 }
const asking: LimitPolicy = { name: 'widget-question', quota: 10, windowMs: 600_000 }
const guessing: LimitPolicy = { name: 'widget-code', quota: 30, windowMs: 600_000 }
/** A reader who is known may upload more than an address at which anybody may be. */
const uploading: LimitPolicy = { name: 'widget-upload', quota: 60, windowMs: 3_600_000 }
const uploadingUnknown: LimitPolicy = { name: 'widget-upload-unknown', quota: 20, windowMs: 3_600_000 }

/** What the widget asks before it knows its reader: what is so now, a question that waits for its code, files. */
export function publicRoutes(p: Platform, desk: Desk): Hono<HttpEnv> {
  const deps = { queue: desk.queue, secretKey: desk.secretKey }
  return new Hono<HttpEnv>()
    .get('/widget/api/now', async (c) => {
      limit(c, remoteAddress(c), reading)
      c.header('cache-control', 'no-store')
      return c.json(await inTransaction(p, WIDGET, (ctx) => readNow(ctx, desk)))
    })
    .post('/widget/api/questions', async (c) => {
      limit(c, remoteAddress(c), asking)
      const asked = await readBody(c, askingUnknown)
      const idempotencyKey = `${asked.email}/${keyOf(c)}`
      return c.json(
        await inTransaction(p, WIDGET, (ctx) => keepQuestion(ctx, deps, { ...asked, idempotencyKey })),
        202,
      )
    })
    .post('/widget/api/questions/:id/code', async (c) => {
      limit(c, remoteAddress(c), guessing)
      const { code } = await readBody(c, confirming)
      const confirmed = await inTransaction(p, WIDGET, (ctx) =>
        confirmQuestion(ctx, desk, { id: nameIn(c), code }),
      )
      if (confirmed instanceof AppError) throw confirmed
      c.header('cache-control', 'private, no-store')
      return c.json(confirmed, 201)
    })
    .post('/widget/api/questions/:id/resend', async (c) => {
      limit(c, remoteAddress(c), guessing)
      return c.json(await inTransaction(p, WIDGET, (ctx) => sendAnotherCode(ctx, deps, nameIn(c))), 202)
    })
    .post('/widget/api/attachments', async (c) => {
      const reader = await readerShown(c)
      if (reader === null) limit(c, remoteAddress(c), uploadingUnknown)
      else limit(c, reader.email, uploading)
      const draft = c.req.query('draft') ?? ''
      if (!/^[\w-]{20,60}$/.test(draft))
        throw new AppError(
          'draft_missing',
          400,
          'Say which browser uploads it: ?draft= and 20 to 60 random characters.',
          {
            path: 'query.draft',
          },
        )
      const file = await receiveUpload(c)
      return c.json(await saveAttachment(p, desk, { ...file, uploadedBy: uploaderOf(draft) }), 201)
    })
}
