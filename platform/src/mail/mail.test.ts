import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Actor } from '../actor.ts'
import { inTransaction } from '../database/transaction.ts'
import { deliverMail, smtpServer, type TestPlatform, type TestSmtpServer, testPlatform } from '../testing.ts'
import { bouncesOf } from './bounces.ts'
import { mailWithMessageId } from './list-mail.ts'
import type { Mail } from './message.ts'
import { MAIL_QUEUE, MOST_ATTEMPTS, queueMail } from './queue-mail.ts'
import { retryMail } from './retry-mail.ts'
import { sendMail, type Taken } from './send-mail.ts'
import { onMailSettled } from './settled.ts'
import { smtpTransport } from './smtp.ts'
import { startMail } from './start-mail.ts'
import type { Transport } from './transport.ts'

const ava: Actor = { kind: 'person', id: 'ava', name: 'Ava' }
const from = 'TractOps <contact@tractops.com>'
const notice: Mail = {
  kind: 'notice',
  ref: 'mnt_1',
  to: 'carla@example.com',
  toName: 'Carla, President',
  subject: 'Maintenance on Sunday, 02:00 – 04:00',
  text: 'We move the database.\n',
  html: '<p>We move the database.</p>',
  headers: { 'List-Unsubscribe': '<https://status.example.com/u/1>' },
  idempotencyKey: 'mnt_1/carla',
}
let p: TestPlatform
let server: TestSmtpServer
let smtp: Transport

beforeEach(async () => {
  p = await testPlatform({ now: Temporal.Instant.from('2026-11-24T09:00:00Z') })
  server = await smtpServer()
  smtp = smtpTransport(server.url, from)
  await p.queue.start()
})
afterEach(async () => {
  smtp.close()
  await p.close()
  await server.close()
})

const queue = (mail: Partial<Mail> = {}) =>
  inTransaction(p, ava, (ctx) => queueMail(ctx, p.queue, { ...notice, ...mail }))
const rows = async (): Promise<Record<string, unknown>[]> =>
  (await p.pool.query('select * from outgoing_mail order by created_at, id')).rows
const row = async () => (await rows())[0]!
const deliver = () => deliverMail(p, smtp)

describe('a mail', () => {
  test('is read by its recipient as it was written, and its acceptance is recorded', async () => {
    await queue()
    p.clock.advance(1_500)
    await deliver()
    const [mail] = server.mails
    expect(mail).toMatchObject({ subject: notice.subject, text: notice.text, html: notice.html })
    expect(mail!.from!.text).toBe('"TractOps" <contact@tractops.com>')
    expect(mail!.to).toMatchObject({ value: [{ address: 'carla@example.com', name: 'Carla, President' }] })
    expect(mail!.date!.toISOString()).toBe('2026-11-24T09:00:00.000Z')
    expect(mail!.headers.has('list')).toBe(true)
    expect(await row()).toMatchObject({
      accepted_at: new Date('2026-11-24T09:00:01.500Z'),
      failed_at: null,
      attempts: 1,
      transport: 'smtp',
      response: expect.stringMatching(/^250 /),
    })
  })

  test('carries its thread, where answers go, and files of any bytes, read from where they lie', async () => {
    await queue({
      messageId: '<t.tkt_1.msg_1.sig@tractops.com>',
      replyTo: 'contact+tkt_1.sig@tractops.com',
      inReplyTo: '<carla.2@example.com>',
      references: ['<root@tractops.com>', '<carla.2@example.com>'],
      attachments: [
        { filename: 'how – to.txt', contentType: 'text/plain; charset=utf-8', content: 'Grüße' },
        { filename: 'photo.png', contentType: 'image/png', content: { storeKey: 'sha256/1' } },
      ],
    })
    await deliver()
    expect((await row()).last_error).toContain('nobody has said how')
    await deliverMail(p, smtp, async (key) => Buffer.from([0, 255, 13, key.length]))
    const [mail] = server.mails
    expect(mail).toMatchObject({
      messageId: '<t.tkt_1.msg_1.sig@tractops.com>',
      inReplyTo: '<carla.2@example.com>',
      references: ['<root@tractops.com>', '<carla.2@example.com>'],
      replyTo: { value: [{ address: 'contact+tkt_1.sig@tractops.com' }] },
    })
    const [text, photo] = mail!.attachments
    expect(text).toMatchObject({ filename: 'how – to.txt', contentType: 'text/plain' })
    expect(text!.content.toString()).toBe('Grüße')
    expect(photo).toMatchObject({ filename: 'photo.png', contentType: 'image/png' })
    expect([...photo!.content]).toEqual([0, 255, 13, 8])
  })

  test('exists exactly when its cause is committed, and once for a key', async () => {
    await expect(
      inTransaction(p, ava, async (ctx) => {
        await queueMail(ctx, p.queue, notice)
        throw new Error('the cause did not happen')
      }),
    ).rejects.toThrow('the cause')
    expect(await rows()).toEqual([])
    const first = await queue()
    expect(await queue({ subject: 'again' })).toEqual(first)
    const jobs = await p.pool.query('select data from pgboss.job where name = $1', [MAIL_QUEUE])
    expect(jobs.rows).toEqual([{ data: { id: first.id } }])
  })

  test('that is refused for now is tried again and then accepted', async () => {
    server.answers.recipient = () => ({ code: 451, said: 'try again later' })
    await queue()
    await deliver()
    expect(await row()).toMatchObject({ accepted_at: null, failed_at: null, attempts: 1 })
    expect((await row()).last_error).toContain('451')
    server.answers.recipient = () => null
    await deliver()
    expect(server.mails).toHaveLength(1)
    expect(await row()).toMatchObject({ attempts: 2, failed_at: null, last_error: null })
    await deliver()
    expect(server.mails).toHaveLength(1)
  })

  test('whose recipient is refused for good fails at once, and the address counts as bounced', async () => {
    server.answers.recipient = () => ({ code: 550, said: '5.1.1 no such user' })
    await queue({ to: 'Gone@example.com' })
    await deliver()
    expect(await row()).toMatchObject({ failed_at: new Date('2026-11-24T09:00:00Z'), accepted_at: null })
    expect((await row()).last_error).toContain('5.1.1 no such user')
    const bounced = await inTransaction(p, ava, (ctx) => bouncesOf(ctx, ['gone@example.com', 'x@y.zz']))
    expect([...bounced.keys()]).toEqual(['gone@example.com'])
  })

  test('whose text is refused for good fails, and says nothing against the address', async () => {
    server.answers.message = () => ({ code: 554, said: '5.7.1 looks like spam' })
    await queue()
    await deliver()
    expect((await row()).failed_at).not.toBeNull()
    expect(await inTransaction(p, ava, (ctx) => bouncesOf(ctx, [notice.to]))).toEqual(new Map())
  })

  test('waits while it is we who are refused, and fails for good after many tries', async () => {
    server.answers.password = 'changed meanwhile'
    const stranger = smtpTransport(server.url.replace('//', '//tractops:wrong@'), from)
    const { id } = await queue()
    await expect(sendMail(p, stranger, id)).rejects.toThrow('535')
    expect(await row()).toMatchObject({ failed_at: null })
    await p.pool.query('update outgoing_mail set attempts = $1', [MOST_ATTEMPTS - 1])
    await sendMail(p, stranger, id)
    expect((await row()).failed_at).not.toBeNull()
    stranger.close()
  })

  test('that failed is sent again when an operator says so, and its address is trusted again', async () => {
    server.answers.recipient = () => ({ code: 550, said: 'mailbox full of wasps' })
    const { id } = await queue()
    await expect(inTransaction(p, ava, (ctx) => retryMail(ctx, p.queue, { id }))).rejects.toThrow(
      'on its way',
    )
    await deliver()
    server.answers.recipient = () => null
    await inTransaction(p, ava, (ctx) => retryMail(ctx, p.queue, { id }))
    await deliver()
    expect(server.mails).toHaveLength(1)
    expect(await inTransaction(p, ava, (ctx) => bouncesOf(ctx, [notice.to]))).toEqual(new Map())
    await expect(inTransaction(p, ava, (ctx) => retryMail(ctx, p.queue, { id }))).rejects.toThrow('accepted')
    await expect(inTransaction(p, ava, (ctx) => retryMail(ctx, p.queue, { id: 'x' }))).rejects.toThrow(
      'no mail',
    )
  })
})

describe('what hangs on a mail', () => {
  test('is settled in the same transaction, at the instant at which the transport answered', async () => {
    const seen: string[] = []
    const forget = onMailSettled('notice', async (ctx, mail) => {
      seen.push(`${mail.to} ${mail.acceptedAt ?? `failed: ${mail.lastError}`} ${ctx.now}`)
    })
    server.answers.recipient = (address) => (address.startsWith('dev') ? { code: 550, said: 'no' } : null)
    await queue()
    await queue({ to: 'dev@example.com', idempotencyKey: 'mnt_1/dev' })
    await queue({ kind: 'other', idempotencyKey: 'other' })
    await deliver()
    forget()
    expect(seen.sort()).toEqual([
      'carla@example.com 2026-11-24T09:00:00Z 2026-11-24T09:00:00Z',
      'dev@example.com failed: 550 no 2026-11-24T09:00:00Z',
    ])
  })

  test('fails: the mail is not sent again, and is settled by the next try', async () => {
    let broken = true
    const forget = onMailSettled('notice', async () => {
      if (broken) throw new Error('the room is on fire')
    })
    const { id } = await queue()
    const taken: Taken = new Map()
    await expect(sendMail(p, smtp, id, taken)).rejects.toThrow('on fire')
    expect((await row()).accepted_at).toBeNull()
    broken = false
    p.clock.advance(60_000)
    await sendMail(p, smtp, id, taken)
    forget()
    expect(server.mails).toHaveLength(1)
    expect((await row()).accepted_at).toEqual(new Date('2026-11-24T09:00:00Z'))
  })

  test('a process killed between acceptance and commit: the same mail is sent again under the same Message-ID', async () => {
    const { id } = await queue()
    const killed = onMailSettled('notice', async () => {
      throw new Error('killed')
    })
    await expect(sendMail(p, smtp, id)).rejects.toThrow('killed')
    killed()
    await sendMail(p, smtp, id)
    expect(server.mails).toHaveLength(2)
    const [first, second] = server.mails
    const named = await inTransaction(p, ava, (ctx) => mailWithMessageId(ctx, ['<x@y>', second!.messageId!]))
    expect(named!.id).toBe(id)
    expect(second!.messageId).toBe(first!.messageId)
    expect(first!.messageId).toMatch(/^<[\w-]{32}@tractops\.com>$/)
    expect(await row()).toMatchObject({ attempts: 2, failed_at: null })
  })
})

test('the queue sends what waits, by itself', async () => {
  const settled = Promise.withResolvers<void>()
  let left = 12
  const forget = onMailSettled('notice', async () => {
    left -= 1
    if (left === 0) settled.resolve()
  })
  const mail = await startMail(p, { transport: smtp, keepMs: 90 * 86_400_000 })
  for (let n = left; n > 0; n--) await queue({ idempotencyKey: `mnt_1/${n}` })
  await settled.promise
  forget()
  await mail.stop()
  expect(server.mails).toHaveLength(12)
})

test('mail logs are forgotten when their time is over, and what waits is not', async () => {
  await queue()
  await deliver()
  await queue({ idempotencyKey: 'waits' })
  p.clock.advance(91 * 86_400_000)
  const mail = await startMail(
    { ...p, queue: { ...p.queue, work: async () => ({ stop: async () => {} }) } },
    {
      transport: smtp,
      keepMs: 90 * 86_400_000,
    },
  )
  await mail.stop()
  expect((await rows()).map((r) => r.idempotency_key)).toEqual(['waits'])
})

describe('refused before anything is kept:', () => {
  test.each<[string, Partial<Mail>, string]>([
    ['a second header in the subject', { subject: 'Hello\r\nBcc: mallory@example.com' }, 'subject'],
    ['a line break of Unicode', { subject: 'Hello\u2028there' }, 'subject'],
    ['an empty subject', { subject: ' ' }, 'subject'],
    ['a second recipient', { to: 'carla@example.com, mallory@example.com' }, 'to'],
    ['a recipient with a name', { to: 'Carla <carla@example.com>' }, 'to'],
    ['a recipient that goes on', { to: 'carla@example.com\nBcc: mallory@example.com' }, 'to'],
    ['no recipient', { to: '' }, 'to'],
    ['a name of two lines', { toName: 'Carla\r\nBcc: mallory@example.com' }, 'toName'],
    ['a header of the transport', { headers: { Bcc: 'mallory@example.com' } }, 'headers.Bcc'],
    ['a header of two lines', { headers: { 'X-A': 'a\nBcc: mallory@example.com' } }, 'headers.X-A'],
    ['a header of the thread', { headers: { References: '<1@example.com>' } }, 'headers.References'],
    ['a Message-ID that goes on', { messageId: '<1@example.com>\r\nBcc: <m@example.com>' }, 'messageId'],
    ['an answer to two', { inReplyTo: '<1@example.com> <2@example.com>' }, 'inReplyTo'],
    ['words among references', { references: ['<1@example.com>', 'hello'] }, 'references'],
    ['two to answer to', { replyTo: 'carla@example.com, mallory@example.com' }, 'replyTo'],
    [
      'a file name of two lines',
      { attachments: [{ filename: 'a\r\nBcc: m', contentType: 'text/plain', content: '' }] },
      'attachments.0.filename',
    ],
    ['a header name of two lines', { headers: { 'X-A: b\nBcc': 'mallory' } }, 'headers.X-A: b\nBcc'],
  ])('%s', async (_, mail, path) => {
    await expect(queue(mail)).rejects.toMatchObject({ code: 'mail_invalid', path })
    expect(await rows()).toEqual([])
  })
})
