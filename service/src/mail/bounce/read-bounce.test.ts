import { expect, test } from 'vitest'
import { parseMail } from '../parse/parse-mail.ts'
import { readBounce } from './read-bounce.ts'

const bounceOf = async (text: string, envelopeFrom = '') =>
  readBounce(await parseMail(Buffer.from(text)), envelopeFrom)
const dsn = (perRecipient: string) => `From: Mail Delivery System <MAILER-DAEMON@mx.example.com>
Subject: Undelivered Mail Returned to Sender
Content-Type: multipart/report; report-type=delivery-status; boundary=a

--a

I'm sorry.
--a
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.com

Final-Recipient: rfc822; carla@example.com
${perRecipient}
--a
Content-Type: message/rfc822

From: TractOps <contact@tractops.com>
Message-ID: <t.tkt_1.msg_1.sig@tractops.com>
Subject: Re: The roof

We look at it.
--a--
`

test('a mail that failed for good is named, with the reason of its mail server', async () => {
  expect(
    await bounceOf(
      dsn(
        'Action: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 <carla@example.com>:\n no such user',
      ),
    ),
  ).toEqual({
    messageIds: ['<t.tkt_1.msg_1.sig@tractops.com>'],
    permanent: true,
    reason: '5.1.1 550 5.1.1 <carla@example.com>: no such user',
  })
})

test('one that is tried again is not lost, and one that arrived is no bounce', async () => {
  expect(await bounceOf(dsn('Action: delayed\nStatus: 4.4.1'))).toMatchObject({ permanent: false })
  expect(await bounceOf(dsn('Action: delivered\nStatus: 2.0.0'))).toBeNull()
})

test('a mail server that writes a plain letter is understood', async () => {
  const letter = `From: MAILER-DAEMON@mx.example.com
Subject: failure notice

Hi. This is the qmail-send program at mx.example.com.

<carla@example.com>:
550 5.7.1 Message refused

--- Below this line is a copy of the message.

Message-ID: <t.tkt_1.msg_1.sig@tractops.com>
Subject: Re: The roof
`
  expect(await bounceOf(letter)).toEqual({
    messageIds: ['<t.tkt_1.msg_1.sig@tractops.com>'],
    permanent: true,
    reason: '550 5.7.1 Message refused',
  })
  expect(await bounceOf(letter, 'mallory@example.com')).toBeNull()
})

test('a letter of a person that speaks of an error is none', async () => {
  expect(
    await bounceOf('From: carla@example.com\nSubject: 550\n\nI get 550 5.1.1.\nMessage-ID: <t.1@x>'),
  ).toBeNull()
})
