import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from '../log.ts'

/**
 * Ends a PostgreSQL that a killed process left running on this folder: politely, then at once (its log brings all that
 * was committed back). A pid file whose process is gone, or has become another program, is no obstacle. Call it only
 * while holding the data folder's lock.
 */
export async function stopOrphan(folder: string, log: Logger): Promise<void> {
  const file = join(folder, 'postmaster.pid')
  if (!existsSync(file)) return
  const pid = Number.parseInt(readFileSync(file, 'utf8'), 10)
  if (!Number.isInteger(pid) || pid <= 1 || !isPostgresOf(pid, folder)) {
    rmSync(file)
    return
  }
  log.warn({ pid }, 'stopping the PostgreSQL that an earlier process left behind')
  for (const [signal, patienceMs] of [
    ['SIGINT', 8_000],
    ['SIGQUIT', 5_000],
    ['SIGKILL', 2_000],
  ] as const) {
    if (!alive(pid)) break
    process.kill(pid, signal)
    for (let waitedMs = 0; waitedMs < patienceMs && alive(pid); waitedMs += 50) await sleep(50)
  }
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return !isZombie(pid)
  } catch (err) {
    return (err as NodeJS.ErrnoException).code === 'EPERM'
  }
}

const isZombie = (pid: number): boolean => / \(.*\) [ZX] /s.test(read(`/proc/${pid}/stat`) ?? '')

function isPostgresOf(pid: number, folder: string): boolean {
  if (!alive(pid)) return false
  const line =
    read(`/proc/${pid}/cmdline`) ??
    spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout
  return line.includes('postgres') && line.includes(folder)
}

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return null
  }
}
