import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Kills the embedded PostgreSQL of `folder` by SIGKILL, where `drawn` (0 to 1) is small, or else one of its processes that it drew: what
 * it was, or null where it is not running just now.
 */
export function killDatabase(folder: string, drawn: number): 'postmaster' | 'backend' | null {
  try {
    const postmaster = Number(readFileSync(join(folder, 'postgres/postmaster.pid'), 'utf8').split('\n')[0])
    const backends = drawn < 0.5 ? [] : childrenOf(postmaster)
    const backend = backends[Math.floor((drawn - 0.5) * 2 * backends.length)]
    process.kill(backend ?? postmaster, 'SIGKILL')
    return backend === undefined ? 'postmaster' : 'backend'
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return null
    throw error
  }
}

/** As Linux tells it. */
const childrenOf = (pid: number): number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number)
