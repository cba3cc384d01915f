import { isMailAddress } from '@tractops/platform'
import { z } from 'zod'
import { KINDS, LONGEST_TEXT, MOST_FILES } from '../words.ts'

const kinds = Object.keys(KINDS) as [keyof typeof KINDS, ...(keyof typeof KINDS)[]]

/** Names that we, or the browser, make: nothing that a database could not hold. */
export const NAME = /^[\w-]{1,60}$/

/** What PostgreSQL can hold of a text. */
function storable(text: string): string {
  return text.toWellFormed().replaceAll('\u0000', '\uFFFD')
}

const text = z
  .string()
  .trim()
  .min(1, 'Write a sentence or two.')
  .max(LONGEST_TEXT, `Write at most ${LONGEST_TEXT} characters; attach a file for more.`)
  .transform(storable)
const files = {
  attachments: z.array(z.string().regex(NAME)).max(MOST_FILES, `Attach at most ${MOST_FILES} files.`),
  draft: z.string().regex(NAME),
}
const question = {
  kind: z.enum(kinds, 'Say what it is about.'),
  text,
  ...files,
  zone: z
    .string()
    .regex(/^[\w+/-]{1,60}$/)
    .nullish()
    .transform((zone) => zone ?? null),
}

export const asking = z.strictObject(question)
export const adding = z.strictObject({ text, ...files })
export const askingUnknown = z.strictObject({
  ...question,
  name: z
    .string()
    .trim()
    .min(1, 'Write your name.')
    .max(200, 'Write at most 200 characters.')
    .refine((name) => !/\p{Cc}/u.test(name), 'Write your name in one line.'),
  email: z
    .string()
    .trim()
    .toLowerCase()
    .max(254)
    .refine(isMailAddress, 'Write one mail address, such as carla@example.com.'),
})
export const confirming = z.strictObject({ code: z.string().max(40) })
