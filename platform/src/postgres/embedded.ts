import type { ChildProcess } from 'node:child_process'
import { mkdirSync, readFileSync, statfsSync } from 'node:fs'
import { join } from 'node:path'
import { StartError } from '../error.ts'
import type { Logger } from '../log.ts'
import { findBinaries } from './binaries.ts'
import { ensureCluster, readAccess, writeAccess } from './cluster.ts'
import { stopOrphan } from './orphan.ts'
import { chooseRunAs } from './os-user.ts'
import { freePort, restartPause, type Settings, startServer, stopServer } from './server.ts'

export type EmbeddedPostgres = { url: string; pid(): number | undefined; stop(): Promise<void> }

const leastFreeBytes = 200 * 1024 * 1024
const urlOf = (port: number, password: string) => `postgres://tractops:${password}@127.0.0.1:${port}/postgres`

/**
 * A real PostgreSQL 18 below `dataDir/postgres`, of which the caller must hold the data lock. Listens on 127.0.0.1
 * only, with a random password, on the port it had last time if that is free. Should it die it is started again on the
 * same port. Throws a `StartError` whose sentence says what to do.
 */
export async function startEmbedded(
  dataDir: string,
  log: Logger,
  opts: { settings?: Settings; sync?: boolean } = {},
): Promise<EmbeddedPostgres> {
  const folder = join(dataDir, 'postgres')
  mkdirSync(dataDir, { recursive: true })
  refuseFullDisk(dataDir)
  const binaries = findBinaries()
  const runAs = chooseRunAs(folder, [folder, binaries.postgres])
  await ensureCluster(folder, binaries, runAs, opts.sync ?? true)
  await stopOrphan(folder, log)
  const access = readAccess(folder)
  const port = await freePort(access.port)
  if (port !== access.port) writeAccess(folder, { ...access, port }, runAs)
  const start = () => startServer({ folder, port, binaries, runAs, log, settings: opts.settings ?? {} })

  let stopping = false
  let child = watch(await start())
  let restarting: Promise<void> | undefined

  function watch(started: ChildProcess): ChildProcess {
    started.once('exit', (code, signal) => {
      if (stopping) return
      log.error({ code, signal }, 'PostgreSQL ended unexpectedly; starting it again')
      restarting = restart()
    })
    return started
  }

  async function restart(): Promise<void> {
    for (let tries = 0; !stopping; tries++) {
      await restartPause(tries)
      if (stopping) return
      try {
        await stopOrphan(folder, log)
        child = watch(await start())
        log.info('PostgreSQL is back')
        return
      } catch (err) {
        log.error({ err }, 'PostgreSQL could not be started again yet')
      }
    }
  }

  return {
    url: urlOf(port, access.password),
    pid: () => child.pid,
    async stop() {
      stopping = true
      await restarting
      await stopServer(child)
    },
  }
}

/** The address of the embedded PostgreSQL that another process runs on this data folder. */
export function runningEmbeddedUrl(dataDir: string): string {
  const folder = join(dataDir, 'postgres')
  const { password } = readAccess(folder)
  try {
    const port = Number(readFileSync(join(folder, 'postmaster.pid'), 'utf8').split('\n')[3])
    return urlOf(port, password)
  } catch (cause) {
    throw new StartError(
      'database',
      `The service on ${dataDir} is starting or stopping just now: try again in a few seconds.`,
      cause,
    )
  }
}

function refuseFullDisk(dataDir: string): void {
  const { bavail, bsize } = statfsSync(dataDir)
  if (bavail * bsize >= leastFreeBytes) return
  const mb = Math.floor((bavail * bsize) / 1024 / 1024)
  throw new StartError(
    'database',
    `The disk of ${dataDir} is full (${mb} MB left, at least 200 MB are needed): free some space and start again; nothing that was committed is lost.`,
  )
}
