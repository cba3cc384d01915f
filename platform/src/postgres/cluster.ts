import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { StartError } from '../error.ts'
import { type Binaries, majorVersion } from './binaries.ts'
import { explain } from './explain.ts'
import { assertWritable, handOver, type RunAs } from './os-user.ts'

export type Access = { password: string; port: number }

const accessFile = (folder: string) => join(folder, 'tractops.json')

/**
 * Makes sure of a PostgreSQL data folder at `folder`. A new one is made beside it and moved into place when it is
 * whole, its password within, so a crash on the way leaves nothing but a leftover that the next start removes.
 */
export async function ensureCluster(
  folder: string,
  binaries: Binaries,
  runAs: RunAs,
  sync: boolean,
): Promise<void> {
  for (const name of readdirSync(dirname(folder)))
    if (name.startsWith('postgres.new')) rmSync(join(dirname(folder), name), { recursive: true })
  if (!existsSync(join(folder, 'PG_VERSION'))) {
    if (existsSync(folder) && readdirSync(folder).length > 0)
      throw new StartError(
        'database',
        `${folder} is not empty and not a PostgreSQL data folder: move it away, or give another DATA_DIR.`,
      )
    await initialise(folder, binaries, runAs, sync)
  }
  const version = readFileSync(join(folder, 'PG_VERSION'), 'utf8').trim()
  if (version !== majorVersion)
    throw new StartError(
      'database',
      `${folder} was written by PostgreSQL ${version} and this is PostgreSQL ${majorVersion}: move the data with pg_dump and psql, or start the version that wrote it.`,
    )
  if (runAs.user) handOver(folder, runAs.user)
  else assertWritable(folder)
}

async function initialise(folder: string, binaries: Binaries, runAs: RunAs, sync: boolean): Promise<void> {
  const made = `${folder}.new`
  const passwordFile = `${made}.password`
  const password = randomBytes(24).toString('base64url')
  mkdirSync(made, { mode: 0o700 })
  writeFileSync(passwordFile, password, { mode: 0o600 })
  if (runAs.user) for (const path of [made, passwordFile]) chownSync(path, runAs.user.uid, runAs.user.gid)
  const locale = ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C', '--encoding=UTF8']
  const access = ['--username=tractops', '--auth=scram-sha-256', `--pwfile=${passwordFile}`]
  await run(runAs, binaries.initdb, [
    `--pgdata=${made}`,
    ...locale,
    ...access,
    ...(sync ? [] : ['--no-sync']),
  ])
  rmSync(passwordFile)
  writeAccess(made, { password, port: 0 }, runAs)
  rmSync(folder, { recursive: true, force: true })
  renameSync(made, folder)
}

function run(runAs: RunAs, file: string, args: string[]): Promise<void> {
  const command = runAs.command(file, args)
  const child = spawn(command.file, command.args, {
    ...command,
    cwd: '/',
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' },
  })
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) =>
      code === 0 ? resolve() : reject(explain('The embedded PostgreSQL could not be set up', said)),
    )
  })
}

/** Password and last port of the cluster. Kept inside it, so that they come, move and go with it. */
export function readAccess(folder: string): Access {
  try {
    return JSON.parse(readFileSync(accessFile(folder), 'utf8')) as Access
  } catch (cause) {
    throw new StartError(
      'database',
      `The password of the embedded PostgreSQL cannot be read from ${accessFile(folder)}: run as the user that runs the service, or put the file back from a backup.`,
      cause,
    )
  }
}

export function writeAccess(folder: string, access: Access, runAs: RunAs): void {
  const beside = `${accessFile(folder)}.new`
  writeFileSync(beside, JSON.stringify(access), { mode: 0o600, flush: true })
  chmodSync(beside, 0o600)
  if (runAs.user) chownSync(beside, runAs.user.uid, runAs.user.gid)
  renameSync(beside, accessFile(folder))
}
