import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import autocannon from 'autocannon'
import { type Report, type Row, report } from './report.ts'

const SECONDS = 6
const CONNECTIONS = 32
const ROUNDS = 3

type Site = { bare: string; room: string; whole: string; bytes: number }
type Figures = { perSecond: number; p99Ms: number }

/**
 * `/status` with ten components and ninety days, from a process of its own, against a bare Hono route that returns the same
 * bytes from the same process: alone, and behind everything that the platform puts around a request. Rounds alternate.
 */
export async function run(): Promise<Report> {
  const { site, stop } = await startSite()
  try {
    const found: Record<'bare' | 'room' | 'whole', Figures[]> = { bare: [], room: [], whole: [] }
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const name of ['bare', 'room', 'whole'] as const) found[name].push(await load(site[name]))
    }
    const bare = best(found.bare)
    const row = (what: string, figures: Figures): Row => ({
      what,
      figure: `${Math.round(figures.perSecond)}/s, p99 ${figures.p99Ms} ms`,
      against: `bare Hono route, same bytes: ${Math.round(bare.perSecond)}/s`,
      ratio: figures.perSecond / bare.perSecond,
      wanted: 0.8,
    })
    const whole = best(found.whole)
    return report(
      'status',
      [
        row('/status, the room alone', best(found.room)),
        row('/status, with ids, headers, log and measurements', whole),
        {
          what: `p99 at ${CONNECTIONS} connections`,
          figure: `${whole.p99Ms} ms`,
          against: '10 ms',
          ratio: 10 / Math.max(1, whole.p99Ms),
          wanted: 1,
        },
        {
          what: '/status with 10 components and 90 days, gzipped',
          figure: `${site.bytes} bytes`,
          against: '15 000 bytes',
          ratio: 15_000 / site.bytes,
          wanted: 1,
        },
      ],
      { libraries: ['autocannon', 'hono'] },
    )
  } finally {
    stop()
  }
}

function best(rounds: Figures[]): Figures {
  return rounds.reduce((a, b) => (b.perSecond > a.perSecond ? b : a))
}

async function load(url: string): Promise<Figures> {
  const result = await autocannon({
    url,
    connections: CONNECTIONS,
    duration: SECONDS,
    headers: { 'accept-encoding': 'gzip' },
  })
  if (result.non2xx > 0 || result.errors > 0) throw new Error(`${url} did not answer every request`)
  return { perSecond: result.requests.average, p99Ms: result.latency.p99 }
}

async function startSite(): Promise<{ site: Site; stop: () => void }> {
  const child = spawn(process.execPath, [fileURLToPath(new URL('./sites/status.ts', import.meta.url))], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const site = await new Promise<Site>((resolve, reject) => {
    child.stdout.once('data', (line: Buffer) => resolve(JSON.parse(line.toString()) as Site))
    child.once('exit', (code) => reject(new Error(`the site ended with ${code} before it was ready`)))
  })
  return { site, stop: () => child.kill() }
}
