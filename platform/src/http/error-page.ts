import { html, raw } from 'hono/html'
import { contentSecurityPolicy, inlineSource } from './headers.ts'
import type { Problem } from './problem.ts'

const style = `
:root { color-scheme: light dark; --paper: #fbfaf7; --ink: #1c2321; --quiet: #5a6663; --teal: #0b5f5c }
@media (prefers-color-scheme: dark) { :root { --paper: #131817; --ink: #e6ebe9; --quiet: #9aa6a3; --teal: #6fc3be } }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1.0625rem/1.65 system-ui, sans-serif }
main { max-width: 34rem; margin: 18vh auto 0; padding: 0 1.5rem }
h1 { font-size: 1.75rem; line-height: 1.25; margin: 0 0 .75rem }
a { color: var(--teal) }
small { color: var(--quiet); overflow-wrap: anywhere }
`

/** For the header of an error page. */
export const errorPagePolicy = contentSecurityPolicy({ styles: [inlineSource(style)] })

const styleElement = raw(`<style>${style}</style>`)

const titles: Record<number, string> = {
  404: 'There is no page here',
  405: 'This page cannot be used in that way',
  429: 'Too many requests',
  503: 'Not available just now',
}

/** The page a person sees where a program gets the problem document. */
export function errorPage(problem: Problem): string {
  const title =
    titles[problem.status] ?? (problem.status < 500 ? 'That did not work' : 'Something is wrong on our side')
  return html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title>${styleElement}</head>
<body><main><h1>${title}</h1><p>${problem.detail}</p><p><a href="/status">See the current status</a></p>
<p><small>Request ${problem.requestId}</small></p></main></body>
</html>`.toString()
}
