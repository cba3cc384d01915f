import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { ROOT } from '../root.ts'

/** The service as an operator runs it: a process, its database, its practice application, on a data folder of its own. */
export class RunningService {
  readonly #folder = mkdtempSync(join(tmpdir(), 'tractops-journey-'))
  readonly #config = join(this.#folder, 'tractops.yaml')
  #child: ChildProcess | null = null
  #ports = { service: 0, practice: 0 }

  get url(): string {
    return `http://127.0.0.1:${this.#ports.service}`
  }

  get practiceUrl(): string {
    return `http://127.0.0.1:${this.#ports.practice}`
  }

  /** The built-in configuration, with checks every `every`. */
  async prepare(every: string): Promise<void> {
    const builtIn = readFileSync(join(ROOT, 'service/practice.yaml'), 'utf8')
    writeFileSync(
      this.#config,
      builtIn.replaceAll('every: 20s', `every: ${every}`).replaceAll('timeout: 10s', 'timeout: 9s'),
    )
    this.#ports = { service: await freePorts(1), practice: await freePorts(2) }
  }

  /** Resolves when the line on standard output says that everything answers. */
  async start(): Promise<void> {
    const child = spawn(process.execPath, ['service/src/main.ts'], {
      cwd: ROOT,
      env: this.#env(),
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.#child = child
    const errors: string[] = []
    createInterface({ input: child.stderr }).on('line', (line) => errors.push(line))
    const lines = createInterface({ input: child.stdout })
    const ended = once(child, 'exit').then(() => {
      throw new Error(`The service ended before it was ready:\n${errors.slice(-10).join('\n')}`)
    })
    const [line] = (await Promise.race([once(lines, 'line'), ended])) as [string]
    ended.catch(() => {})
    if (!line.startsWith('ready http://')) throw new Error(`Instead of the ready line it said: ${line}`)
  }

  /** Ends the process, and says with what status. */
  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
    const child = this.#child
    if (child === null) return null
    this.#child = null
    const exit = once(child, 'exit')
    child.kill(signal)
    return ((await exit) as [number | null])[0]
  }

  /** What `npx tractops` prints. */
  async tractops(...args: string[]): Promise<string> {
    const command = [join(ROOT, 'service/bin/tractops.js'), ...args]
    const { stdout } = await promisify(execFile)(process.execPath, command, { cwd: ROOT, env: this.#env() })
    return stdout.trim()
  }

  /** Removes the data folder; the process must have ended cleanly. */
  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true })
  }

  #env(): Record<string, string | undefined> {
    return {
      PATH: process.env.PATH,
      DATA_DIR: join(this.#folder, 'data'),
      CONFIG: this.#config,
      PORT: String(this.#ports.service),
      PRACTICE_PORT: String(this.#ports.practice),
      LOG_LEVEL: 'info',
    }
  }
}

/** The first of so many ports in a row that nobody listens on. */
async function freePorts(count: number): Promise<number> {
  for (;;) {
    const [first] = await Promise.all([listening(0)])
    const port = (first.address() as { port: number }).port
    try {
      const others = await Promise.all(Array.from({ length: count - 1 }, (_, i) => listening(port + 1 + i)))
      await Promise.all([first, ...others].map((server) => new Promise((done) => server.close(done))))
      return port
    } catch {
      first.close()
    }
  }
}

function listening(port: number) {
  const server = createServer()
  return new Promise<typeof server>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', () => resolve(server))
  })
}
