import { type Html, html } from '../html.ts'

const NAVIGATION = [
  ['/', 'Home'],
  ['/dashboard', 'Requests'],
  ['/payments', 'Dues'],
  ['/voting', 'Ballot'],
  ['/sign-in', 'Account'],
] as const

/** A page of the association, with its navigation and the line that says that none of it is real. */
export function layout(page: { path: string; title: string; lead?: string; main: Html }): Html {
  const item = ([path, name]: readonly [string, string]) =>
    path === page.path
      ? html`<li><a href="${path}" aria-current="page">${name}</a></li>`
      : html`<li><a href="${path}">${name}</a></li>`
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${page.title} · Cedar Court HOA</title>
<link rel="stylesheet" href="/practice.css">
</head>
<body>
<a class="skip" href="#main">Skip to the page</a>
<header>
<p class="name"><a href="/">Cedar Court HOA</a></p>
<nav aria-label="Cedar Court"><ul>${NAVIGATION.map(item)}</ul></nav>
</header>
<main id="main" tabindex="-1">
<h1>${page.title}</h1>
${page.lead ? html`<p class="lead">${page.lead}</p>` : ''}
${page.main}
</main>
<footer><p>This is a practice target of TractOps, here to be broken on purpose. Cedar Court is not a real community. <a href="/practice">Break or mend it</a></p></footer>
</body>
</html>
`
}
