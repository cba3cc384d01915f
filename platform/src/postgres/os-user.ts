import { spawnSync } from 'node:child_process'
import { accessSync, constants, lchownSync, lstatSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { StartError } from '../error.ts'

type OsUser = { uid: number; gid: number; name: string }

/**
 * How to run PostgreSQL, which refuses to run as root: as it is, or, from root, as another user. When the folders in
 * question cannot be reached by that user (a checkout below /root), it is given the one capability that lets it pass.
 */
export type RunAs = {
  user: OsUser | null
  command(file: string, args: string[]): { file: string; args: string[]; uid?: number; gid?: number }
}

const asIs: RunAs = { user: null, command: (file, args) => ({ file, args }) }

/** Chooses for `paths`, all of which PostgreSQL must reach; what lies below `dataDir` is handed over to the user. */
export function chooseRunAs(dataDir: string, paths: string[]): RunAs {
  if (process.getuid?.() !== 0) return asIs
  const user = ownerOf(dataDir) ?? passwdEntry('tractops') ?? passwdEntry('postgres') ?? createUser()
  if (paths.every((path) => reaches(user, path)))
    return { user, command: (file, args) => ({ file, args, uid: user.uid, gid: user.gid }) }
  return { user, command: withPassage(user, paths) }
}

function withPassage(user: OsUser, paths: string[]): RunAs['command'] {
  const set = ['--inh-caps=-all,+dac_override', '--ambient-caps=-all,+dac_override']
  const prefix = [`--reuid=${user.uid}`, `--regid=${user.gid}`, '--clear-groups', ...set, '--']
  if (spawnSync('setpriv', [...prefix, 'true']).status !== 0) {
    const blocked = paths.find((path) => !reaches(user, path))
    throw new StartError(
      'database',
      `PostgreSQL does not run as root, and its user "${user.name}" cannot reach ${blocked}: move the checkout and DATA_DIR out of folders that only root may enter, start as an ordinary user, or set DATABASE_URL.`,
    )
  }
  return (file, args) => ({ file: 'setpriv', args: [...prefix, file, ...args] })
}

/** Gives the folder and all in it to `user`; needed for a data folder restored from a backup by root. */
export function handOver(folder: string, user: OsUser): void {
  if (lstatSync(folder).uid === user.uid) return
  for (const entry of readdirSync(folder, { recursive: true, encoding: 'utf8' }))
    lchownSync(join(folder, entry), user.uid, user.gid)
  lchownSync(folder, user.uid, user.gid)
}

function reaches(user: OsUser, path: string): boolean {
  for (let at = dirname(path); ; at = dirname(at)) {
    const { mode, uid, gid } = statSync(at)
    const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001
    if ((mode & bit) === 0) return false
    if (at === dirname(at)) return true
  }
}

function ownerOf(folder: string): OsUser | undefined {
  const uid = statSync(folder, { throwIfNoEntry: false })?.uid
  return uid === undefined || uid === 0 ? undefined : passwd().find((user) => user.uid === uid)
}

const passwdEntry = (name: string): OsUser | undefined => passwd().find((user) => user.name === name)

function passwd(): OsUser[] {
  return readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .map(([name = '', , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }))
}

function createUser(): OsUser {
  spawnSync('useradd', [
    '--system',
    '--user-group',
    '--no-create-home',
    '--shell',
    '/usr/sbin/nologin',
    'tractops',
  ])
  const user = passwdEntry('tractops')
  if (user) return user
  throw new StartError(
    'database',
    'PostgreSQL does not run as root, and the user "tractops" could not be made for it: run useradd --system tractops, start as an ordinary user, or set DATABASE_URL.',
  )
}

/** Refuses a folder that this process may not write to, in one sentence. */
export function assertWritable(folder: string): void {
  try {
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (cause) {
    throw new StartError(
      'database',
      `The folder ${folder} belongs to another user: start as that user, or give the folder to this one with chown -R.`,
      cause,
    )
  }
}
