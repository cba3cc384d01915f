import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { createLog, openDatabase, runningEmbeddedUrl } from '@tractops/platform'
import { compare, type Fault, type Interval } from './compare.ts'
import { Cuttable } from './cuttable.ts'
import { freePort, Program } from './processes.ts'

/*
 * A server and two agents under random kills and cut lines, watching the practice application while it is broken and
 * mended at random. At the end what was told must be what was really broken, and no result may be lost. By hand, on loopback only:
 *
 *   node test/chaos/agents.ts --minutes 10 [--seed 7]
 *
 * At any time one agent at least runs and sees its control target, so that somebody always knows. Exit code 0: it held. On a machine
 * that is busy with other things checks come late for no fault of theirs: how late a timer of this process was is said at the end.
 */

const EVERY_MS = 10_000
const PARTS = { payments: 'Pay your dues', voting: 'Cast your vote', 'sign-in': 'Sign in' }
type Part = keyof typeof PARTS

const { values } = parseArgs({ options: { minutes: { type: 'string' }, seed: { type: 'string' } } })
const minutes = Number(values.minutes ?? 10)
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
/** By how much a timer of 100 ms was late, where that was over half a second: at which second of the run, and ms. */
const lags: [number, number][] = []
let tickedMs = performance.now()
setInterval(() => {
  const lagMs = performance.now() - tickedMs - 100
  tickedMs = performance.now()
  if (lagMs > 500) lags.push([(Date.now() - began) / 1_000, lagMs])
}, 100).unref()
const say = (line: string) => console.log(`${((Date.now() - began) / 1_000).toFixed(1).padStart(7)}  ${line}`)
const folder = mkdtempSync(join(tmpdir(), 'tractops-chaos-'))
say(`seed ${seed}, ${minutes} minutes, in ${folder}`)

const ports = { server: await freePort(), practice: await freePort(), tls: await freePort() }
const practiceUrl = `http://127.0.0.1:${ports.practice}`
const serverUrl = `http://127.0.0.1:${ports.server}`
const config = join(folder, 'tractops.yaml')
writeFileSync(config, yaml())
const serverEnv = {
  DATA_DIR: join(folder, 'server'),
  CONFIG: config,
  PORT: String(ports.server),
  PRACTICE_PORT: '0',
  SMTP_PORT: '0',
  LOG_LEVEL: 'warn',
}
const practice = new Program({
  args: ['practice/src/main.ts'],
  env: {
    PRACTICE_PORT: String(ports.practice),
    PRACTICE_TLS_PORT: String(ports.tls),
    DATA_DIR: join(folder, 'practice'),
  },
  ready: /^practice ready/,
  hear: (line) => say(`practice: ${line}`),
})
const server = new Program({
  args: ['service/src/main.ts'],
  env: serverEnv,
  ready: /^ready /,
  hear: (line) => say(`server: ${line.slice(0, 300)}`),
})
await practice.start()
await server.start()

/** What `tractops` prints on standard output. */
async function tractops(...args: string[]): Promise<string> {
  let said = ''
  const command = new Program({
    args: ['service/bin/tractops.js', ...args],
    env: serverEnv,
    ready: /./,
    hear: () => {},
  })
  said = await command.start()
  return said.trim()
}

const key = await tractops('key', 'create', '--role', 'viewer', '--name', 'chaos')
const control = createServer((socket) => socket.on('error', () => {})).listen(0, '127.0.0.1')
await sleep(100)
const controlPort = (control.address() as { port: number }).port

async function makeAgent(name: string) {
  const token = await tractops('agent', 'create', '--name', name)
  const [toServer, toControl] = [new Cuttable(ports.server), new Cuttable(controlPort)]
  const dataDir = join(folder, name)
  const args = ['service/bin/tractops.js', 'probe', '--data-dir', dataDir, '--token', token]
  args.push('--server', `http://127.0.0.1:${await toServer.open()}`)
  args.push('--control', `127.0.0.1:${await toControl.open()}`)
  const hear = (line: string) => say(`${name}: ${line.replace(/^\S+ /, '')}`)
  const program = new Program({ args, env: {}, ready: /^checking/, hear })
  await program.start()
  return { name, dataDir, program, toServer, toControl, impaired: false }
}
const agents = [await makeAgent('near'), await makeAgent('far')]
type Agent = (typeof agents)[number]
const startedAt = new Date().toISOString()
const endsMs = Date.now() + minutes * 60_000
const isOver = () => Date.now() > endsMs
const seconds = (from: number, to: number) => sleep(random(from, to) * 1_000)

async function breakAndMend(part: Part): Promise<void> {
  await seconds(25, 45)
  while (endsMs - Date.now() > 70_000) {
    const fault = random(0, 1) < 0.5 ? 'down' : random(0, 1) < 0.5 ? 'wrong' : 'drop'
    await put(part, 'PUT', JSON.stringify({ fault }))
    say(`${part} breaks: ${fault}`)
    await seconds(25, 60)
    await put(part, 'DELETE')
    say(`${part} is mended`)
    await seconds(25, 60)
  }
}

async function put(part: Part, method: string, body?: string): Promise<void> {
  const init = body === undefined ? { method } : { method, body }
  const answer = await fetch(`${practiceUrl}/practice/faults/${part}`, init)
  if (!answer.ok) throw new Error(`the practice application answered ${answer.status}`)
}

async function killServer(): Promise<void> {
  while (!isOver()) {
    await seconds(15, 50)
    say('server: SIGKILL')
    await server.end('SIGKILL')
    await seconds(0, random(0, 1) < 0.3 ? 45 : 8)
    await server.start()
    say('server: answers again')
  }
}

/** Kills an agent or cuts it from its control, unless that has happened to another one. */
async function impair(agent: Agent): Promise<void> {
  while (!isOver()) {
    await seconds(10, 40)
    if (agents.some((other) => other.impaired)) continue
    agent.impaired = true
    if (random(0, 1) < 0.6) {
      say(`${agent.name}: SIGKILL`)
      await agent.program.end('SIGKILL')
      await seconds(0, 25)
      await agent.program.start()
    } else {
      say(`${agent.name}: cut from its control`)
      agent.toControl.cut()
      await seconds(5, 40)
      agent.toControl.mend()
    }
    // It is whole again once it has looked at everything, its control included.
    await sleep(EVERY_MS + 6_000)
    agent.impaired = false
  }
}

async function cutFromServer(agent: Agent): Promise<void> {
  while (!isOver()) {
    await seconds(10, 40)
    say(`${agent.name}: cut from the server`)
    agent.toServer.cut()
    await seconds(1, 40)
    agent.toServer.mend()
    say(`${agent.name}: joined to the server`)
  }
}

await Promise.all([
  ...(Object.keys(PARTS) as Part[]).map(breakAndMend),
  killServer(),
  ...agents.flatMap((agent) => [impair(agent), cutFromServer(agent)]),
])
say('over; everything is mended, and what waits is delivered')
await sleep(3 * EVERY_MS)
const worst = lags.toSorted(([, a], [, b]) => b - a).slice(0, 5)
const latest = worst.map(([s, ms]) => `${Math.round(ms)} ms at ${s.toFixed(1)}`).join(', ')
say(`a timer here was late by more than 500 ms ${lags.length} times${latest && `: ${latest}`}`)
const wrong = [...(await compareTimes()), ...(await compareNumbers())]
for (const line of wrong) say(`WRONG  ${line}`)
say(
  wrong.length === 0
    ? 'It held: what was told is what was broken, and no result was lost.'
    : `${wrong.length} things are wrong`,
)
for (const agent of agents) {
  await agent.program.end('SIGTERM')
  agent.toServer.close()
  agent.toControl.close()
}
await server.end('SIGTERM')
await practice.end('SIGTERM')
control.close()
if (wrong.length === 0) rmSync(folder, { recursive: true })
process.exit(wrong.length === 0 ? 0 : 1)

async function compareTimes(): Promise<string[]> {
  const log = (await (await fetch(`${practiceUrl}/practice/log`)).json()) as Fault[]
  const wrong: string[] = []
  for (const part of Object.keys(PARTS)) {
    const headers = { authorization: `Bearer ${key}` }
    const answer = await fetch(`${serverUrl}/api/v1/components/${part}/intervals?from=${startedAt}`, {
      headers,
    })
    const told = (await answer.json()) as Interval[]
    const faults = log.filter((fault) => fault.part === part)
    wrong.push(...compare(part, faults, told, EVERY_MS + 1_000))
    say(`${part}: ${faults.length} faults, told ${told.filter((i) => i.state === 'down').length} outages`)
  }
  return wrong
}

/** Holds what the agents spooled against what the database has: every number, once. */
async function compareNumbers(): Promise<string[]> {
  const { pool, close } = openDatabase(runningEmbeddedUrl(serverEnv.DATA_DIR), createLog('silent'))
  const wrong: string[] = []
  for (const { name, dataDir } of agents) {
    const lines = readFileSync(join(dataDir, 'probe', 'spool.jsonl'), 'utf8')
      .trimEnd()
      .split('\n')
    const { spool, first } = JSON.parse(lines[0]!) as { spool: string; first: number }
    const spooled = first + lines.length - 2
    const { rows } = await pool.query(
      `select s.seq::int as seq, a.refused::int as refused,
         (select count(*)::int from check_result where agent_id = a.id) as kept,
         (select count(*)::int from check_result where agent_id = a.id and state = 3) as blind
       from probe_spool s join probe_agent a on a.id = s.agent_id where s.spool = $1`,
      [spool],
    )
    const { seq, refused, kept, blind } = rows[0]
    say(`${name}: ${spooled} spooled, ${seq} delivered, ${kept} kept (${blind} blind), ${refused} refused`)
    if (seq < spooled - 3) wrong.push(`${name}: ${spooled} results were spooled, and ${seq} are delivered`)
    if (kept + refused !== seq)
      wrong.push(`${name}: of ${seq} delivered results ${kept} were kept and ${refused} refused`)
  }
  const { rows } = await pool.query(
    `select count(*)::int as n from (select monitor_id, agent_id, at from check_result group by 1, 2, 3 having count(*) > 1) t`,
  )
  if (rows[0].n > 0) wrong.push(`${rows[0].n} results are there twice`)
  await close()
  return wrong
}

function yaml(): string {
  const lines = Object.entries(PARTS).map(
    ([part, text]) => `  - key: ${part}-page
    component: ${part}
    every: 10s
    timeout: 3s
    http: { url: "${practiceUrl}/${part}" }
    expect: { status: 200, body: ${text} }
    allowPrivate: [127.0.0.1]`,
  )
  const components = Object.keys(PARTS).map((part) => `  - { key: ${part}, name: ${part}, critical: true }`)
  return `components:\n${components.join('\n')}\nmonitors:\n${lines.join('\n')}\n`
}
