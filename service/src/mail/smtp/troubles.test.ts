import { once } from 'node:events'
import { readdir, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { StartError } from '@tractops/platform'
import { createTransport } from 'nodemailer'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { at } from '../../../test/desk-stage.ts'
import { type MailStage, openMailStage } from '../../../test/mail-stage.ts'
import { Turns } from '../take/turns.ts'
import { certificate } from './certificate.ts'
import { startSmtp } from './start-smtp.ts'

let stage: MailStage
beforeEach(async () => {
  stage = await openMailStage(at('2026-11-23T18:00:00Z'))
})
afterEach(() => stage.close())

const MOST = 25 * 1024 * 1024
const start = (
  more: Partial<MailStage['room']> = {},
  tls: { certFile: string; keyFile: string } | null = null,
  port = 0,
) => startSmtp(stage.p, { ...stage.room, ...more }, { host: '127.0.0.1', smtp: { port, tls } })
const client = (port: number, tls: object = { rejectUnauthorized: false }) =>
  createTransport({ host: '127.0.0.1', port, tls })
const mail = { from: 'carla@example.com', to: 'contact@tractops.com', subject: 'The roof', text: 'It leaks.' }

/** A client that speaks line by line and has begun a mail; `heard` is what the server has said so far. */
async function begun(port: number) {
  const socket = connect(port, '127.0.0.1')
  const talk = { socket, heard: '', closed: once(socket, 'close') }
  socket.setEncoding('latin1').on('error', () => {})
  socket.on('data', (said) => {
    talk.heard += said
  })
  for (const [line, answer] of [
    ['', /^220 /m],
    ['EHLO x\r\n', /^250 /m],
    ['MAIL FROM:<carla@example.com>\r\n', /2\.1\.0|Accepted/],
    ['RCPT TO:<contact@tractops.com>\r\n', /Accepted[\s\S]*Accepted/],
    ['DATA\r\n', /^354 /m],
  ] as const) {
    socket.write(line)
    await vi.waitFor(() => expect(talk.heard).toMatch(answer), { timeout: 5_000, interval: 5 })
  }
  return talk
}

/** The answer to a mail of so many bytes, sent as fast as it is taken; and the most memory that buffers held meanwhile. */
async function sendBytes(port: number, bytes: number) {
  const { socket, ...talk } = await begun(port)
  let said = ''
  socket.on('data', (more) => {
    said += more
  })
  const head = `Subject: Large\r\nMessage-ID: <${bytes}@example.com>\r\n\r\n`
  socket.write(head)
  const line = `${'x'.repeat(998)}\r\n`
  const block = line.repeat(64)
  let mostBytes = 0
  let left = bytes - head.length
  for (; left > block.length; left -= block.length) {
    if (!socket.write(block)) await once(socket, 'drain')
    mostBytes = Math.max(mostBytes, process.memoryUsage().arrayBuffers)
  }
  for (; left > line.length + 2; left -= line.length) socket.write(line)
  socket.write(`${'y'.repeat(left - 2)}\r\n.\r\nQUIT\r\n`)
  await talk.closed
  return { said, mostBytes }
}

test('a mail of 25 MB is taken, and one byte more is refused', async () => {
  expect((await sendBytes(stage.smtp.port, MOST)).said).toMatch(/^250 2\.0\.0 kept as tkt_/m)
  expect((await sendBytes(stage.smtp.port, MOST + 1)).said).toMatch(/^552 5\.3\.4 A mail may have 25 MB/m)
  expect(await stage.rows()).toHaveLength(1)
})

test('a mail of a quarter of a GB is read to its end and held nowhere', async () => {
  const before = process.memoryUsage().arrayBuffers
  const { said, mostBytes } = await sendBytes(stage.smtp.port, 10 * MOST)
  expect(said).toMatch(/^552 /m)
  expect(mostBytes - before).toBeLessThan(4 * MOST)
})

test('a full disk keeps nothing half and says so, and the mail is taken when there is room', async () => {
  const { store } = stage.desk
  const put = async () => {
    throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' })
  }
  const smtp = await start({ desk: { ...stage.desk, store: { ...store, put } } })
  const withFile = {
    ...mail,
    messageId: '<1@example.com>',
    attachments: [{ filename: 'a.txt', content: 'a' }],
  }
  await expect(client(smtp.port).sendMail(withFile)).rejects.toThrow(/452 4\.3\.1 The disk here is full/)
  expect([await stage.rows(), await stage.tickets()]).toEqual([[], []])
  expect((await stage.p.pool.query('select from attachment')).rowCount).toBe(0)
  expect(await readdir(store.receiving)).toEqual([])
  await smtp.stop()
  expect((await client(stage.smtp.port).sendMail(withFile)).response).toMatch(/^250 /)
  const [ticket] = await stage.tickets()
  expect((await stage.messages(ticket!.id))[0]!.files).toMatchObject([{ name: 'a.txt' }])
})

test('the operator’s certificate is the one that clients see, and half a pair or a wrong file is one sentence', async () => {
  const folder = stage.p.config.dataDir
  const files = { certFile: join(folder, 'smtp.crt'), keyFile: join(folder, 'smtp.key') }
  const { cert, key } = await certificate(null, 'mail.tractops.com', stage.p.clock.now())
  const other = await certificate(null, 'mail.tractops.com', stage.p.clock.now())
  await writeFile(files.certFile, cert)
  await writeFile(files.keyFile, key)
  const smtp = await start({}, files)
  const strict = { ca: cert, servername: 'mail.tractops.com', checkServerIdentity: () => undefined }
  const sending = createTransport({ host: '127.0.0.1', port: smtp.port, requireTLS: true, tls: strict })
  expect((await sending.sendMail(mail)).response).toMatch(/^250 /)
  expect((await stage.incoming()).envelope).toMatchObject({ tls: true })
  await smtp.stop()
  for (const wrong of ['not a key', other.key]) {
    await writeFile(files.keyFile, wrong)
    const failure: unknown = await start({}, files).catch((error) => error)
    expect(failure).toBeInstanceOf(StartError)
    expect((failure as Error).message).toMatch(
      /^SMTP_TLS_CERT .*smtp\.crt and SMTP_TLS_KEY .*cannot be used: .*Give a certificate/,
    )
  }
  const gone = await start({}, { ...files, certFile: join(folder, 'none.crt') }).catch((error) => error)
  expect((gone as Error).message).toMatch(/none\.crt.*ENOENT/)
})

test('a port that is taken is one sentence with what to do, and exit code 3', async () => {
  const failure = await start({}, null, stage.smtp.port).catch((error) => error)
  expect(failure).toBeInstanceOf(StartError)
  expect(failure).toMatchObject({ exitCode: 3 })
  expect(failure.message).toBe(
    `SMTP_PORT ${stage.smtp.port} is taken. End what listens there, or set SMTP_PORT to another port (0: any).`,
  )
})

test('a mail that has arrived whole when the server stops is committed and answered 250', async () => {
  const turns = new Turns(1)
  const held = Promise.withResolvers<void>()
  const holding = turns.take(() => held.promise, { urgent: true })
  const taking = vi.spyOn(turns, 'take')
  const smtp = await start({ turns })
  const sending = client(smtp.port).sendMail(mail)
  await vi.waitFor(() => expect(taking).toHaveBeenCalled(), { timeout: 5_000, interval: 5 })
  const stopping = smtp.stop()
  held.resolve()
  expect((await sending).response).toMatch(/^250 /)
  expect(await stage.tickets()).toHaveLength(1)
  await Promise.all([stopping, holding])
})

test('a mail that is half here when the server stops is answered 421 and kept nowhere, and nobody new is let in', async () => {
  const smtp = await start()
  const talk = await begun(smtp.port)
  talk.socket.write('Subject: Half\r\n\r\nOf it')
  await smtp.stop()
  await talk.closed
  expect(talk.heard).toMatch(/^421 /m)
  expect(talk.heard).not.toMatch(/kept as/)
  expect(await stage.rows()).toEqual([])
  await expect(client(smtp.port).sendMail(mail)).rejects.toThrow('ECONNREFUSED')
})
