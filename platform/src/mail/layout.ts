import { html, raw } from 'hono/html'
import { wrapText } from './wrap-text.ts'

/** A piece of a mail: a sentence or more, a few facts each with its name, or HTML of ours that is safe, with its text. */
export type MailBlock =
  | string
  | { facts: readonly (readonly [name: string, value: string])[] }
  | { html: string; text: string }

export type MailLayout = {
  title: string
  paragraphs: readonly MailBlock[]
  button?: { label: string; url: string } | undefined
  /** Why the reader gets this mail, and from whom. */
  footer: string
}

const style = `
:root { color-scheme: light dark; supported-color-schemes: light dark }
body { margin: 0; padding: 0; background: #faf8f2; color: #191c1b }
a { color: #0b5a58 }
@media (prefers-color-scheme: dark) {
  body, .paper { background: #111514 !important; color: #edeae0 !important }
  .soft { color: #a7aca6 !important }
  .line { border-color: #2f3735 !important }
  a { color: #66bdb5 !important }
  a.button { background: #66bdb5 !important; color: #111514 !important }
}
`
const sans = 'font-family:system-ui,-apple-system,Segoe UI,Roboto,Helvetica,Arial,sans-serif'
const serif = 'font-family:Charter,Cambria,Georgia,serif'

/**
 * The one look of our mail, as plain text and as HTML that says the same: one column, readable without its styles, in light
 * and dark clients. What is put in as text is escaped.
 */
export function mailLayout(layout: MailLayout): { text: string; html: string } {
  return { text: plain(layout), html: page(layout) }
}

function plain({ title, paragraphs, button, footer }: MailLayout): string {
  const blocks = paragraphs.map((block) => {
    if (typeof block === 'string') return wrapText(block)
    if ('text' in block) return wrapText(block.text.trim())
    const width = Math.max(...block.facts.map(([name]) => name.length)) + 2
    return block.facts
      .map(([name, value]) => wrapText(`${name}:`.padEnd(width) + value, ' '.repeat(width)))
      .join('\n')
  })
  const link = button ? [`${button.label}:\n${button.url}`] : []
  return [wrapText(title), ...blocks, ...link, `--\n${wrapText(footer)}`].join('\n\n').concat('\n')
}

function page({ title, paragraphs, button, footer }: MailLayout): string {
  const link = button
    ? html`<p style="margin:28px 0"><a class="button" href="${button.url}" style="display:inline-block;padding:12px 20px;background:#0b5a58;color:#ffffff;text-decoration:none;border-radius:4px;font-weight:600">${button.label}</a></p>`
    : ''
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${title}</title>
<style>${raw(style)}</style>
</head>
<body style="margin:0;padding:0">
<div class="paper" style="background:#faf8f2;color:#191c1b;padding:32px 20px;${raw(sans)};font-size:17px;line-height:1.6">
<div style="max-width:560px;margin:0 auto">
<h1 style="${raw(serif)};font-weight:400;font-size:26px;line-height:1.25;margin:0 0 20px">${title}</h1>
${paragraphs.map(blockHtml)}
${link}
<p class="soft line" style="margin:32px 0 0;padding:16px 0 0;border-top:1px solid #d9d4c6;color:#565c59;font-size:14px">${footer}</p>
</div>
</div>
</body>
</html>
`.toString()
}

function blockHtml(block: MailBlock) {
  if (typeof block === 'string') return html`<p style="margin:0 0 16px">${block}</p>\n`
  if ('html' in block) return html`<div style="margin:0 0 16px">${raw(block.html)}</div>\n`
  return html`<table role="presentation" style="border-collapse:collapse;margin:0 0 16px;font-size:inherit;color:inherit">
${block.facts.map(
  ([name, value]) =>
    html`<tr><td class="soft" style="padding:2px 16px 2px 0;vertical-align:top;color:#565c59">${name}</td><td style="padding:2px 0;vertical-align:top">${value}</td></tr>\n`,
)}</table>\n`
}
