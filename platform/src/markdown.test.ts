import { expect, test } from 'vitest'
import { renderMarkdown } from './markdown.ts'

test('what people write becomes paragraphs, lists, links and line breaks', () => {
  expect(
    renderMarkdown('We **found** it.\nMore at https://example.com/a\n\n- one\n- [two](https://example.com)'),
  ).toBe(
    '<p>We <strong>found</strong> it.<br>\nMore at <a href="https://example.com/a" rel="nofollow noopener">https://example.com/a</a></p>\n' +
      '<ul>\n<li>one</li>\n<li><a href="https://example.com" rel="nofollow noopener">two</a></li>\n</ul>\n',
  )
})

test('headings stand below those of the page', () => {
  expect(renderMarkdown('# What happened\n\n###### Small')).toBe('<h3>What happened</h3>\n<h6>Small</h6>\n')
})

test.each([
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  'a <b onclick="alert(1)">b</b>',
  '<!-- <script> -->',
  '<svg/onload=alert(1)>',
  '```\n</code><script>alert(1)</script>\n```',
  '`<script>`',
])('HTML in a text is shown as text: %s', (text) => {
  const html = renderMarkdown(text)
  expect(html).not.toMatch(/<(script|img|b |svg|!--)/)
  expect(html).toContain('&lt;')
})

test.each([
  '[x](javascript:alert(1))',
  '[x](JaVaScRiPt:alert(1))',
  '[x](java&#115;cript:alert(1))',
  '[x](&#x6A;avascript:alert(1))',
  '[x](vbscript:x)',
  '[x](data:text/html,<script>alert(1)</script>)',
  '<javascript:alert(1)>',
  '[x](file:///etc/passwd)',
  '[x](//mallory.example)',
  '[x]\n\n[x]: javascript:alert(1)',
])('a link leads to http, https or mail only: %s', (text) => {
  expect(renderMarkdown(text)).not.toContain('href')
})

test.each(['![x](https://mallory.example/pixel.png)', '![x][p]\n\n[p]: https://mallory.example/pixel.png'])(
  'no picture is fetched: %s',
  (text) => {
    expect(renderMarkdown(text)).not.toContain('<img')
  },
)

test('neither an attribute nor a style can be smuggled in', () => {
  expect(renderMarkdown('[a](https://a.example "x\\" onclick=\\"alert(1)")')).not.toMatch(/" onclick/)
  expect(renderMarkdown('|a|b|\n|:-|-:|\n|1|2|')).not.toContain('style')
  expect(renderMarkdown('```"><script>\nx\n```')).not.toContain('<script>')
})

test('a text that is nested out of all measure is rendered all the same', () => {
  expect(renderMarkdown('>'.repeat(20_000)).length).toBeGreaterThan(0)
  expect(renderMarkdown('*a'.repeat(10_000)).length).toBeGreaterThan(0)
})
