import { html } from '../html.ts'

/** What stands where a page should be: it holds none of the texts that monitors look for. */
export function barePage(title: string, sentence: string) {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="stylesheet" href="/practice.css">
</head>
<body class="bare">
<main>
<h1>${title}</h1>
<p class="lead">${sentence}</p>
</main>
<footer><p>This is a practice target of TractOps, here to be broken on purpose. <a href="/practice">Break or mend it</a></p></footer>
</body>
</html>
`
}
