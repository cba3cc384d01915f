import { z } from '@hono/zod-openapi'
import { lineOf } from '../../notation/index.ts'

const LONGEST_TEXT = 20_000
const LONGEST_LINE = 200

/** What PostgreSQL can hold of a text, its line breaks as they are here. */
const kept = (text: string) => text.toWellFormed().replaceAll('\u0000', '\uFFFD').replaceAll('\r\n', '\n')

export const markdown = z
  .string()
  .max(LONGEST_TEXT, `Write at most ${LONGEST_TEXT} characters.`)
  .transform((text) => kept(text).trim())
  .pipe(z.string().min(1, 'Write something here.'))
  .openapi({
    type: 'string',
    description: 'Markdown; HTML in it is shown as text. It may hold variables such as {{components}}.',
    example: 'Since {{started_at}}, {{components}} may not work as it should. We are looking into it.',
  })

export const line = lineOf(LONGEST_LINE)
