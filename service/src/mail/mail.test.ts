import { generateKeyPairSync } from 'node:crypto'
import { createHttpApp } from '@tractops/platform'
import fc from 'fast-check'
import { dkimSign } from 'mailauth/lib/dkim/sign.js'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { at } from '../../test/desk-stage.ts'
import { type MailStage, openMailStage } from '../../test/mail-stage.ts'
import { accountsRoutes, createKey } from '../accounts/index.ts'
import { replyAddress } from '../desk/index.ts'
import { mailRoutes } from './http/routes.ts'
import { judgeIncoming } from './verdict/verdict-job.ts'

const keys = generateKeyPairSync('rsa', { modulusLength: 2048 })
const publicKey = keys.publicKey.export({ type: 'spki', format: 'der' }).toString('base64')
const resolver = async (name: string, type: string) => {
  if (type === 'TXT' && name === 's._domainkey.tractops.com') return [[`v=DKIM1; k=rsa; p=${publicKey}`]]
  if (type === 'TXT' && name === '_dmarc.tractops.com') return [['v=DMARC1; p=reject']]
  throw Object.assign(new Error('ENOTFOUND'), { code: 'ENOTFOUND' })
}
async function signed(text: string) {
  const privateKey = keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  const key = { signingDomain: 'tractops.com', selector: 's', privateKey }
  return (await dkimSign(text, { ...key, signatureData: [key] })).signatures + text
}

let stage: MailStage
beforeEach(async () => {
  stage = await openMailStage(at('2026-11-23T18:00:00Z'), resolver)
})
afterEach(() => stage.close())

const mail = (head: string, text = 'Hi.') => `${head}\r\n\r\n${text}\r\n`.replaceAll(/\r?\n/g, '\r\n')
const fromCarla = 'From: Carla <carla@example.com>\nTo: contact@tractops.com\nSubject: The roof'

describe('the same mail is one message', () => {
  test('delivered twice, one after the other or at once, and on another way', async () => {
    const raw = mail(`${fromCarla}\nMessage-ID: <1@example.com>`)
    const took = await Promise.all([
      stage.take(raw),
      stage.take(raw),
      stage.take(`Received: from elsewhere\r\n${raw}`),
    ])
    expect(new Set(took.map(({ id }) => id)).size).toBe(1)
    expect(took.filter(({ fresh }) => fresh)).toHaveLength(1)
    expect(await stage.tickets()).toHaveLength(1)
  })

  test('without a Message-ID too; and two texts under one Message-ID are two', async () => {
    const raw = mail(fromCarla)
    await stage.take(`Received: from a\r\n${raw}`)
    expect((await stage.take(`Received: from b\r\n${raw}`)).fresh).toBe(false)
    await stage.take(mail(`${fromCarla}\nMessage-ID: <1@example.com>`, 'One.'))
    expect((await stage.take(mail(`${fromCarla}\nMessage-ID: <1@example.com>`, 'Two.'))).fresh).toBe(true)
  })
})

describe('a colleague', () => {
  const fromAva = mail(
    'From: Ava <ava@tractops.com>\nTo: contact@tractops.com\nSubject: Re: The roof\nMessage-ID: <a1@tractops.com>',
    'I know the builder.',
  )
  const answer = async (raw: string) => {
    const { ticketId } = await stage.take(mail(fromCarla))
    const to = [replyAddress({ secretKey: stage.desk.secretKey, contact: 'contact@tractops.com' }, ticketId!)]
    await stage.take(raw, { from: 'ava@tractops.com', to })
    return (await stage.messages(ticketId!)).at(-1)!
  }

  test('whose From is forged is a stranger, and is marked', async () => {
    expect(await answer(fromAva)).toMatchObject({ author: 'customer', authorName: 'Ava (sender not proved)' })
    const kept = (await stage.rows()).find(({ fromAddress }) => fromAddress === 'ava@tractops.com')
    expect(kept).toMatchObject({ impersonates: 'Ava', verdict: { aligned: false } })
  })

  test('who answers what the desk tells them reaches the ticket that it is about, as the mail says', async () => {
    const { ticketId } = await stage.take(mail(fromCarla))
    await stage.until('2026-11-24T18:00:00Z')
    const told = stage.server.mails.find(({ to }) => [to].flat()[0]!.text.includes('ava@tractops.com'))!
    expect(told.text!.replaceAll(/\s+/g, ' ')).toContain(
      'Your answer to this mail becomes a note for staff in the ticket',
    )
    const to = [told.replyTo!.value[0]!.address!]
    await stage.take(await signed(fromAva), { from: 'ava@tractops.com', to })
    expect((await stage.messages(ticketId!)).at(-1)).toMatchObject({ author: 'staff', public: false })
    expect(await stage.tickets()).toHaveLength(1)
  })

  test('who proves it is one, and writes a note that goes to nobody', async () => {
    expect(await answer(await signed(fromAva))).toMatchObject({
      author: 'staff',
      authorId: 'ava',
      public: false,
      text: 'I know the builder.',
    })
    await stage.deliver()
    expect(stage.mails()).toEqual(['"Carla" <carla@example.com>: Re: The roof'])
  })
})

test('who sent a mail is looked up after it was taken, and kept', async () => {
  await stage.take(mail(fromCarla))
  expect((await stage.incoming()).verdict).toBeNull()
  await judgeIncoming(stage.p, stage.room, (await stage.incoming()).id)
  expect(await stage.incoming()).toMatchObject({
    verdict: { spf: { result: 'none' }, aligned: false },
    judgedAt: expect.anything(),
  })
})

describe('what a machine wrote', () => {
  test.each<[string, string, string]>([
    ['an alarm', 'Auto-Submitted: auto-generated', 'carla@example.com'],
    ['a list', 'List-Id: <board.example.com>', 'carla@example.com'],
    ['a mail of nobody', 'X-A: b', ''],
  ])('is a ticket, and is not answered by a machine: %s', async (_, field, from) => {
    await stage.take(mail(`${fromCarla}\n${field}`), { from })
    expect(await stage.tickets()).toHaveLength(1)
    await stage.deliver()
    expect(stage.mails()).toEqual([])
    expect((await stage.incoming()).automatic).toEqual(expect.any(String))
  })

  test('two machines that answer each other stop: an absence joins its thread and is not answered', async () => {
    await stage.take(mail(`${fromCarla}\nMessage-ID: <1@example.com>`))
    await stage.deliver()
    const [ack] = stage.server.mails.splice(0)
    await stage.take(
      mail(
        `From: Carla <carla@example.com>\nSubject: Automatic reply: The roof\nIn-Reply-To: ${ack!.messageId}\nAuto-Submitted: auto-replied`,
        'I am away.',
      ),
    )
    await stage.deliver()
    expect(stage.mails()).toEqual([])
    expect(await stage.tickets()).toHaveLength(1)
  })

  test('a mail of ours that comes back as it was is nothing', async () => {
    await stage.take(mail(`${fromCarla}\nMessage-ID: <1@example.com>`))
    await stage.deliver()
    const [ack] = stage.server.mails.splice(0)
    const back = await stage.take(
      mail(`From: TractOps <contact@tractops.com>\nMessage-ID: ${ack!.messageId}\nSubject: Re: The roof`),
    )
    expect(back).toMatchObject({ outcome: 'own', ticketId: null })
    expect(await stage.tickets()).toHaveLength(1)
  })
})

describe('a bounce', () => {
  const bounce = (messageId: string) =>
    mail(
      `From: MAILER-DAEMON@mx.example.com\nSubject: Undelivered\nContent-Type: multipart/report; report-type=delivery-status; boundary=a`,
      `--a\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx\n\nFinal-Recipient: rfc822; carla@example.com\nAction: failed\nStatus: 5.1.1\n\n--a\nContent-Type: text/rfc822-headers\n\nMessage-ID: ${messageId}\n--a--`,
    )

  test('of the first response comes back to the ticket: the question is open again, in sight', async () => {
    const { ticketId } = await stage.take(mail(fromCarla))
    await stage.deliver()
    stage.server.mails.splice(0)
    await stage.answers(ticketId!)
    await stage.deliver()
    const [answer] = stage.server.mails.splice(0)
    expect(await stage.clock(ticketId!)).toMatchObject({ state: 'met' })
    const took = await stage.take(bounce(answer!.messageId!), { from: '' })
    expect(took.outcome).toBe('bounce')
    expect(await stage.clock(ticketId!)).toMatchObject({ state: 'waiting', responded: null })
    expect(await stage.kinds(ticketId!)).toEqual(
      expect.arrayContaining(['answered', 'bounced', 'unanswered']),
    )
    expect(await stage.tickets()).toHaveLength(1)
  })

  test('of a mail that we never sent is a mail like any other', async () => {
    expect(await stage.take(bounce('<made-up@tractops.com>'), { from: '' })).toMatchObject({
      outcome: 'opened',
    })
  })
})

describe('bad mail is a ticket with what could be kept, and the reason', () => {
  test('10 000 parts: the mail is attached whole', async () => {
    const raw = mail(
      `${fromCarla}\nContent-Type: multipart/mixed; boundary=a`,
      `${'--a\n\nx\n'.repeat(10_000)}--a--`,
    )
    const { ticketId } = await stage.take(raw)
    const [message] = await stage.messages(ticketId!)
    expect(message!.text).toContain('more than 1000 parts')
    expect(message!.files).toMatchObject([{ name: 'mail.eml', size: raw.length, inline: false }])
  })

  test('a file that lies about its type is kept, and served as nothing that runs', async () => {
    const { ticketId } = await stage.take(
      mail(
        `${fromCarla}\nContent-Type: multipart/mixed; boundary=a`,
        `--a\nContent-Type: image/png; name="photo.png"\n\n<script>alert(1)</script>\n--a\nContent-Type: application/zip; name="42.zip"\n\nPK\x03\x04bomb\n--a--`,
      ),
    )
    const [message] = await stage.messages(ticketId!)
    expect(message!.text).toBe('[This mail has no text.]')
    expect(message!.files).toMatchObject([
      { name: 'photo.png', claimedType: 'image/png', inline: false },
      { name: '42.zip', inline: false },
    ])
  })

  test('a file that is larger than the store takes: the message says so', async () => {
    const { ticketId } = await stage.take(
      mail(
        `${fromCarla}\nContent-Type: multipart/mixed; boundary=a`,
        `--a\n\nHi\n--a\nContent-Disposition: attachment; filename=big.bin\n\n${'x'.repeat(1_100_000)}\n--a--`,
      ),
    )
    const [message] = await stage.messages(ticketId!)
    expect(message!.text).toMatch(/^Hi\n\n\[The file “big\.bin” was not kept: The file is larger/)
  })

  test('a header in a subject stays in the subject, when we answer too', async () => {
    await stage.take(mail('From: carla@example.com\nSubject: =?utf-8?Q?Hi=0D=0ABcc:_mallory=40example.com?='))
    await stage.deliver()
    const [ack] = stage.server.mails.splice(0)
    expect(ack!.subject).toBe('Re: Hi Bcc: mallory@example.com')
    expect(ack!.headers.has('bcc')).toBe(false)
  })

  test('whatever bytes come, they are one ticket more, or a bounce, or one that was there', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.oneof(
            fc.uint8Array({ maxLength: 80 }),
            fc
              .constantFrom(
                '\r\n',
                '\r\n\r\n',
                'From: ',
                'Subject: [P1] ',
                'Content-Type: multipart/mixed; boundary=a\r\n',
                '--a\r\n',
                'a@b.cc',
                '\0',
              )
              .map((text) => Buffer.from(text)),
          ),
        ),
        async (pieces) => {
          const before = (await stage.tickets()).length
          const { fresh } = await stage.take(Buffer.concat(pieces), { from: 'mallory@example.com' })
          expect((await stage.tickets()).length).toBe(before + (fresh ? 1 : 0))
        },
      ),
      { numRuns: 25 },
    )
  })
})

test('staff see how a mail came in and what is proved of it; its bytes come as a file that nothing shows', async () => {
  const raw = mail(fromCarla)
  const { id } = await stage.take(raw)
  await judgeIncoming(stage.p, stage.room, id)
  const app = createHttpApp(stage.p, { title: 'test', version: '0', description: '' })
  app.route('/', accountsRoutes(stage.p))
  app.route('/', mailRoutes(stage.p, { desk: stage.desk, webhookSecret: null }))
  const { key } = await stage.doing((ctx) => createKey(ctx, { name: 'test', role: 'agent' }))
  const ask = (path: string) => app.request(path, { headers: { authorization: `Bearer ${key}` } })
  expect(await (await ask(`/api/v1/incoming-mail/${id}`)).json()).toMatchObject({
    ...{ id, transport: 'smtp', outcome: 'opened', receivedAt: '2026-11-23T18:00:00Z' },
    verdict: { spf: { result: 'none' }, dkim: [], aligned: false },
  })
  const bytes = await ask(`/api/v1/incoming-mail/${id}/raw`)
  expect(await bytes.text()).toBe(raw)
  expect(bytes.headers.get('content-disposition')).toBe(`attachment; filename="${id}.eml"`)
  expect((await ask('/api/v1/incoming-mail/inc_none')).status).toBe(404)
  expect((await app.request('/hooks/resend', { method: 'POST', body: '{}' })).status).toBe(404)
})

test('a ticket that is gone is no obstacle: its answer is a new one', async () => {
  const { ticketId } = await stage.take(mail(`${fromCarla}\nMessage-ID: <1@example.com>`))
  const gone = replyAddress(
    { secretKey: stage.desk.secretKey, contact: 'contact@tractops.com' },
    ticketId!.replace(/.$/, (c) => (c === '0' ? '1' : '0')),
  )
  expect(await stage.take(mail('From: carla@example.com\nSubject: Re: 2023'), { to: [gone] })).toMatchObject({
    outcome: 'opened',
  })
})
