import { once } from 'node:events'
import type { Readable } from 'node:stream'
import { isDatabaseAway, isDiskFull, type Platform, StartError } from '@tractops/platform'
import { isUrgentSubject, policyAt } from '@tractops/sla'
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server'
import { words } from '../parse/addresses.ts'
import { readHead } from '../parse/read-head.ts'
import type { MailRoom } from '../take/mail-room.ts'
import { takeMail } from '../take/take-mail.ts'
import type { Envelope } from '../words.ts'
import { certificate } from './certificate.ts'
import { OpenCount, SenderLimit } from './limits.ts'
import type { SmtpSettings } from './settings.ts'

/** RFC 1870: what is larger is refused before it is sent, by a client that says so. */
const MOST_BYTES = 25 * 1024 * 1024
const MOST_CONNECTIONS = 200
const MOST_OF_AN_ADDRESS = 40
/** Bytes of mails that are on their way in at once; more than that wait outside. */
const MOST_UNDER_WAY = 8 * MOST_BYTES
const MOST_RECIPIENTS = 100
const SILENCE_MS = 60_000
const CLOSE_MS = 2_000

type Door = Pick<Platform, 'db' | 'clock' | 'log' | 'queue'>

/** What a client is told in place of 250: a code of RFC 5321 with one of RFC 3463, and a sentence. */
const refusal = (responseCode: number, said: string): Error =>
  Object.assign(new Error(said), { responseCode })

/**
 * The mail server of the service (RFC 5321): mail to the contact address and its plus forms, with STARTTLS. It says 250 when the mail
 * and what became of it are committed, and 451 while nothing can be kept. `stop` lets what is under way end.
 */
export async function startSmtp(
  p: Door,
  room: MailRoom,
  { host, smtp }: { host: string; smtp: SmtpSettings },
): Promise<{ port: number; stop(): Promise<void> }> {
  const contactAt = (now: Temporal.Instant) =>
    policyAt(room.desk.policies, now).policy.contact.address.toLowerCase()
  const name = contactAt(p.clock.now()).split('@')[1]!
  const connections = new OpenCount(MOST_OF_AN_ADDRESS)
  const senders = new SenderLimit()
  const underWay = new Set<Promise<unknown>>()
  let bytesUnderWay = 0

  async function receive(stream: SMTPServerDataStream, session: SMTPServerSession): Promise<string> {
    const raw = await bytesOf(stream, (length) => {
      bytesUnderWay += length
      return bytesUnderWay <= MOST_UNDER_WAY
    })
    try {
      if (stream.sizeExceeded)
        throw refusal(552, '5.3.4 A mail may have 25 MB. Send a smaller one, or a link to its files.')
      if (raw.cut)
        throw refusal(
          451,
          '4.3.2 Too many mails are on their way in just now; nothing was kept. Send it again in a minute.',
        )
      const receivedAt = p.clock.now()
      const envelope = envelopeOf(session)
      holdFlood(raw.bytes, envelope, receivedAt)
      const mail = { raw: raw.bytes, envelope, receivedAt, transport: 'smtp' } as const
      const { id, ticketId } = await takeMail(p, room, mail)
      return `2.0.0 kept as ${ticketId ?? id}`
    } finally {
      bytesUnderWay -= raw.length
    }
  }

  /** A flood of one sender waits outside: whoever sends it keeps it, and sends it again later. */
  function holdFlood(raw: Buffer, envelope: Envelope, now: Temporal.Instant): void {
    const { policy } = policyAt(room.desk.policies, now)
    const urgent = isUrgentSubject(policy, words(readHead(raw), 'subject'))
    const sender = envelope.from || `nobody at ${envelope.ip}`
    if (!senders.mayTake(sender, now.epochMilliseconds, urgent))
      throw refusal(
        451,
        `4.7.1 Too many mails of ${envelope.from || 'yours'} within five minutes; this one was not kept. Send it again later.`,
      )
  }

  const server = new SMTPServer({
    ...(await certificate(smtp.tls, name, p.clock.now())),
    name,
    banner: 'TractOps',
    size: MOST_BYTES,
    disabledCommands: ['AUTH'],
    authOptional: true,
    disableReverseLookup: true,
    hideENHANCEDSTATUSCODES: true,
    maxClients: MOST_CONNECTIONS,
    socketTimeout: SILENCE_MS,
    closeTimeout: CLOSE_MS,
    logger: false,
    onConnect({ remoteAddress }, done) {
      done(
        connections.enter(remoteAddress)
          ? null
          : refusal(421, '4.7.0 Too many connections from your address; close one.'),
      )
    },
    onClose: ({ remoteAddress }) => connections.leave(remoteAddress),
    onRcptTo({ address }, { envelope }, done) {
      if (envelope.rcptTo.length >= MOST_RECIPIENTS)
        return done(refusal(452, '4.5.3 Too many recipients for one mail.'))
      done(
        isOurs(address, contactAt(p.clock.now()))
          ? null
          : refusal(
              550,
              `5.1.1 Nobody reads ${address.replaceAll(/[^\x21-\x7e]/g, '?')} here; write to ${contactAt(p.clock.now())}.`,
            ),
      )
    },
    onData(stream, session, done) {
      const taking = receive(stream, session).then(
        (said) => done(null, said),
        (error: unknown) => done(spoken(p, error)),
      )
      underWay.add(taking)
      void taking.finally(() => underWay.delete(taking))
    },
  })
  // A client that breaks off, or does not like our certificate, is its own affair.
  server.on('error', (err) => p.log.debug({ err }, 'a mail client broke off'))
  const listening = server.listen(smtp.port, host)
  await once(listening, 'listening').catch((error: NodeJS.ErrnoException) => {
    throw portTaken(error, smtp.port)
  })
  const { port } = listening.address() as { port: number }
  return {
    port,
    async stop() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      await Promise.allSettled(underWay)
      await closed
    },
  }
}

/** The contact address, or one of its plus forms; capitals do not matter. */
function isOurs(address: string, contact: string): boolean {
  const [local, domain] = contact.split('@') as [string, string]
  const given = address.toLowerCase()
  return given === contact || (given.startsWith(`${local}+`) && given.endsWith(`@${domain}`))
}

const envelopeOf = (session: SMTPServerSession): Envelope => ({
  from: session.envelope.mailFrom === false ? '' : plain(session.envelope.mailFrom.address),
  to: session.envelope.rcptTo.map(({ address }) => plain(address)),
  ip: session.remoteAddress,
  helo: plain(session.hostNameAppearsAs || '') || null,
  tls: session.secure,
})

const plain = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll(/\p{Cc}/gu, '')
    .slice(0, 320)
    .toLowerCase()

/** Reads to the end in any case, as the protocol wants it; keeps nothing more once it is too much. */
async function bytesOf(
  stream: Readable & { sizeExceeded: boolean },
  mayHold: (length: number) => boolean,
): Promise<{ bytes: Buffer; length: number; cut: boolean }> {
  let chunks: Buffer[] = []
  let length = 0
  let cut = false
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    if (cut) continue
    const tooLarge = stream.sizeExceeded
    if (!tooLarge) length += chunk.length
    cut = tooLarge || !mayHold(chunk.length)
    if (cut) chunks = []
    else chunks.push(chunk)
  }
  return { bytes: Buffer.concat(chunks), length, cut }
}

function spoken({ log }: Door, error: unknown): Error {
  if (error instanceof Error && 'responseCode' in error) return error
  if (isDatabaseAway(error))
    return refusal(451, '4.3.0 The database is away; nothing was kept. Send it again in a minute.')
  if (isDiskFull(error)) {
    log.error({ err: error }, 'the disk is full: mails are not taken until there is room')
    return refusal(452, '4.3.1 The disk here is full; nothing was kept. Send it again later.')
  }
  log.error({ err: error }, 'a mail was not taken; its sender was told to send it again')
  return refusal(451, '4.3.0 It could not be kept just now. Send it again in a minute.')
}

function portTaken(error: NodeJS.ErrnoException, port: number): Error {
  if (error.code === 'EADDRINUSE')
    return new StartError(
      'inUse',
      `SMTP_PORT ${port} is taken. End what listens there, or set SMTP_PORT to another port (0: any).`,
      error,
    )
  if (error.code === 'EACCES')
    return new StartError(
      'configuration',
      `SMTP_PORT ${port} needs rights that this user has not. Set one above 1023, and forward to it.`,
      error,
    )
  return error
}
