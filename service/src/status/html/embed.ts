import { contentSecurityPolicy, inlineSource } from '@tractops/platform'
import type { StatusView } from '../view/view.ts'
import { mark } from './days-html.ts'
import { type Html, html, raw } from './markup.ts'
import { texts } from './texts.ts'

const STYLE =
  ':root{color-scheme:light dark;--paper:#faf8f2;--ink:#191c1b;--edge:#8b8a80;--teal:#0b5a58}@media(prefers-color-scheme:dark){:root{--paper:#111514;--ink:#edeae0;--edge:#7b827f;--teal:#66bdb5}}' +
  'body{margin:0;padding:.25rem .5rem;background:var(--paper);color:var(--ink)}h1{margin:0;font:400 .9375rem/1.5 system-ui,sans-serif}a{color:inherit;text-underline-offset:.2em}' +
  '.mark{display:inline-block;width:.5rem;height:.95em;margin-right:.5rem;vertical-align:-.1em;border:1px solid var(--teal)}.u{background:var(--teal)}.d{background:var(--ink);border-color:var(--ink)}.g{background:repeating-linear-gradient(135deg,var(--teal) 0 2px,transparent 2px 4px)}.m{background:repeating-linear-gradient(90deg,var(--teal) 0 1px,transparent 1px 3px)}.n{border-color:var(--edge)}'

/** Anyone may frame it: it holds one sentence and one link, and no form. */
export const EMBED_POLICY = contentSecurityPolicy({ styles: [inlineSource(STYLE)] }).replace(
  "frame-ancestors 'none'",
  'frame-ancestors *',
)

/** `/status/embed`: the state of everything in one line, for an iframe of another site. */
export function embedPage({ overall }: StatusView, base: string): Html {
  const state = overall.state === 'up' && overall.maintenances > 0 ? 'maintained' : overall.state
  return html`<!doctype html>
<html lang="${texts.language}"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark">
<title>${texts.brand} ${texts.title.status}</title><style>${raw(STYLE)}</style></head>
<body><main><h1>${mark(state)}<a href="${base}/status" target="_top">${texts.brand}: ${texts.overall(overall)}</a></h1></main></body></html>
`
}
