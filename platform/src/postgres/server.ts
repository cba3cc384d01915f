import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from '../log.ts'
import type { Binaries } from './binaries.ts'
import { explain } from './explain.ts'
import type { RunAs } from './os-user.ts'

type ServerOptions = {
  folder: string
  port: number
  binaries: Binaries
  runAs: RunAs
  log: Logger
  settings: Settings
}
export type Settings = Record<string, string | number | boolean>

/** For one small service beside its Node process: little memory, few processes, every commit on the disk. */
const soberSettings: Settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: 40,
  shared_buffers: '48MB',
  work_mem: '4MB',
  maintenance_work_mem: '32MB',
  wal_level: 'minimal',
  max_wal_senders: 0,
  max_logical_replication_workers: 0,
  min_wal_size: '64MB',
  max_wal_size: '512MB',
  io_method: 'sync',
  effective_io_concurrency: 64,
  autovacuum_max_workers: 2,
  jit: false,
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_min_messages: 'log',
  log_error_verbosity: 'terse',
  log_checkpoints: false,
  log_line_prefix: '',
}

/** Starts PostgreSQL and resolves when it takes connections; its messages go to `log`, never a statement or a row. */
export async function startServer(o: ServerOptions): Promise<ChildProcess> {
  const settings = Object.entries({ ...soberSettings, ...o.settings }).flatMap(([k, v]) => [
    '-c',
    `${k}=${v}`,
  ])
  const command = o.runAs.command(o.binaries.postgres, ['-D', o.folder, '-p', String(o.port), ...settings])
  const child = spawn(command.file, command.args, {
    ...command,
    cwd: '/',
    // A group of its own: Ctrl-C reaches us alone, and we stop it when the last request is answered.
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' },
  })
  child.unref()
  const said: string[] = []
  let ready = false
  await new Promise<void>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', () => {
      if (!ready) reject(explain('The embedded PostgreSQL did not start', said.join('\n')))
    })
    createInterface({ input: child.stderr! }).on('line', (line) => {
      if (!ready) said.push(line)
      const urgent =
        /^(FATAL|PANIC)/.test(line) && !/the database system is|due to administrator command/.test(line)
      o.log[urgent && ready ? 'warn' : 'debug']({ postgres: line }, 'postgres')
      if (line.includes('ready to accept connections')) {
        ready = true
        resolve()
      }
    })
  })
  return child
}

/** Stops it cleanly: open statements end in an error, all that was committed is on disk. At once, when 8 s do not do. */
export async function stopServer(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.ref()
  child.kill('SIGINT')
  const timer = setTimeout(() => child.kill('SIGQUIT'), 8_000)
  await ended
  clearTimeout(timer)
}

/** `wanted` if it is free on 127.0.0.1, else a free one. */
export async function freePort(wanted: number): Promise<number> {
  for (const candidate of wanted === 0 ? [0] : [wanted, 0]) {
    const server = createServer()
    const got = await new Promise<number | null>((resolve) => {
      server.once('error', () => resolve(null))
      server.listen(candidate, '127.0.0.1', () => resolve((server.address() as { port: number }).port))
    })
    if (got === null) continue
    server.close()
    await once(server, 'close')
    return got
  }
  throw explain('No free port was found on 127.0.0.1', '')
}

/** Pauses between tries to start a server that died. */
export const restartPause = (tries: number): Promise<void> => sleep(Math.min(10_000, 250 * 2 ** tries))
