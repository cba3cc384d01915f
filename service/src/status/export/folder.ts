import {
  copyFile,
  link,
  mkdir,
  readdir,
  readlink,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { hashOf } from './page-copy.ts'
import type { Store } from './start-export.ts'

const CURRENT = 'current'
const LEFT_FOR_MS = 60_000

/**
 * A folder that holds the copy as `current`, a link to a folder made whole before the link is moved to it: a reader sees one
 * copy or the next, never half of one. Files that have not changed are the same file in both. The folder before is left for
 * a minute, for those who are still reading it.
 */
export function folderStore(root: string, nowMs: () => number): Store {
  let written = new Map<string, string>()
  let before: string | null = null
  let count = 0

  return {
    name: root,
    async put(files) {
      count += 1
      const folder = `made-${nowMs()}-${process.pid}-${count}`
      const whole = join(root, folder)
      const folders = new Set<string>()
      const hashes = new Map<string, string>()
      try {
        for (const { name, body } of files) {
          const path = join(whole, name)
          if (!folders.has(dirname(path))) await mkdir(dirname(path), { recursive: true })
          folders.add(dirname(path))
          const hash = hashOf(body)
          hashes.set(name, hash)
          const same = before !== null && written.get(name) === hash
          if (!(same && (await linked(join(root, before!, name), path)))) await writeFile(path, body)
        }
        const beside = join(root, `${CURRENT}.${process.pid}`)
        await rm(beside, { force: true })
        await symlink(folder, beside)
        await rename(beside, join(root, CURRENT))
      } catch (error) {
        await rm(whole, { recursive: true, force: true })
        throw error
      }
      written = hashes
      before = folder
      await clear(root, nowMs())
    },
  }
}

/** False where the file is gone or the file system knows no such links: it is written anew then. */
async function linked(from: string, to: string): Promise<boolean> {
  return link(from, to).then(
    () => true,
    () =>
      copyFile(from, to).then(
        () => true,
        () => false,
      ),
  )
}

async function clear(root: string, nowMs: number): Promise<void> {
  const current = await readlink(join(root, CURRENT))
  const old = (await readdir(root)).filter((name) => name.startsWith('made-') && name !== current)
  for (const name of old) {
    const { ctimeMs } = await stat(join(root, name)).catch(() => ({ ctimeMs: nowMs }))
    if (nowMs - ctimeMs > LEFT_FOR_MS) await rm(join(root, name), { recursive: true, force: true })
  }
}
