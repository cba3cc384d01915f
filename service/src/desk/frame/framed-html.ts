/** An image of a mail as it is shown: where it lies, by its Content-ID; null where the mail does not hold it. */
type ImageOf = (contentId: string) => string | null

/**
 * HTML of a mail, cleaned before it was kept, as a page for a frame of its own. Images that the mail holds are shown; those from
 * elsewhere only where somebody asked for them, as they tell the sender who reads when.
 */
export function framedHtml(html: string, { imageOf, remote }: { imageOf: ImageOf; remote: boolean }): string {
  const body = html
    .replaceAll(/<img data-cid="([^"]*)"/g, (whole, contentId: string) => {
      const src = imageOf(contentId.replaceAll('&amp;', '&'))
      return src === null ? whole : `<img src="${src}"`
    })
    .replaceAll(/<img data-remote-src="/g, remote ? '<img src="' : '<img data-remote-src="')
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Mail</title><base target="_blank"><style>${STYLE}</style><body>${body}</body></html>`
}

/** On white in the dark too: mails are written for paper, and bring their own colours. */
const STYLE =
  'html{background:#fff;color:#191c1b;color-scheme:light;font:15px/1.5 system-ui,sans-serif}body{margin:12px;overflow-wrap:anywhere}img{max-width:100%;height:auto}table{max-width:100%}pre{white-space:pre-wrap}a{color:#0b5a58}'

/** Nothing runs in it, nothing is sent from it, and nothing is loaded but images: ours, and others where they were asked for. */
export const framePolicy = (remote: boolean): string =>
  [
    "default-src 'none'",
    "style-src 'unsafe-inline'",
    `img-src 'self' data:${remote ? ' https: http:' : ''}`,
    "form-action 'none'",
    "base-uri 'self'",
    "frame-ancestors 'self'",
    'sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox',
  ].join('; ')
