import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { fileURLToPath } from 'node:url'

const main = fileURLToPath(new URL('../main.ts', import.meta.url))
const command = fileURLToPath(new URL('../../bin/tractops.js', import.meta.url))

export type Ended = { code: number | null; stdout: string; stderr: string }
export type Running = { child: ChildProcess; ended: Promise<Ended>; ready: Promise<string> }

/** A program of ours in a process of its own, with nothing of our environment but what is given. */
function run(args: string[], env: Record<string, string>, cwd: string): Running {
  const child = spawn(process.execPath, args, {
    cwd,
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stdout = ''
  let stderr = ''
  const ready = Promise.withResolvers<string>()
  ready.promise.catch(() => {})
  child.stdout!.on('data', (chunk) => {
    stdout += chunk
    const url = /^ready (\S+)\n/.exec(stdout)?.[1]
    if (url) ready.resolve(url)
  })
  child.stderr!.on('data', (chunk) => {
    stderr += chunk
  })
  const ended = once(child, 'close').then(([code]) => {
    ready.reject(new Error(`it ended before it was ready: ${stderr}`))
    return { code: code as number | null, stdout, stderr }
  })
  return { child, ended, ready: ready.promise }
}

/** The service, in `folder`, on free ports and without practice unless `env` says otherwise. */
export const runService = (folder: string, env: Record<string, string> = {}): Running =>
  run([main], { PORT: '0', PRACTICE_PORT: '0', SMTP_PORT: '0', DATA_DIR: `${folder}/data`, ...env }, folder)

/** The `tractops` command on the same folder, to its end. */
export const tractops = (folder: string, ...args: string[]): Promise<Ended> =>
  run([command, ...args], { DATA_DIR: `${folder}/data` }, folder).ended

/**
 * A port that is free together with the next one, as the practice application takes two: below those that systems give to whoever
 * asks for any, so that nothing takes it before it is used.
 */
export async function freePortPair(): Promise<number> {
  for (;;) {
    const port = 20_000 + 2 * Math.floor(Math.random() * 6_000)
    if ((await isFree(port)) && (await isFree(port + 1))) return port
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, '127.0.0.1')
  const free = await once(server, 'listening').then(
    () => true,
    () => false,
  )
  if (free) server.close()
  return free
}
