import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { type Logger, StartError } from '@tractops/platform'

const program = fileURLToPath(new URL('../../practice/src/main.ts', import.meta.url))
const readyLine = /^practice ready (?<url>http:\S+) and (?<tlsUrl>https:\S+) \(its authority: (?<ca>.+)\)$/
const patienceMs = 4_000
const longestPauseMs = 30_000

export type PracticeProcess = { url: string; tlsUrl: string; ca: string; stop(): Promise<void> }

/** Where the help widget comes from, and the key that its pages' tokens are signed with, `KID.SECRET`. */
type Widget = { url: string; key: string }

const widgetVariables = (widget: Widget | null) =>
  widget === null ? {} : { TRACTOPS_URL: widget.url, TRACTOPS_WIDGET_KEY: widget.key }

/** The origins of its pages, by either name of this machine. */
export const originsOf = (practice: PracticeProcess | null): string[] =>
  [practice?.url, practice?.tlsUrl]
    .flatMap((url) => (url === undefined ? [] : [url, url.replace('127.0.0.1', 'localhost')]))
    .map((url) => new URL(url).origin)

/**
 * Runs the practice application as a process of its own, and again whenever it ends. It ends with us, however we end: it
 * watches its standard input, of which we hold the other end. One that an earlier, killed process left behind is given a
 * moment to notice that.
 */
export async function startPracticeProcess(
  { host, port, dataDir, widget }: { host: string; port: number; dataDir: string; widget: Widget | null },
  log: Logger,
): Promise<PracticeProcess> {
  const env = {
    PATH: process.env.PATH,
    HOST: host,
    PRACTICE_PORT: String(port),
    DATA_DIR: dataDir,
    ...widgetVariables(widget),
  }
  let stopping = false
  let current = await patiently()
  keep(current.child)

  async function patiently() {
    for (let waitedMs = 0; ; waitedMs += 250) {
      try {
        return await run(env, log)
      } catch (err) {
        const taken = err instanceof StartError && /is taken/.test(err.message)
        if (!taken || waitedMs >= patienceMs) throw err
        await sleep(250)
      }
    }
  }

  function keep(child: ChildProcess): void {
    child.once('exit', (code, signal) => {
      if (stopping) return
      log.error({ code, signal }, 'the practice application ended; starting it again')
      void again()
    })
  }

  async function again(): Promise<void> {
    for (let pauseMs = 500; !stopping; pauseMs = Math.min(longestPauseMs, 2 * pauseMs)) {
      await sleep(pauseMs, undefined, { ref: false })
      if (stopping) return
      try {
        current = await run(env, log)
        if (stopping) current.child.kill('SIGTERM')
        else keep(current.child)
        return
      } catch (err) {
        log.error({ err }, 'the practice application could not be started again yet')
      }
    }
  }

  const { url, tlsUrl, ca } = current
  return {
    url,
    tlsUrl,
    ca,
    async stop() {
      stopping = true
      const { child } = current
      if (child.exitCode !== null || child.signalCode !== null) return
      const timer = setTimeout(() => child.kill('SIGKILL'), 3_000)
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      await ended
      clearTimeout(timer)
    },
  }
}

async function run(env: Record<string, string | undefined>, log: Logger) {
  // A group of its own, so that Ctrl-C reaches us alone and we end it in our order.
  const child = spawn(process.execPath, [program], { env, stdio: ['pipe', 'pipe', 'pipe'], detached: true })
  child.stdin.on('error', () => {})
  const said: string[] = []
  createInterface({ input: child.stderr }).on('line', (line) => {
    said.push(line)
    if (said.length > 20) said.shift()
    log.warn({ practice: line }, 'practice')
  })
  const found = Promise.withResolvers<{ url: string; tlsUrl: string; ca: string }>()
  createInterface({ input: child.stdout }).on('line', (line) => {
    const told = readyLine.exec(line)?.groups
    if (told) found.resolve({ url: told.url!, tlsUrl: told.tlsUrl!, ca: told.ca! })
  })
  child.once('error', found.reject)
  child.once('close', () =>
    found.reject(
      new StartError(
        'inUse',
        `The practice application did not start: ${said.join(' ') || 'it said nothing'}`,
      ),
    ),
  )
  return { child, ...(await found.promise) }
}
