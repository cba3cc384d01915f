import { z } from '@hono/zod-openapi'
import { isMailAddress } from '@tractops/platform'
import { lineOf } from '../../notation/index.ts'

const LONGEST_TEXT = 100_000
const LONGEST_LINE = 300

export const markdown = z
  .string()
  .max(LONGEST_TEXT, `Write at most ${LONGEST_TEXT} characters.`)
  .transform((text) => text.trim())
  .pipe(z.string().min(1, 'Write something here.'))
  .openapi({ type: 'string', description: 'Markdown.', example: 'You find it under **Export**.' })

export const line = lineOf(LONGEST_LINE)

/** An id as it comes in: whatever could be one. */
export const idIn = (example: string) =>
  z
    .string()
    .regex(/^[\x21-\x7e]{1,60}$/, 'This is no id.')
    .openapi({ example })

export const email = z
  .string()
  .trim()
  .refine(isMailAddress, 'Write one mail address, such as carla@example.com.')
  .openapi({ example: 'carla@example.com' })

export const tag = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N} ._/-]{0,39}$/u, 'A tag has 1 to 40 letters, digits, spaces, dots, dashes.')
  .openapi({ type: 'string', example: 'dues' })
