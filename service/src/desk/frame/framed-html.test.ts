import { expect, test } from 'vitest'
import { framedHtml, framePolicy } from './framed-html.ts'

const mail =
  '<p>See <img data-cid="a&amp;b@x" alt="it" /> and <img data-remote-src="https://spy.example/1.gif" />.</p><p>&lt;img data-remote-src="</p>'

test('an image of the mail is shown, and one from elsewhere only where somebody asked', () => {
  const imageOf = (contentId: string) => (contentId === 'a&b@x' ? '/attachments/t?inline=1' : null)
  const quiet = framedHtml(mail, { imageOf, remote: false })
  expect(quiet).toContain('<img src="/attachments/t?inline=1" alt="it" />')
  expect(quiet).not.toContain(' src="https://spy')
  expect(framedHtml(mail, { imageOf, remote: true })).toContain('<img src="https://spy.example/1.gif" />')
})

test('words that look like an image stay words, and an image that the mail does not hold stays out', () => {
  const shown = framedHtml(mail, { imageOf: () => null, remote: true })
  expect(shown).toContain('&lt;img data-remote-src="')
  expect(shown).toContain('<img data-cid="a&amp;b@x"')
})

test('its policy lets no script run, and no image come from elsewhere unasked', () => {
  expect(framePolicy(false)).toContain("img-src 'self' data:;")
  expect(framePolicy(true)).toContain("img-src 'self' data: https: http:;")
  for (const policy of [framePolicy(false), framePolicy(true)]) {
    expect(policy).toContain("default-src 'none'")
    expect(policy).not.toMatch(/script/)
  }
})
