import MarkdownIt from 'markdown-it'

const OUTERMOST_HEADING = 3
const INNERMOST_HEADING = 6

const markdown = new MarkdownIt('default', { html: false, linkify: true, breaks: true, typographer: false })
  // A table is aligned by inline styles, which our pages forbid; a picture would be fetched from a stranger.
  .disable(['image', 'table'])
markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: false })
markdown.validateLink = (address) => /^(https?:|mailto:)/i.test(address.trim())
markdown.core.ruler.push('ours', ({ tokens }) => {
  for (const token of tokens) {
    if (token.type === 'heading_open' || token.type === 'heading_close') token.tag = lower(token.tag)
    for (const inner of token.children ?? [])
      if (inner.type === 'link_open') inner.attrSet('rel', 'nofollow noopener')
  }
})

/**
 * Markdown, as people write it in incidents and notices, as HTML that is safe to put into a page: HTML in the text is shown
 * as text, links lead to http, https and mail only and are marked `nofollow`, pictures are not shown, and headings begin at
 * `h3`, below those of the page. A line break is one.
 */
export function renderMarkdown(text: string): string {
  return markdown.render(text)
}

function lower(tag: string): string {
  return `h${Math.min(Number(tag.slice(1)) + OUTERMOST_HEADING - 1, INNERMOST_HEADING)}`
}
