import { afterEach, expect, test } from 'vitest'
import { at } from '../../service/test/desk-stage.ts'
import { type MailStage, openMailStage } from '../../service/test/mail-stage.ts'

let stage: MailStage
afterEach(() => stage.close())

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

test('Carla and Ava write to each other, with files, their mails crossing, and all of it is one conversation for both', async () => {
  stage = await openMailStage(at('2026-11-23T18:00:00Z'))
  const { p, server, send, deliver, tickets, messages, answers, clock } = stage

  // Carla asks, from her mail program, with a photo in the text and a bill beside it.
  const said = await send({
    messageId: '<carla.1@example.com>',
    html: '<p>Since Monday: <img src="cid:roof@1"></p><script>alert(1)</script>',
    attachments: [
      { filename: 'roof.png', content: PNG, cid: 'roof@1' },
      { filename: 'Kosten – Dach.pdf', content: '%PDF-1.7', contentType: 'application/pdf' },
    ],
  })
  const [asked] = await tickets()
  expect(said).toMatch(new RegExp(`^250 2\\.0\\.0 kept as ${asked!.id}$`))
  expect(asked).toMatchObject({
    subject: 'The roof leaks',
    requesterEmail: 'carla@example.com',
    channel: 'mail',
  })
  const [first] = await messages(asked!.id)
  expect(first).toMatchObject({
    text: 'Since Monday.',
    html: '<p>Since Monday: <img data-cid="roof@1" /></p>',
  })
  expect(first!.files.map(({ name, type, contentId }) => [name, type, contentId])).toEqual([
    ['roof.png', 'image/png', 'roof@1'],
    ['Kosten – Dach.pdf', 'application/pdf', null],
  ])

  // She is told at once that it arrived; in her mail program that stands under her own mail.
  await deliver()
  const [ack] = server.mails.splice(0)
  expect(ack).toMatchObject({ inReplyTo: '<carla.1@example.com>', subject: 'Re: The roof leaks' })
  expect(ack!.headers.get('auto-submitted')).toBe('auto-replied')

  // Ava answers with a file. Before that answer reaches her, Carla adds something: the two cross.
  p.clock.set(at('2026-11-23T19:00:00Z'))
  await answers(asked!.id)
  await send({
    messageId: '<carla.2@example.com>',
    inReplyTo: ack!.messageId!,
    references: `<carla.1@example.com> ${ack!.messageId}`,
    subject: 'Re: The roof leaks',
    text: `It is worse now.\n\nOn Mon, Nov 23, 2026 at 10:00 AM TractOps <contact@tractops.com> wrote:\n> We have your message`,
  })
  await deliver()
  const [answer] = server.mails.splice(0)
  expect(await clock(asked!.id)).toMatchObject({ state: 'met', responded: '2026-11-23T19:00:00Z' })
  expect(answer!.references).toContain('<carla.1@example.com>')
  expect(answer!.references).toContain(ack!.messageId)

  // Ava answers what was added; her mail stands under Carla's last one.
  p.clock.advance(60_000)
  await answers(asked!.id, { text: 'We look at it today.' })
  await deliver()
  const [second] = server.mails.splice(0)
  expect(second!.inReplyTo).toBe('<carla.2@example.com>')

  // Carla answers the older of the two, by a program that tells nothing of threads, to where answers go.
  const { address } = answer!.replyTo!.value[0]!
  await send({
    messageId: '<carla.3@example.com>',
    to: address!,
    subject: 'something else',
    text: 'Thank you.',
  })
  // A neighbour who was in copy answers Carla's own mail to all.
  await send({
    from: 'Dev <dev@example.com>',
    inReplyTo: '<carla.2@example.com>',
    messageId: '<dev.1@example.com>',
    subject: 'Re: The roof leaks',
    text: 'Mine too.',
  })

  expect(await tickets()).toHaveLength(1)
  const all = await messages(asked!.id)
  expect(all.map(({ author, authorName, text }) => [author, authorName, text])).toEqual([
    ['customer', 'Carla President', 'Since Monday.'],
    ['staff', 'Ava', 'Under **Export**.'],
    ['customer', 'Carla President', 'It is worse now.'],
    ['staff', 'Ava', 'We look at it today.'],
    ['customer', 'Carla President', 'Thank you.'],
    ['customer', 'Dev', 'Mine too.'],
  ])
  expect(all[2]!.quoted).toContain('> We have your message')
})

test('a mail whose subject begins with [P1] is a P1 from the moment that it was received, at any hour; an answer to it joins its thread', async () => {
  stage = await openMailStage(at('2026-11-01T08:30:00Z'))
  const { send, tickets, server, deliver } = stage
  await send({
    subject: ' [P1] Nobody can pay',
    messageId: '<p1@example.com>',
    date: new Date('2026-10-01T00:00:00Z'),
  })
  await send({ subject: 'Re: [P1] Nobody can pay', inReplyTo: '<p1@example.com>', text: 'Still.' })
  await send({ subject: 'About [P1] mails', text: 'How do they work?' })
  const [urgent, other] = await tickets()
  // SLA §2: 01:30 PDT and an hour of real time is 01:30 PST (rows 27, 29)
  expect(urgent).toMatchObject({ severity: 'P1', dueAt: at('2026-11-01T09:30:00Z') })
  expect(other!.severity).not.toBe('P1')
  expect(await tickets()).toHaveLength(2)
  await deliver()
  expect(server.mails.map(({ to }) => [to].flat()[0]!.text)).toContain('"Ben" <ben@tractops.com>')
})
