import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'

export type Process = { pid: number; url: string; stop(): Promise<void> }

/** Starts a program of Node's and waits for the line `ready <url>` on its standard output. */
export async function runProcess(
  args: string[],
  env: Record<string, string> = {},
  cwd?: string,
): Promise<Process> {
  const child: ChildProcess = spawn(process.execPath, args, {
    ...(cwd === undefined ? {} : { cwd }),
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'exit')
  const url = await new Promise<string>((resolve, reject) => {
    let said = ''
    child.stdout!.on('data', (chunk) => {
      said += chunk
      const ready = /^ready (\S+)\n/m.exec(said)?.[1]
      if (ready) resolve(ready)
    })
    child.once('exit', (code) => reject(new Error(`${args.at(-1)} ended with ${code} before it was ready`)))
  })
  return {
    pid: child.pid!,
    url,
    async stop() {
      child.kill()
      await ended
    },
  }
}

/** What a process used: CPU in ms, user and system, and its memory now, in bytes. Linux only, by /proc. */
export function usageOf(pid: number): { cpuMs: number; bytes: number } {
  const kB = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return { cpuMs: ticksOf(pid).own * TICK_MS, bytes: Number(kB) * 1024 }
}

/** CPU in ms of everything that a process started: its children, theirs, and those that have ended. */
export function childrenCpuMs(pid: number): number {
  const ticks = (of: number): number =>
    children(of).reduce((sum, child) => sum + ticksOf(child).own + ticksOf(child).ended + ticks(child), 0)
  return ticks(pid) * TICK_MS
}

const TICK_MS = 10

function ticksOf(pid: number): { own: number; ended: number } {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const [utime = 0, stime = 0, cutime = 0, cstime = 0] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 15)
    .map(Number)
  return { own: utime + stime, ended: cutime + cstime }
}

function children(pid: number): number[] {
  return readdirSync(`/proc/${pid}/task`).flatMap((task) =>
    readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
  )
}
