import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import { StartError } from '../error.ts'

export type Holder = { pid: number; purpose: 'service' | 'command'; url: string | null; stopping?: boolean }

export type DataLock = {
  /** Says where the holder answers, for those who find the folder taken. */
  tellUrl(url: string): void
  /** Says that the folder will be free in a moment, so that whoever starts now waits. */
  tellStopping(): void
  release(): void
}

const longestWaitMs = 15_000

/**
 * Takes the data folder for this process, or resolves to whoever holds it. The lock is the kernel's (a file lock, taken
 * through SQLite), so it ends with the process, however that ends: there is no stale lock and no question of reused
 * process ids. `holder.json` beside it only tells people who it is. A short command, and a service that is stopping, are waited for.
 */
export async function takeDataLock(
  dataDir: string,
  purpose: Holder['purpose'],
): Promise<DataLock | { heldBy: Holder | null }> {
  mkdirSync(dataDir, { recursive: true })
  const tellFile = join(dataDir, 'holder.json')
  const tell = (holder: Holder) => writeFileSync(tellFile, `${JSON.stringify(holder)}\n`)
  for (let waitedMs = 0; ; waitedMs += 200) {
    const lock = tryLock(join(dataDir, 'lock'))
    if (lock) {
      const holder: Holder = { pid: process.pid, purpose, url: null }
      tell(holder)
      return {
        tellUrl: (url) => tell({ ...holder, url }),
        tellStopping: () => tell({ ...holder, stopping: true }),
        release() {
          rmSync(tellFile, { force: true })
          lock.close()
        },
      }
    }
    const holder = readHolder(tellFile)
    const lasts = holder?.purpose === 'service' && !holder.stopping
    if (lasts || waitedMs >= longestWaitMs) return { heldBy: holder }
    await sleep(200)
  }
}

/** The sentence for a second start on one folder. */
export function heldSentence(dataDir: string, holder: Holder | null): StartError {
  const who = holder
    ? `process ${holder.pid}${holder.url ? `, which answers at ${holder.url}` : ''}`
    : 'another process'
  return new StartError(
    'inUse',
    `The data folder ${dataDir} is in use by ${who}: stop that one, or give this one another DATA_DIR.`,
  )
}

function tryLock(file: string): DatabaseSync | null {
  const lock = new DatabaseSync(file, { timeout: 0 })
  try {
    lock.exec('pragma locking_mode = exclusive; begin exclusive')
    return lock
  } catch (err) {
    lock.close()
    if ((err as { errcode?: number }).errcode === 5) return null
    throw new StartError(
      'database',
      `The data folder's lock ${file} cannot be taken: ${(err as Error).message}.`,
      err,
    )
  }
}

function readHolder(file: string): Holder | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Holder
  } catch {
    return null
  }
}
