import { describe, expect, test } from 'vitest'
import { disposition, fileName } from './file-name.ts'
import { servedAs, typeOf } from './file-types.ts'

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

describe('a file is what its bytes show', () => {
  test.each([
    ['a picture', PNG, 'image/png', 'image/png', true],
    ['a picture with a wrong name', PNG, 'image/jpeg', 'image/png', true],
    ['a page that calls itself a picture', Buffer.from('<script>alert(1)</script>'), 'image/png', '?', false],
    ['a page', Buffer.from('<script>alert(1)</script>'), 'text/html', '?', false],
    ['a drawing that can run', Buffer.from('<svg onload="alert(1)"/>'), 'image/svg+xml', '?', false],
    ['a drawing with a head', Buffer.from('<?xml version="1.0"?><svg/>'), 'image/svg+xml', '?', false],
    ['a document', Buffer.from('%PDF-1.7\n'), 'application/pdf', 'application/pdf', false],
    ['a document that calls itself text', Buffer.from('%PDF-1.7\n'), 'text/plain', '?', false],
    ['text', Buffer.from('Grüße'), 'text/plain', 'text/plain; charset=utf-8', false],
    ['noise that calls itself text', Buffer.from([0, 1, 2, 255]), 'text/plain', '?', false],
  ])('%s', async (_, bytes, claimedType, served, inline) => {
    const type = await typeOf(bytes, claimedType)
    const expected = served === '?' ? 'application/octet-stream' : served
    expect(servedAs({ type, claimedType })).toEqual({ type: expected, inline })
  })

  test('and its name stays in its folder and on its line', () => {
    expect(fileName('../../etc/passwd')).toBe('passwd')
    expect(fileName('C:\\temp\\plan.pdf')).toBe('plan.pdf')
    expect(fileName('a\r\nSet-Cookie: x=1.png')).toBe('aSet-Cookie: x=1.png')
    expect(fileName('invoice\u202egnp.exe')).toBe('invoicegnp.exe')
    expect(fileName('…/')).toBe('attachment')
    expect(fileName(`${'x'.repeat(300)}.pdf`)).toHaveLength(200)
    expect(disposition('attachment', 'Grüße "1".pdf')).toBe(
      `attachment; filename="Gr__e _1_.pdf"; filename*=UTF-8''Gr%C3%BC%C3%9Fe%20%221%22.pdf`,
    )
  })
})
