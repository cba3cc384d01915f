import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Report, report } from './report.ts'
import { childrenCpuMs, runProcess, usageOf } from './sites/run-process.ts'
import { EVERY_MS, startWatching, TARGETS } from './sites/start-watching.ts'

const WARM_UP_MS = 40_000
const MEASURE_MS = 20_000
const CLIENTS = join(import.meta.dirname, 'peers/clients.ts')
const PEERS = ['undici.request', 'node:http']
const PEER_MS = 10_000

type Load = {
  monitors: number
  checks: number
  onTime: number
  p999Ms: number
  serviceMs: number
  databaseMs: number
  bytes: number
}

/**
 * The service as `npm start` runs it, watching pages of another process every 20 s. Lateness is what the pages see: the time
 * from the due instant to the request. CPU is user and system over 20 s, begun when every monitor has been checked once or twice: of the
 * service's process with everything it does at the time (pages and the queue included), and of its PostgreSQL with all its
 * processes. Start-up, the pages' process and this one are not in it. The peers ask one of the same pages at the rate of the
 * most monitors, and do nothing else: what they cost tells the machine's speed of the day. Memory is the resident set of the service's process.
 */
export async function run(): Promise<Report> {
  const sizes = (process.env.BENCH_MONITORS ?? '1000,2500,5000').split(',').map(Number)
  const loads: Load[] = []
  for (const size of sizes) loads.push(await watching(size, 0))
  const [least, most] = [loads[0]!, loads.at(-1)!]
  const dead = await watching(most.monitors, 0.02)
  const peers: { client: string; cpuMs: number }[] = []
  for (const client of PEERS) peers.push({ client, cpuMs: await peerMs(client, most.monitors) })
  const lateness = ({ onTime, checks, p999Ms }: Load) =>
    `${((100 * onTime) / checks).toFixed(2)} % of ${checks} within 250 ms; 99.9 % within ${p999Ms} ms`
  const cpu = (what: string, load: Load, ms: (load: Load) => number) => ({
    what: `${load.monitors} monitors: CPU a check, ${what}`,
    figure: `${(ms(load) / load.checks).toFixed(2)} ms`,
    against: '1.2 ms',
    ratio: (1.2 * load.checks) / ms(load),
    // The limit is that of the most monitors; of fewer, each bears more of what it costs to be there at all.
    wanted: load === most ? 1 : 0,
  })
  const whole = ({ serviceMs, databaseMs }: Load) => serviceMs + databaseMs
  return report(
    'checks',
    [
      {
        what: `${most.monitors} monitors every 20 s: started when due`,
        figure: lateness(most),
        against: '99.9 % within 250 ms',
        ratio: 250 / Math.max(1, most.p999Ms),
        wanted: 1,
      },
      {
        what: 'the same with 2 % of the targets dead or hanging: the others',
        figure: lateness(dead),
        against: '99.9 % within 250 ms',
        ratio: 250 / Math.max(1, dead.p999Ms),
        wanted: 1,
      },
      ...loads.map((load) => cpu('service', load, ({ serviceMs }) => serviceMs)),
      ...loads.map((load) => cpu('service and database', load, whole)),
      ...peers.map(({ client, cpuMs }) => ({
        what: `${most.monitors} monitors: CPU a check, service and database, to a bare request`,
        figure: `${(whole(most) / most.checks).toFixed(2)} ms`,
        against: `${client}, ${cpuMs.toFixed(2)} ms`,
        ratio: (cpuMs * most.checks) / whole(most),
        wanted: 0,
      })),
      {
        what: `cost grows linearly: a check of ${least.monitors} to one of ${most.monitors}`,
        figure: `${(whole(least) / least.checks).toFixed(2)} and ${(whole(most) / most.checks).toFixed(2)} ms`,
        against: 'the same',
        ratio: whole(least) / least.checks / (whole(most) / most.checks),
        wanted: 0.95,
      },
      {
        what: `${most.monitors} monitors: memory of the service`,
        figure: `${Math.round(most.bytes / 1e6)} MB`,
        against: '300 MB',
        ratio: 300e6 / most.bytes,
        wanted: 1,
      },
    ],
    { libraries: ['undici', 'pg'] },
  )
}

/** The CPU that one request of a bare client costs, in ms, at the rate of so many monitors. */
async function peerMs(client: string, monitors: number): Promise<number> {
  const targets = await runProcess([TARGETS, String(EVERY_MS)])
  const rate = monitors / (EVERY_MS / 1_000)
  const peer = await runProcess([CLIENTS, client, `${targets.url}/page/part-0/page-0`, String(rate)])
  try {
    await sleep(PEER_MS)
    const asked = async () => ((await (await fetch(`${targets.url}/report`)).json()) as number[]).length
    await asked()
    const before = usageOf(peer.pid).cpuMs
    await sleep(PEER_MS)
    const cpuMs = usageOf(peer.pid).cpuMs - before
    return cpuMs / (await asked())
  } finally {
    await peer.stop()
    await targets.stop()
  }
}

async function watching(monitors: number, deadShare: number): Promise<Load> {
  const { service, targets, stop } = await startWatching({ monitors, deadShare, components: 10 })
  try {
    const asked = async () => (await (await fetch(`${targets.url}/report`)).json()) as number[]
    await sleep(WARM_UP_MS)
    await asked()
    const before = { own: usageOf(service.pid), children: childrenCpuMs(service.pid) }
    await sleep(MEASURE_MS)
    const latenesses = (await asked()).sort((a, b) => a - b)
    const after = { own: usageOf(service.pid), children: childrenCpuMs(service.pid) }
    return {
      monitors,
      checks: latenesses.length,
      onTime: latenesses.filter((ms) => ms <= 250).length,
      p999Ms: latenesses[Math.ceil(0.999 * latenesses.length) - 1]!,
      serviceMs: after.own.cpuMs - before.own.cpuMs,
      databaseMs: after.children - before.children,
      bytes: after.own.bytes,
    }
  } finally {
    await stop()
  }
}
