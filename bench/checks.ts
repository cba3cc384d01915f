import { setTimeout as sleep } from 'node:timers/promises'
import { type Report, report } from './report.ts'
import { childrenCpuMs, usageOf } from './sites/run-process.ts'
import { startWatching } from './sites/start-watching.ts'

const WARM_UP_MS = 22_000
const MEASURE_MS = 20_000

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
 * from the due instant to the request. CPU is user and system: of the service's process, with everything it does at the
 * time (pages and the queue included), and of its PostgreSQL. Memory is the resident set of the service's process.
 */
export async function run(): Promise<Report> {
  const sizes = (process.env.BENCH_MONITORS ?? '1000,2500,5000').split(',').map(Number)
  const loads: Load[] = []
  for (const size of sizes) loads.push(await watching(size, 0))
  const [least, most] = [loads[0]!, loads.at(-1)!]
  const dead = await watching(most.monitors, 0.02)
  const lateness = ({ onTime, checks, p999Ms }: Load) =>
    `${((100 * onTime) / checks).toFixed(2)} % of ${checks} within 250 ms; 99.9 % within ${p999Ms} ms`
  const cpu = (what: string, load: Load, ms: (load: Load) => number) => ({
    what: `${load.monitors} monitors: CPU a check, ${what}`,
    figure: `${(ms(load) / load.checks).toFixed(2)} ms`,
    against: '1.2 ms',
    ratio: (1.2 * load.checks) / ms(load),
    wanted: 1,
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
