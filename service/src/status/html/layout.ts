import { type Html, html, raw } from './markup.ts'
import { STYLE } from './style.ts'
import { texts } from './texts.ts'

const PAGES = [
  ['/status', texts.pages.status],
  ['/sla', texts.pages.sla],
  ['/status/history', texts.pages.history],
  ['/api', texts.pages.api],
] as const

/** The frame of every public page: one request, no script, landmarks, a way past the navigation. `main` brings its own h1. */
export function layout(page: { path: string; title: string; main: Html; foot?: Html }): Html {
  const current = (path: string) => (path === page.path ? raw(' aria-current="page"') : '')
  const links = PAGES.map(([path, name]) => html`<li><a href="${path}"${current(path)}>${name}</a></li>`)
  return html`<!doctype html>
<html lang="${texts.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${page.title}</title>
<link rel="icon" href="data:,">
<link rel="alternate" type="application/atom+xml" title="${texts.brand} ${texts.title.status}" href="/status/feed.atom">
<style>${raw(STYLE)}</style>
</head>
<body>
<a class="skip" href="#content">${texts.skip}</a>
<header class="wrap top">
<strong>${texts.brand}</strong>
<nav aria-label="${texts.navigation}"><ul>${links}</ul></nav>
</header>
<main id="content" tabindex="-1">${page.main}</main>
<footer class="wrap foot">${page.foot ?? ''}<ul>${links}</ul></footer>
</body>
</html>
`
}
