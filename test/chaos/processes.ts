import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { ROOT } from '../root.ts'

/** A program of ours that is killed and started again; what it says is handed to `hear`, line by line. */
export class Program {
  readonly #args: string[]
  readonly #env: Record<string, string>
  readonly #ready: RegExp
  readonly #hear: (line: string) => void
  #child: ChildProcess | null = null

  constructor(of: {
    args: string[]
    env: Record<string, string>
    ready: RegExp
    hear: (line: string) => void
  }) {
    this.#args = of.args
    this.#env = of.env
    this.#ready = of.ready
    this.#hear = of.hear
  }

  get isRunning(): boolean {
    return this.#child !== null
  }

  /** Resolves with the line that says it is ready. */
  async start(): Promise<string> {
    const [file, ...args] = this.#args
    const child = spawn(process.execPath, [join(ROOT, file!), ...args], {
      cwd: ROOT,
      env: { PATH: process.env.PATH ?? '', ...this.#env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.#child = child
    createInterface({ input: child.stderr }).on('line', this.#hear)
    const ready = Promise.withResolvers<string>()
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (this.#ready.test(line)) ready.resolve(line)
    })
    child.once('exit', (code, signal) => {
      if (this.#child === child) this.#child = null
      ready.reject(new Error(`${file} ended by itself (${code ?? signal})`))
    })
    return ready.promise
  }

  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const child = this.#child
    if (child === null) return
    this.#child = null
    const exit = once(child, 'exit')
    child.kill(signal)
    await exit
  }
}

/** A port that nobody listens on just now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  return port
}
