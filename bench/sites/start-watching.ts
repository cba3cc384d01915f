import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sober from '../../scripts/sober.json' with { type: 'json' }
import { type Process, runProcess } from './run-process.ts'

/** How often every page is asked for. */
export const EVERY_MS = 20_000
const NO_PORTS = { PORT: '0', PRACTICE_PORT: '0', SMTP_PORT: '0' }
const MAIN = join(import.meta.dirname, '../../service/src/main.ts')
/** The program that serves the pages. */
export const TARGETS = join(import.meta.dirname, 'targets.ts')

type Watching = {
  service: Process
  targets: Process
  /** The folder of the exported copy. */
  copy: string
  stop(): Promise<void>
}

/** The service, as `npm start` runs it, on an empty folder, watching pages of another process every 20 s. */
export async function startWatching(o: {
  monitors: number
  deadShare: number
  components: number
}): Promise<Watching> {
  const folder = mkdtempSync(join(tmpdir(), 'tractops-bench-'))
  const targets = await runProcess([TARGETS, String(EVERY_MS)])
  writeFileSync(join(folder, 'tractops.yaml'), configuration(o, targets.url))
  const service = await runProcess(
    [...sober.flags, ...(process.env.BENCH_NODE ?? '').split(' ').filter(Boolean), MAIN],
    { ...sober.env, ...NO_PORTS, DATA_DIR: join(folder, 'data'), LOG_LEVEL: 'error' },
    folder,
  )
  return {
    service,
    targets,
    copy: join(folder, 'data', 'export', 'current'),
    async stop() {
      await service.stop()
      await targets.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Of the dead ones, every other hangs for its whole timeout, and the rest find their connection refused. */
function configuration(
  { monitors, deadShare, components }: { monitors: number; deadShare: number; components: number },
  url: string,
): string {
  const parts = Array.from(
    { length: components },
    (_, i) => `  - { key: part-${i}, name: Part ${i}, critical: true }`,
  )
  const dead = Math.round(monitors * deadShare)
  const list = Array.from({ length: monitors }, (_, i) => {
    const component = `part-${i % components}`
    const key = i >= dead ? `page-${i}` : i % 2 === 0 ? `hang-${i}` : `dead-${i}`
    const base = key.startsWith('dead') ? 'http://127.0.0.1:1' : url
    return `  - { key: ${key}, component: ${component}, every: 20s, timeout: 10s, http: { url: "${base}/page/${component}/${key}" }, allowPrivate: ["127.0.0.1"] }`
  })
  return ['components:', ...parts, 'monitors:', ...list, ''].join('\n')
}
