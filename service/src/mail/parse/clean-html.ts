import sanitize from 'sanitize-html'

/** HTML that is longer says nothing that a person reads; its text is kept, and the mail itself. */
export const MOST_HTML = 1_000_000

const colour = [/^#[0-9a-f]{3,8}$/i, /^[a-z]{3,20}$/i, /^rgba?\([\d\s.,%]{5,40}\)$/i]

const options: sanitize.IOptions = {
  allowedTags: [
    ...[
      'h1',
      'h2',
      'h3',
      'h4',
      'h5',
      'h6',
      'p',
      'div',
      'span',
      'br',
      'hr',
      'pre',
      'code',
      'blockquote',
      'center',
    ],
    ...[
      'a',
      'b',
      'strong',
      'i',
      'em',
      'u',
      's',
      'strike',
      'del',
      'ins',
      'sub',
      'sup',
      'small',
      'big',
      'font',
    ],
    ...['ul', 'ol', 'li', 'dl', 'dt', 'dd', 'abbr', 'cite', 'q', 'mark', 'kbd', 'samp', 'var', 'img'],
    ...['table', 'caption', 'colgroup', 'col', 'thead', 'tbody', 'tfoot', 'tr', 'td', 'th'],
  ],
  nonTextTags: [
    'script',
    'style',
    'textarea',
    'option',
    'noscript',
    'title',
    'template',
    'svg',
    'math',
    'object',
    'iframe',
    'xml',
  ],
  allowedAttributes: {
    a: ['href', 'title', 'rel', 'target'],
    img: ['data-cid', 'data-remote-src', 'src', 'alt', 'title', 'width', 'height'],
    td: ['colspan', 'rowspan', 'align', 'valign'],
    th: ['colspan', 'rowspan', 'align', 'valign'],
    font: ['color'],
    '*': ['style', 'dir', 'lang'],
  },
  // Nothing here places anything, loads anything, or reaches out of its line.
  allowedStyles: {
    '*': {
      color: colour,
      'background-color': colour,
      'text-align': [/^(left|right|center|justify)$/],
      'font-weight': [/^(bold|normal|[1-9]00)$/],
      'font-style': [/^(italic|normal)$/],
      'text-decoration': [/^(underline|line-through|none)$/],
    },
  },
  allowedSchemes: ['http', 'https', 'mailto', 'tel'],
  allowedSchemesByTag: { img: ['data'] },
  allowProtocolRelative: false,
  enforceHtmlBoundary: false,
  nestingLimit: 200,
  transformTags: {
    a: (tagName, { href, title }) => ({
      tagName,
      attribs: {
        ...(href ? { href } : {}),
        ...(title ? { title } : {}),
        rel: 'noopener noreferrer nofollow',
        target: '_blank',
      },
    }),
    img: (tagName, { src = '', alt, title, width, height }) => ({
      tagName,
      attribs: {
        ...sourceOf(src.trim()),
        ...(alt ? { alt } : {}),
        ...(title ? { title } : {}),
        ...(width && /^\d{1,5}$/.test(width) ? { width } : {}),
        ...(height && /^\d{1,5}$/.test(height) ? { height } : {}),
      },
    }),
  },
}

/**
 * HTML of a stranger as it may be shown in a frame of its own: words, tables and links. Nothing in it runs, loads or covers
 * anything. Images elsewhere are marked with `data-remote-src` and not loaded; those of the mail with `data-cid`.
 */
export const cleanHtml = (html: string): string => sanitize(html, options).trim()

function sourceOf(src: string): sanitize.Attributes {
  if (/^cid:/i.test(src)) return { 'data-cid': src.slice(4) }
  if (/^https?:\/\//i.test(src)) return { 'data-remote-src': src }
  return /^data:image\/(png|jpeg|gif|webp);base64,[a-z0-9+/=\s]+$/i.test(src) ? { src } : {}
}

/** Where mail programs begin the history in HTML. */
const HISTORY = [
  /<div[^>]{0,300}\bclass\s*=\s*["']?[^"'>]{0,200}\b(gmail_quote|gmail_quote_container|yahoo_quoted|protonmail_quote|moz-cite-prefix|OutlookMessageHeader)\b/i,
  /<div[^>]{0,300}\bid\s*=\s*["']?(divRplyFwdMsg|appendonsend|mail-editor-reference-message-container|x_divRplyFwdMsg)\b/i,
  /<div[^>]{0,100}\bstyle\s*=\s*["'][^"'>]{0,60}border:\s*none;\s*border-top:\s*solid #(E1E1E1|B5C4DF) 1\.0pt/i,
  /<blockquote[^>]{0,300}\btype\s*=\s*["']?cite/i,
]

/** HTML up to where its mail program began the history; whole where no such place is known. */
export function withoutHistory(html: string): string {
  const places = HISTORY.map((form) => html.search(form)).filter((at) => at !== -1)
  return places.length === 0 ? html : html.slice(0, Math.min(...places))
}
