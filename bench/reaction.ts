import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { texts } from '../service/src/status/html/texts.ts'
import { type Report, report } from './report.ts'
import { startWatching } from './sites/start-watching.ts'

const MONITORS = Number(process.env.BENCH_MONITORS ?? 1_000)
const COMPONENTS = 100
const WARM_UP_MS = 25_000
const BREAK_EVERY_MS = 600
const GIVE_UP_MS = 45_000
const POLL_MS = 50

/**
 * From the first failed check to a page that tells of it: a monitor of each component is broken, one after the other, and
 * `/status` is asked for over HTTP until it says that the component is down, and its API until an incident that is open names
 * it; and the exported copy is read from its folder until it says so. The first failed check is when the broken page was first asked for.
 * A page to staff is not part of it.
 */
export async function run(): Promise<Report> {
  const { service, targets, copy, stop } = await startWatching({
    monitors: MONITORS,
    deadShare: 0,
    components: COMPONENTS,
  })
  try {
    await sleep(WARM_UP_MS)
    const told = {
      page: new Map<number, number>(),
      incident: new Map<number, number>(),
      copy: new Map<number, number>(),
    }
    const all = () => Object.values(told).every(({ size }) => size === COMPONENTS)
    const breaking = breakOneByOne(targets.url)
    const startedMs = performance.now()
    while (!all() && performance.now() - startedMs < COMPONENTS * BREAK_EVERY_MS + GIVE_UP_MS) {
      for (const [what, seen] of Object.entries(await seenDown(service.url, copy)))
        for (const part of seen)
          if (!told[what as 'page'].has(part)) told[what as 'page'].set(part, Date.now())
      await sleep(POLL_MS)
    }
    await breaking
    const failed = (await (await fetch(`${targets.url}/failed`)).json()) as Record<string, number>
    const lagsOf = (seen: Map<number, number>) =>
      Object.entries(failed)
        .map(([page, ms]) => (seen.get(Number(/^part-(\d+)/.exec(page)![1])) ?? Infinity) - ms)
        .sort((a, b) => a - b)
    const row = (what: string, seen: Map<number, number>) => {
      const lags = lagsOf(seen)
      const at = (share: number) => lags[Math.ceil(share * lags.length) - 1]!
      return {
        what: `${MONITORS} monitors: first failed check to ${what}`,
        figure: `p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, of ${lags.length}`,
        against: '3 s',
        ratio: 3_000 / at(0.99),
        wanted: 1,
      }
    }
    return report('reaction', [
      row('confirmed, and an incident that is open names it', told.incident),
      row('/status says that it is down', told.page),
      row('the exported copy says that it is down', told.copy),
    ])
  } finally {
    await stop()
  }
}

async function breakOneByOne(url: string): Promise<void> {
  for (let part = 0; part < COMPONENTS; part++) {
    await fetch(`${url}/break/part-${part}/page-${part}`, { method: 'PUT' })
    await sleep(BREAK_EVERY_MS)
  }
}

/** The components that the page says are down, those of the copy, and those that an open incident names. */
async function seenDown(
  url: string,
  copy: string,
): Promise<{ page: number[]; incident: number[]; copy: number[] }> {
  const [html, copied, api] = await Promise.all([
    fetch(`${url}/status`).then((r) => r.text()),
    readFile(join(copy, 'status/index.html'), 'utf8').catch(() => ''),
    fetch(`${url}/status/api/v2/incidents/unresolved.json`).then((r) => r.json()),
  ])
  const open = (api as { incidents: { components: { name: string }[] }[] }).incidents
  return {
    page: downIn(html),
    copy: downIn(copied),
    incident: open.flatMap(({ components }) =>
      components.map(({ name }) => Number(name.slice('Part '.length))),
    ),
  }
}

function downIn(html: string): number[] {
  const articles = [...html.matchAll(/<article class="?component"? id="?part-(\d+)"?>(.*?)<\/article>/gs)]
  return articles
    .filter(([, , text]) => text!.includes(`<strong>${texts.stateWord.down}</strong>`))
    .map(([, part]) => Number(part))
}
