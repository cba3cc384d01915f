import { createHash } from 'node:crypto'
import { inlineSource } from '@tractops/platform'
import { timesOf } from '../html/format.ts'
import { html } from '../html/markup.ts'
import { texts } from '../html/texts.ts'
import { isHeld, wayTo } from './file-names.ts'

/** Says how long ago the copy was made; where it does not run, the time beside it says as much. */
const AGE_SCRIPT = `for(const e of document.querySelectorAll('.made time')){const a=e.parentNode.dataset.ago,m=Math.floor((Date.now()-Date.parse(e.dateTime))/6e4);if(a&&m>0)e.parentNode.append(' '+a.replace('#',m))}`

export type CopyOf = {
  path: string
  madeAt: Temporal.Instant
  zone: string
  /** Made once, when what it tells was over, so that its own age says nothing of ours. */
  over: boolean
  /** Where the service answers when it is up, for what needs it; null where nobody said so. */
  serviceUrl: string | null
}

/**
 * A page as it stands in the copy: links lead to other files of it, or to the service; it says when it was made, in words and
 * for programs; and it carries its own policy, as a plain file server sends none.
 */
export function pageCopy(page: string, of: CopyOf): string {
  const styles = [...page.matchAll(/<style>(.*?)<\/style>/gs)].map(([, text]) => inlineSource(text!))
  const policy = `default-src 'none'; style-src ${styles.join(' ')}; script-src ${inlineSource(AGE_SCRIPT)}; img-src data:; base-uri 'none'; form-action 'none'`
  const made = of.madeAt.toString({ smallestUnit: 'millisecond' })
  return page
    .replaceAll(/ href="(\/[^"]*)"/g, (_, href: string) => hrefCopy(href, of))
    .replace(
      '<meta charset="utf-8">',
      (meta) =>
        `${meta}\n<meta http-equiv="Content-Security-Policy" content="${policy}">\n<meta name="made-at" content="${made}">`,
    )
    .replace('<main id="content"', (main) => `${madeHtml(of)}\n${main}`)
    .replace('</body>', `<script>${AGE_SCRIPT}</script></body>`)
}

/** A page that only leads to another one. */
export function redirectCopy(location: string, path: string): string {
  const way = wayTo(location, path)
  return String(html`<!doctype html>
<html lang="${texts.language}"><head><meta charset="utf-8"><title>${texts.brand} ${texts.title.status}</title>
<meta http-equiv="refresh" content="0; url=${way}"><link rel="canonical" href="${way}"></head>
<body><p><a href="${way}">${texts.copy.moved}</a></p></body></html>
`)
}

/** What stays the same while nothing but the age of a page changes. */
export function hashOf(body: string): string {
  return createHash('sha256').update(body).digest('base64url')
}

function hrefCopy(href: string, { path, serviceUrl }: CopyOf): string {
  const [, target = '', rest = ''] = /^([^?#]*)(.*)$/.exec(href)!
  if (isHeld(target)) return ` href="${wayTo(target, path)}${rest}"`
  return serviceUrl === null ? '' : ` href="${serviceUrl}${href}"`
}

function madeHtml({ madeAt, zone, over, path }: CopyOf): string {
  const times = timesOf(madeAt, zone)
  if (over) {
    const words = html`${texts.copy.overAt} ${times.when(madeAt)}. ${texts.copy.overNote} <a href="${wayTo('/status', path)}">${texts.title.status}</a>.`
    return String(html`<div class="wrap"><p class="made" data-ago="">${words}</p></div>`)
  }
  return String(
    html`<div class="wrap"><p class="made" data-ago="${texts.copy.ago}">${texts.copy.madeAt} ${times.when(madeAt)}. ${texts.copy.note}</p></div>`,
  )
}
