import { readFileSync } from 'node:fs'
import { contentSecurityPolicy, inlineSource } from '@tractops/platform'

/** In the order in which their rules hold. */
const PARTS = ['ground', 'month', 'components', 'record', 'foot', 'agreement']

/** The one style sheet of the public pages, inlined so that a page is one request. Read once, at the start. */
export const STYLE = PARTS.map((part) =>
  readFileSync(new URL(`./style/${part}.css`, import.meta.url), 'utf8'),
)
  .join('\n')
  .replace(/\/\*.*?\*\//gs, '')
  .replace(/\s+/g, ' ')
  .replace(/ ?([{};,]) ?/g, '$1')
  .replaceAll(': ', ':')
  .trim()

/** What every public page sends as its policy: it allows this one style, and no other inline text. */
export const PAGE_POLICY = contentSecurityPolicy({ styles: [inlineSource(STYLE)] })
