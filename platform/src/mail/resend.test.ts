import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { resendTransport } from './resend.ts'
import { MailRefused } from './transport.ts'

type Sent = { headers: IncomingMessage['headers']; body: Record<string, unknown> }

/** A server that speaks Resend's API: a key that came before is answered as before, and nothing is sent. */
let url: string
let sent: Sent[]
let answer: (response: ServerResponse) => boolean
const server = createServer(async (request, response) => {
  const body = JSON.parse(await text(request)) as Record<string, unknown>
  if (answer(response)) return
  const key = request.headers['idempotency-key']
  if (!sent.some((s) => s.headers['idempotency-key'] === key)) sent.push({ headers: request.headers, body })
  reply(response, 200, { id: `re_${key}` })
})
const reply = (response: ServerResponse, status: number, body: object) => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  return true
}

beforeEach(async () => {
  sent = []
  answer = () => false
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  url = `http://127.0.0.1:${(server.address() as { port: number }).port}`
})
afterEach(async () => {
  server.close()
  server.closeAllConnections()
  await once(server, 'close')
})

const message = {
  to: 'carla@example.com',
  toName: 'Carla "the" President',
  subject: 'Maintenance',
  text: 'We move the database.',
  headers: { 'List-Id': 'notices' },
  replyTo: 'contact+1@tractops.com',
  inReplyTo: '<carla.2@example.com>',
  references: ['<mnt_1@tractops>', '<carla.2@example.com>'],
  attachments: [
    { filename: 'm.ics', contentType: 'text/calendar', content: 'BEGIN:VCALENDAR' },
    { filename: 'm.bin', contentType: 'application/octet-stream', content: Buffer.from([0, 255, 10]) },
  ],
  idempotencyKey: 'mnt_1/carla',
  at: Temporal.Instant.from('2026-11-24T09:00:00Z'),
}
const send = () => resendTransport({ key: 're_key', url }, 'TractOps <contact@tractops.com>').send(message)
const refused = async (): Promise<MailRefused> => {
  const error = await send().then(
    () => null,
    (e: unknown) => e,
  )
  expect(error).toBeInstanceOf(MailRefused)
  return error as MailRefused
}

test('a mail is handed over with its key, and one that comes twice is one mail', async () => {
  expect(await send()).toEqual({ response: 'accepted as re_mnt_1/carla' })
  expect(await send()).toEqual({ response: 'accepted as re_mnt_1/carla' })
  expect(sent).toHaveLength(1)
  expect(sent[0]!.headers).toMatchObject({
    authorization: 'Bearer re_key',
    'idempotency-key': 'mnt_1/carla',
  })
  expect(sent[0]!.body).toEqual({
    from: 'TractOps <contact@tractops.com>',
    to: ['"Carla \\"the\\" President" <carla@example.com>'],
    subject: 'Maintenance',
    text: 'We move the database.',
    reply_to: 'contact+1@tractops.com',
    headers: {
      'List-Id': 'notices',
      'Message-ID': expect.stringMatching(/^<[\w-]{32}@tractops\.com>$/),
      'In-Reply-To': '<carla.2@example.com>',
      References: '<mnt_1@tractops> <carla.2@example.com>',
    },
    attachments: [
      {
        filename: 'm.ics',
        content_type: 'text/calendar',
        content: Buffer.from('BEGIN:VCALENDAR').toString('base64'),
      },
      { filename: 'm.bin', content_type: 'application/octet-stream', content: 'AP8K' },
    ],
  })
})

test.each([
  [429, 'rate_limit_exceeded', false],
  [429, 'daily_quota_exceeded', false],
  [500, 'application_error', false],
  [401, 'missing_api_key', false],
  [403, 'invalid_api_key', false],
  [409, 'concurrent_idempotent_requests', false],
  [409, 'invalid_idempotent_request', true],
  [422, 'invalid_from_address', false],
  [422, 'validation_error', true],
])('%i %s is for good: %s', async (status, name, permanent) => {
  answer = (response) => reply(response, status, { statusCode: status, name, message: 'Told why.' })
  expect(await refused()).toMatchObject({ permanent, address: false, message: `${status} ${name} Told why.` })
})

test.each<[string, (response: ServerResponse) => unknown]>([
  ['cuts the line', (response) => response.destroy()],
  ['answers with a page', (response) => response.writeHead(502).end('<html>Bad gateway')],
  ['says 200 and nothing', (response) => response.end()],
  ['sends us elsewhere', (response) => response.writeHead(307, { location: 'http://127.0.0.1:1' }).end()],
])('a server that %s has not taken the mail: it is tried again', async (_, say) => {
  answer = (response) => {
    say(response)
    return true
  }
  expect((await refused()).permanent).toBe(false)
})

test('a server that does not answer in time has perhaps taken it: it is asked again with the same key', async () => {
  answer = () => true
  const hurried = resendTransport({ key: 're_key', url }, 'contact@tractops.com', 50)
  await expect(hurried.send(message)).rejects.toMatchObject({ permanent: false })
})
