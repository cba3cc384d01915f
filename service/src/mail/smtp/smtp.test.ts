import { connect } from 'node:net'
import { createLog, openDatabase } from '@tractops/platform'
import { createTransport } from 'nodemailer'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { at } from '../../../test/desk-stage.ts'
import { type MailStage, openMailStage } from '../../../test/mail-stage.ts'
import { MOST_OF_A_SENDER } from './limits.ts'
import { startSmtp } from './start-smtp.ts'

let stage: MailStage
beforeEach(async () => {
  stage = await openMailStage(at('2026-11-23T18:00:00Z'))
})
afterEach(() => stage.close())

/** What the server says to each of `lines`, as a client that has no manners writes them. */
async function speak(port: number, lines: readonly string[]): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  let heard = ''
  socket.setEncoding('latin1').on('data', (said) => {
    heard += said
  })
  // It hangs up on whoever talks before it has greeted.
  socket.once('data', () => socket.end(lines.map((line) => `${line}\r\n`).join(''), 'latin1'))
  await new Promise((resolve) => socket.once('close', resolve))
  return heard
}

describe('the mail server', () => {
  test('takes mail for the contact address and its plus forms, encrypted, and tells anybody else who reads here', async () => {
    await stage.send({ to: 'Contact+anything@TractOps.com' })
    expect(await stage.incoming()).toMatchObject({
      ...{ transport: 'smtp', receivedAt: at('2026-11-23T18:00:00Z') },
      envelope: {
        from: 'carla@example.com',
        to: ['contact+anything@tractops.com'],
        ip: '127.0.0.1',
        tls: true,
      },
    })
    await expect(stage.send({ to: 'sales@tractops.com' })).rejects.toThrow(
      /550 5\.1\.1 .*contact@tractops\.com/,
    )
    await expect(stage.send({ to: 'contact@example.com' })).rejects.toThrow('550')
  })

  test('refuses what is too large before it is sent', async () => {
    const heard = await speak(stage.smtp.port, [
      'EHLO x',
      'MAIL FROM:<carla@example.com> SIZE=30000000',
      'QUIT',
    ])
    expect(heard).toMatch(/^250[ -]SIZE 26214400\r?$/m)
    expect(heard).toMatch(/^552 /m)
  })

  test('holds back a flood of one sender with a reason, takes what is urgent, and anybody else', async () => {
    for (let n = 0; n < MOST_OF_A_SENDER; n++)
      await stage.send({ from: 'mallory@example.com', subject: `${n}` })
    await expect(stage.send({ from: 'mallory@example.com', subject: 'more' })).rejects.toThrow(
      /451 4\.7\.1 .*later/,
    )
    await stage.send({ from: 'mallory@example.com', subject: '[P1] The app is down' })
    await stage.send({ subject: 'Hello' })
    expect(await stage.tickets()).toHaveLength(MOST_OF_A_SENDER + 2)
  })

  test('says 451 while the database is away, and keeps nothing then', async () => {
    const away = openDatabase('postgres://nobody@127.0.0.1:1/none', createLog('silent'))
    const smtp = await startSmtp({ ...stage.p, db: away.db }, stage.room, {
      host: '127.0.0.1',
      smtp: { port: 0, tls: null },
    })
    const client = createTransport({ host: '127.0.0.1', port: smtp.port, tls: { rejectUnauthorized: false } })
    const sending = client.sendMail({ from: 'carla@example.com', to: 'contact@tractops.com', text: 'Hi' })
    await expect(sending).rejects.toThrow(/451 4\.3\.0 The database is away/)
    await smtp.stop()
    await away.close()
  })

  test('outlives clients without manners', async () => {
    const heard = await speak(stage.smtp.port, [
      'EHLO \x01\x02',
      'HELP',
      'RCPT TO:<contact@tractops.com>',
      'AUTH PLAIN AGFiYwBkZWY=',
      'VRFY carla',
      '\0\xff'.repeat(50),
    ])
    expect(heard).toMatch(/^220 /)
    expect(await stage.send()).toMatch(/^250 /)
  })

  test('lets what is under way end before it stops', async () => {
    const sending = stage.send()
    await stage.smtp.stop()
    const said = await sending.catch((error: Error) => error.message)
    expect((await stage.tickets()).length).toBe(said.startsWith('250') ? 1 : 0)
  })
})
