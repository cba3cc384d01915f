import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { isMainThread } from 'node:worker_threads'

export type SharedPostgres = { url: string; template: string }

let shared: Promise<SharedPostgres> | undefined

/**
 * The PostgreSQL of this test run: started by the first test that asks, by a keeper that lives as long as the run and
 * takes it and its folder away afterwards, however the run ends.
 */
export function sharedPostgres(): Promise<SharedPostgres> {
  shared ??= find()
  return shared
}

async function find(): Promise<SharedPostgres> {
  const run = process.env.VITEST && isMainThread ? process.ppid : process.pid
  const folder = join(tmpdir(), `tractops-test-${run}-${startOf(run)}`)
  if (claim(folder)) {
    const keeper = spawn(process.execPath, [join(import.meta.dirname, 'keeper.ts'), folder, String(run)], {
      detached: true,
      stdio: 'ignore',
      env: { PATH: process.env.PATH },
    })
    keeper.unref()
  }
  for (let waitedMs = 0; waitedMs < 60_000; waitedMs += 25) {
    const told = readTold(folder)
    if (told && 'error' in told) throw new Error(told.error)
    if (told) return told
    await sleep(25)
  }
  throw new Error(`The PostgreSQL for tests did not come up in 60 s; its folder is ${folder}`)
}

function claim(folder: string): boolean {
  try {
    mkdirSync(folder)
    return true
  } catch {
    return false
  }
}

/** Tells a process from an earlier one of the same number, where the system says. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '0'
  } catch {
    return '0'
  }
}

function readTold(folder: string): SharedPostgres | { error: string } | null {
  try {
    return JSON.parse(readFileSync(join(folder, 'told.json'), 'utf8')) as SharedPostgres | { error: string }
  } catch {
    return null
  }
}
