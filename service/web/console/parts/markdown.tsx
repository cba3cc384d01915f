/** Text that the service has rendered from Markdown: HTML in it is text, links are marked, and nothing in it runs. */
export function Markdown({ html }: { html: string }) {
  // biome-ignore lint/security/noDangerouslySetInnerHtml: the service escapes what people wrote before it makes HTML of it.
  return <div className="prose" dangerouslySetInnerHTML={{ __html: html }} />
}
