import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseMail } from './parse-mail.ts'

const head = 'From: Carla President <Carla@Example.com>\nTo: contact@tractops.com\nSubject: A question\n'
const mail = (text: string) => parseMail(Buffer.from(text.replaceAll('\n', '\r\n'), 'latin1'))
const b64 = (text: string | Buffer) => Buffer.from(text).toString('base64')
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

describe('a mail is read as its writer meant it', () => {
  test('who, to whom, about what, and what it answers', async () => {
    const parsed = await mail(
      `${head}Cc: "Dev, treasurer" <dev@example.com>, Board: ann@example.com;\nMessage-ID: <m.3@example.com>\nIn-Reply-To: <m.2@us>\nReferences: <m.0@us>\n <m.1@example.com> <m.2@us>\n\nThe roof leaks.\n`,
    )
    expect(parsed).toMatchObject({
      messageId: '<m.3@example.com>',
      answers: ['<m.2@us>', '<m.1@example.com>', '<m.0@us>'],
      from: { name: 'Carla President', address: 'carla@example.com' },
      recipients: ['contact@tractops.com', 'dev@example.com', 'ann@example.com'],
      subject: 'A question',
      text: 'The roof leaks.',
      unread: null,
    })
  })

  test.each<[string, Buffer, string]>([
    ['iso-8859-1', Buffer.from('Gr\xfc\xdfe', 'latin1'), 'Grüße'],
    ['windows-1252', Buffer.from([0x93, 0x48, 0x69, 0x94]), '“Hi”'],
    ['utf-8', Buffer.from('Dům 東京'), 'Dům 東京'],
    ['shift_jis', Buffer.from([0x93, 0x8c, 0x8b, 0x9e]), '東京'],
    ['gb2312', Buffer.from([0xb6, 0xab, 0xbe, 0xa9]), '东京'],
    ['koi8-r', Buffer.from([0xf0, 0xd2, 0xc9, 0xd7, 0xc5, 0xd4]), 'Привет'],
    ['utf-16le', Buffer.from('Dům', 'utf16le'), 'Dům'],
  ])('text in %s, and a subject too', async (charset, bytes, said) => {
    const encoded = b64(bytes)
    const parsed = await mail(
      `Subject: =?${charset}?B?${encoded}?=\nContent-Type: text/plain; charset=${charset}\nContent-Transfer-Encoding: base64\n\n${encoded}\n`,
    )
    expect([parsed.subject, parsed.text]).toEqual([said, said])
  })

  test('text in a charset that nobody knows is still text', async () => {
    const parsed = await mail(`${head}Content-Type: text/plain; charset=klingon\n\nThe roof leaks.`)
    expect(parsed.text).toBe('The roof leaks.')
  })

  test('text and HTML side by side, images in it, files and an invitation beside it', async () => {
    const parsed = await mail(`${head}Content-Type: multipart/mixed; boundary=a

--a
Content-Type: multipart/related; boundary=b

--b
Content-Type: multipart/alternative; boundary=c

--c
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: quoted-printable

It looks =C3=BCgly:
--c
Content-Type: text/html

<p onclick="x()">It looks <b>ugly</b>: <img src="cid:photo@1" alt="the roof"></p>
--c--
--b
Content-Type: image/png
Content-ID: <photo@1>
Content-Transfer-Encoding: base64

${PNG}
--b--
--a
Content-Type: application/pdf; name*=utf-8''Kostenvoranschlag%20f%C3%BCr%20Dach.pdf
Content-Disposition: attachment
Content-Transfer-Encoding: base64

${b64('%PDF-1.7')}
--a
Content-Type: text/calendar; method=REQUEST

BEGIN:VCALENDAR
SUMMARY:Look at the roof
END:VCALENDAR
--a--
`)
    expect(parsed).toMatchObject({
      text: 'It looks ügly:',
      html: '<p>It looks <b>ugly</b>: <img data-cid="photo@1" alt="the roof" /></p>',
    })
    expect(parsed.files.map(({ name, claimedType, contentId }) => [name, claimedType, contentId])).toEqual([
      ['part-1.png', 'image/png', 'photo@1'],
      ['Kostenvoranschlag für Dach.pdf', 'application/pdf', null],
      ['invitation.ics', 'text/calendar', null],
    ])
    expect(Buffer.from(parsed.files[0]!.bytes).toString('base64')).toBe(PNG)
  })

  test('a mail that was forwarded stands in it, and what it carried comes along', async () => {
    const parsed = await mail(`${head}Content-Type: multipart/mixed; boundary=a

--a

Please see below.
--a
Content-Type: message/rfc822

From: Dev <dev@example.com>
Subject: The bill
Content-Type: multipart/mixed; boundary=b

--b

It is wrong by 2 USD.
--b
Content-Type: application/pdf; name=bill.pdf
Content-Transfer-Encoding: base64

${b64('%PDF-1.7')}
--b--
--a--
`)
    expect(parsed.text).toMatch(
      /Please see below\.[\s\S]*dev@example\.com[\s\S]*The bill[\s\S]*wrong by 2 USD/,
    )
    expect(parsed.files.map(({ name }) => name)).toEqual(['bill.pdf'])
  })

  test('one of HTML alone has its text', async () => {
    const parsed = await mail(
      `${head}Content-Type: text/html\n\n<title>x</title><h1>The roof</h1><p>It <b>leaks</b>, <a href="https://example.com/p">photo</a>.</p><script>1</script>`,
    )
    expect(parsed.text).toBe('The roof\n\nIt leaks, photo (https://example.com/p).')
  })

  test('an invitation alone says what it is', async () => {
    const parsed = await mail(
      `${head}Content-Type: text/calendar; method=REQUEST\n\nBEGIN:VCALENDAR\nSUMMARY:Look at\n  the roof\nEND:VCALENDAR`,
    )
    expect(parsed).toMatchObject({
      text: 'An invitation: Look at the roof',
      files: [{ name: 'invitation.ics' }],
    })
  })

  test.each<[string, string, object]>([
    ['no Message-ID', `${head}\nHi`, { messageId: null, text: 'Hi' }],
    ['no body', head, { subject: 'A question', text: '', unread: null }],
    ['no subject', 'From: carla@example.com\n\nHi', { subject: '', text: 'Hi' }],
    ['no sender', 'Subject: x\n\nHi', { from: null, text: 'Hi' }],
    ['nothing at all', '', { from: null, subject: '', text: '', messageId: null }],
    ['lines that end in LF only', `${head}\nHi`, { text: 'Hi' }],
  ])('%s', async (_, text, expected) => {
    expect(await parseMail(Buffer.from(text))).toMatchObject(expected)
  })
})

describe('bad mail is harmless, and nothing of it is lost:', () => {
  test('a line break in an encoded word starts no header and no line', async () => {
    const parsed = await mail(
      `From: =?utf-8?Q?Carla=0D=0ABcc:_mallory=40example.com?= <carla@example.com>\nSubject: =?utf-8?Q?Hello=0D=0ABcc:_x?=\n\nHi`,
    )
    expect(parsed.subject).toBe('Hello Bcc: x')
    expect(parsed.from!.name).not.toMatch(/[\r\n]/)
  })

  test.each<[string, string, string]>([
    ['a script', '<p>Hi</p><script>alert(1)</script>', '<p>Hi</p>'],
    ['a handler', '<p onmouseover="alert(1)">Hi</p>', '<p>Hi</p>'],
    [
      'a link that runs',
      '<a href="javascript:alert(1)">Hi</a>',
      '<a rel="noopener noreferrer nofollow" target="_blank">Hi</a>',
    ],
    ['a style sheet', '<style>*{display:none}</style><p>Hi</p>', '<p>Hi</p>'],
    [
      'a style that covers the page',
      '<p style="position:fixed;top:0;color:red;background:url(https://x)">Hi</p>',
      '<p style="color:red">Hi</p>',
    ],
    ['a drawing that runs', '<svg onload="alert(1)"><text>x</text></svg><p>Hi</p>', '<p>Hi</p>'],
    ['a frame', '<iframe src="https://example.com"></iframe><p>Hi</p>', '<p>Hi</p>'],
    ['a form', '<form action="https://example.com"><input name="password">Hi</form>', 'Hi'],
    [
      'a base and a refresh',
      '<base href="https://x"><meta http-equiv="refresh" content="0;url=https://x"><p>Hi</p>',
      '<p>Hi</p>',
    ],
    [
      'an image elsewhere',
      '<img src="https://example.com/pixel.gif?carla">',
      '<img data-remote-src="https://example.com/pixel.gif?carla" />',
    ],
    ['an image that is a page', '<img src="data:text/html;base64,PHNjcmlwdD4=">', '<img />'],
    ['a comment that hides', '<!--[if mso]><script>alert(1)</script><![endif]--><p>Hi</p>', '<p>Hi</p>'],
  ])('%s in its HTML', async (_, html, clean) => {
    expect((await mail(`${head}Content-Type: text/html\n\n${html}`)).html).toBe(clean)
  })

  test.each<[string, () => Buffer, RegExp]>([
    [
      '10 000 parts',
      () =>
        Buffer.from(
          `${head}Content-Type: multipart/mixed; boundary=a\n\n${'--a\n\nx\n'.repeat(10_000)}--a--\n`,
        ),
      /more than 1000 parts/,
    ],
    [
      'parts in parts in parts',
      () =>
        Buffer.from(
          head +
            Array.from(
              { length: 5_000 },
              (_, n) => `Content-Type: multipart/mixed; boundary=b${n}\n\n--b${n}\n`,
            ).join(''),
        ),
      /more than 100 groups/,
    ],
    [
      'groups that hide a level deeper than is read',
      () =>
        Buffer.from(
          head +
            Array.from(
              { length: 80 },
              (_, n) => `Content-Type: multipart/mixed; boundary=b${n}\n\n--b${n}\n`,
            ).join(''),
        ),
      /not put together/,
    ],
    ['a head without end', () => Buffer.from(head + 'X-Pad: x\n'.repeat(200_000)), /not put together/],
  ])('%s: it is kept whole, with its head and the reason', async (_, make, because) => {
    const parsed = await parseMail(make())
    expect(parsed).toMatchObject({ subject: 'A question', from: { address: 'carla@example.com' } })
    expect(parsed.unread).toMatch(because)
  })

  test('messages in messages in messages end somewhere, and the rest is a file', async () => {
    let inner = 'Subject: the innermost\n\nend'
    for (let n = 0; n < 40; n++) inner = `Content-Type: message/rfc822\n\n${inner}`
    const parsed = await mail(head + inner)
    expect(parsed.files.map(({ claimedType }) => claimedType)).toEqual(['message/rfc822'])
  })

  test('a file that unpacks to more than any disk is a file, and nobody unpacks it', async () => {
    const bomb = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), Buffer.alloc(1_000, 7)])
    const parsed = await mail(
      `${head}Content-Type: multipart/mixed; boundary=a\n\n--a\nContent-Type: application/zip; name="42.zip"\nContent-Transfer-Encoding: base64\n\n${b64(bomb)}\n--a--\n`,
    )
    expect(parsed.files).toMatchObject([{ name: '42.zip', bytes: new Uint8Array(bomb) }])
  })

  test('bytes that no database keeps are left out', async () => {
    const parsed = await mail(`${head}X-A: a\0b\n\na\0b\x07c \ud800`)
    expect(parsed.text).toMatch(/^abc/)
    expect(JSON.stringify(parsed)).not.toMatch(/\\u0000|\\ud800/)
  })

  test('whatever bytes come, they are read or kept with a reason', async () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.constantFrom(
        ...[
          '\r\n',
          '\n',
          '\r\n\r\n',
          '--a',
          '--a--',
          'From: ',
          'Subject: ',
          'Content-Type: multipart/mixed; boundary=a',
        ],
        ...[
          'Content-Type: text/html\r\n\r\n',
          '<div class="gmail_quote">',
          '<',
          '=?utf-8?B?',
          '?=',
          ':',
          ' ',
          ';',
          '"',
          '\0',
        ],
        ...[
          'Content-Transfer-Encoding: base64\r\n',
          'message/rfc822',
          'On Monday, Ava wrote:\n> ',
          '<img src="cid:1">',
        ],
      ),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 60 }), fc.boolean(), async (pieces, latin) => {
        const parsed = await parseMail(Buffer.from(pieces.join(''), latin ? 'latin1' : 'utf8'))
        expect(JSON.stringify(parsed)).not.toMatch(/\\u0000|<script|\\ud[89a-f]/i)
        expect(parsed.subject).not.toMatch(/[\r\n]/)
      }),
      { numRuns: 300 },
    )
  })
})
