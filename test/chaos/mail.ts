import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { createLog, openDatabase, runningEmbeddedUrl } from '@tractops/platform'
import { createTransport } from 'nodemailer'
import { Turns } from '../../service/src/mail/take/turns.ts'
import { killDatabase } from './kill-database.ts'
import { freePort, Program } from './processes.ts'

/*
 * A mail server that is killed at random while 20 mails a second reach it, or whose database is: the postmaster, or one of its backends.
 * Whoever sends tries again what was not acknowledged, as mail servers do. At the end each acknowledged mail must be there once: one row,
 * one message, and one ticket for each new thread; and a service whose database was killed must have gone on by itself. By hand, on
 * loopback only, with so many seconds between kills:
 *
 *   node test/chaos/mail.ts --minutes 5 [--kill service|database|both] [--every 3-12] [--seed 7]
 *
 * Exit code 0: it held.
 */

const A_SECOND = 20
const SENDERS = 2_000
const PATIENCE_MS = 8_000
/** So many try at once, as a mail server that sends has so many connections; the others wait for their turn. */
const tries = new Turns(30)

const text = { type: 'string' } as const
const { values } = parseArgs({ options: { minutes: text, kill: text, every: text, seed: text } })
const minutes = Number(values.minutes ?? 5)
const kill = values.kill ?? 'service'
const [fewestS = 3, mostS = 12] = (values.every ?? '3-12').split('-').map(Number)
if (!['service', 'database', 'both'].includes(kill) || !(fewestS <= mostS))
  throw new Error('--kill takes service, database or both; --every takes seconds, as in 3-12.')
const seed = Number(values.seed ?? Math.floor(Math.random() * 1e6))
let drawn = seed
/** A number from `from` to `to`, the next of the seed's series (mulberry32). */
function random(from: number, to: number): number {
  drawn = (drawn + 0x6d2b79f5) | 0
  let t = Math.imul(drawn ^ (drawn >>> 15), 1 | drawn)
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
  return from + (((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * (to - from)
}

const began = Date.now()
const say = (line: string) => console.log(`${((Date.now() - began) / 1_000).toFixed(1).padStart(7)}  ${line}`)
const folder = mkdtempSync(join(tmpdir(), 'tractops-chaos-mail-'))
say(`seed ${seed}, ${minutes} minutes, kills of ${kill} every ${fewestS} to ${mostS} s, in ${folder}`)

const ports = { http: await freePort(), smtp: await freePort() }
const env = {
  DATA_DIR: folder,
  PORT: String(ports.http),
  SMTP_PORT: String(ports.smtp),
  PRACTICE_PORT: '0',
  LOG_LEVEL: 'fatal',
}
const server = new Program({
  args: ['service/src/main.ts'],
  env,
  ready: /^ready /,
  hear: (line) => say(`server: ${line.slice(0, 200)}`),
})
await server.start()

type Mail = { id: string; sender: string; answers: string | null; urgent: boolean; file: boolean }
const acknowledged = new Map<string, Mail>()
const threads: string[] = []
const underWay = new Set<Promise<void>>()
let written = 0
/** What was killed, and how often. */
const kills = { service: 0, postmaster: 0, backend: 0 }
/** When the last kill was, until a mail is acknowledged after it. */
let killedAtMs: number | null = null
let longestAwayMs = 0
/** What senders were told in place of 250, and how often. */
const failures = new Map<string, number>()
let longestMs = 0
const endsMs = Date.now() + minutes * 60_000

/** Sends one mail until it is acknowledged, as the sender's mail server does. */
async function send(mail: Mail): Promise<void> {
  const raw = await bytesOf(mail)
  while (!(await tries.take(() => trySending(mail, raw), { urgent: mail.urgent })))
    await sleep(1_000 + Math.random() * 3_000)
}

/** True once it is acknowledged. */
async function trySending(mail: Mail, raw: Buffer): Promise<boolean> {
  const client = createTransport({
    ...{ host: '127.0.0.1', port: ports.smtp, tls: { rejectUnauthorized: false } },
    ...{ connectionTimeout: PATIENCE_MS, greetingTimeout: PATIENCE_MS, socketTimeout: PATIENCE_MS },
  })
  const from = Date.now()
  try {
    await client.sendMail({ envelope: { from: mail.sender, to: 'contact@tractops.com' }, raw })
    longestMs = Math.max(longestMs, Date.now() - from)
    if (killedAtMs !== null && from > killedAtMs) {
      longestAwayMs = Math.max(longestAwayMs, Date.now() - killedAtMs)
      killedAtMs = null
    }
    acknowledged.set(mail.id, mail)
    if (mail.answers === null) threads.push(mail.id)
    return true
  } catch (error) {
    const said = (error as Error).message.slice(0, 60)
    failures.set(said, (failures.get(said) ?? 0) + 1)
    return false
  } finally {
    client.close()
  }
}

/** The mail as it is sent each time: what is tried again has the same bytes. */
async function bytesOf(mail: Mail): Promise<Buffer> {
  const { message } = await createTransport({ streamTransport: true, buffer: true }).sendMail({
    ...{ from: mail.sender, to: 'contact@tractops.com', messageId: mail.id },
    ...{ subject: `${mail.urgent ? '[P1] ' : ''}Question ${mail.id}`, text: `The text of ${mail.id}.` },
    ...(mail.answers === null ? {} : { inReplyTo: mail.answers, references: mail.answers }),
    ...(mail.file ? { attachments: [{ filename: 'a.txt', content: `The file of ${mail.id}.` }] } : {}),
  })
  return message as Buffer
}

function write(): Mail {
  const n = ++written
  const answers =
    threads.length > 10 && random(0, 1) < 0.3 ? threads[Math.floor(random(0, threads.length))]! : null
  return {
    id: `<chaos.${seed}.${n}@example.com>`,
    sender: `writer${n % SENDERS}@example.com`,
    answers,
    urgent: answers === null && random(0, 1) < 0.05,
    file: random(0, 1) < 0.2,
  }
}

async function keepSending(): Promise<void> {
  for (let nextMs = Date.now(); nextMs < endsMs; nextMs += 1_000 / A_SECOND) {
    await sleep(Math.max(0, nextMs - Date.now()))
    const sending = send(write())
    underWay.add(sending)
    void sending.finally(() => underWay.delete(sending))
  }
}

async function keepKilling(): Promise<void> {
  for (;;) {
    await sleep(random(fewestS * 1_000, mostS * 1_000))
    if (Date.now() > endsMs) return
    if (kill === 'service' || (kill === 'both' && random(0, 1) < 0.5)) await killService()
    else {
      const killed = killDatabase(folder, random(0, 1))
      if (killed === null) continue
      note(killed)
      if (!server.isRunning) throw new Error('The service ended with its database.')
    }
  }
}

async function killService(): Promise<void> {
  await server.end('SIGKILL')
  note('service')
  await sleep(random(0, 1_500))
  await server.start()
}

function note(killed: keyof typeof kills): void {
  kills[killed] += 1
  killedAtMs ??= Date.now()
  say(`${killed}: SIGKILL; ${acknowledged.size} acknowledged, ${underWay.size} under way`)
}

await Promise.all([keepSending(), keepKilling()])
say(`over; ${underWay.size} are still to be acknowledged`)
await Promise.all(underWay)
const killed = Object.entries(kills).map(([what, times]) => `${what} ${times}`)
say(
  `${written} mails written, ${acknowledged.size} acknowledged; killed: ${killed.join(', ')}; slowest 250 after ${longestMs} ms, the first one after a kill within ${longestAwayMs} ms`,
)
for (const [said, count] of failures) say(`${count} tries failed: ${said}`)
const wrong = [...(server.isRunning ? [] : ['the service is not running']), ...(await compare())]
for (const line of wrong.slice(0, 20)) say(`WRONG  ${line}`)
say(
  wrong.length === 0
    ? 'It held: every acknowledged mail is there, once.'
    : `${wrong.length} things are wrong; the data is in ${folder}`,
)
const stopping = Date.now()
await server.end('SIGTERM')
say(`the service ended within ${Date.now() - stopping} ms of SIGTERM`)
if (wrong.length === 0) rmSync(folder, { recursive: true })
process.exit(wrong.length === 0 ? 0 : 1)

/** Holds what was acknowledged against what is there. */
async function compare(): Promise<string[]> {
  const { pool, close } = openDatabase(runningEmbeddedUrl(folder), createLog('silent'))
  const { rows } = await pool.query<{
    id: string
    ticket: string
    messages: number
    files: number
    severity: string
  }>(
    `select i.message_id as id, i.ticket_id as ticket, t.severity,
       (select count(*)::int from ticket_message m where m.incoming_mail_id = i.id) as messages,
       (select count(*)::int from attachment a where a.message_id = i.ticket_message_id) as files
     from incoming_mail i left join ticket t on t.id = i.ticket_id`,
  )
  const tickets = await pool.query<{ n: number }>('select count(*)::int as n from ticket')
  await close()
  const wrong: string[] = []
  const found = Map.groupBy(rows, ({ id }) => id)
  for (const [id, mail] of acknowledged) {
    const [row, ...more] = found.get(id) ?? []
    if (row === undefined) wrong.push(`${id} was acknowledged, and is not there`)
    else if (more.length > 0) wrong.push(`${id} is there ${more.length + 1} times`)
    else if (row.messages !== 1) wrong.push(`${id} is ${row.messages} messages`)
    else if (row.files !== (mail.file ? 1 : 0)) wrong.push(`${id} has ${row.files} files`)
    else if (mail.urgent && row.severity !== 'P1') wrong.push(`${id} is a ${row.severity}`)
    else if (mail.answers !== null && row.ticket !== found.get(mail.answers)?.[0]?.ticket)
      wrong.push(`${id} is not in the thread of ${mail.answers}`)
  }
  if (found.size !== acknowledged.size)
    wrong.push(`${found.size} mails are there, and ${acknowledged.size} were acknowledged`)
  if (tickets.rows[0]!.n !== threads.length)
    wrong.push(`${tickets.rows[0]!.n} tickets are there, of ${threads.length} threads`)
  say(`${rows.length} mails and ${tickets.rows[0]!.n} tickets are there`)
  return wrong
}
