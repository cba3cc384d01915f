import { randomBytes } from 'node:crypto'
import { chmodSync, linkSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { StartError } from './error.ts'

/**
 * The key kept in `dataDir/secret-key`, readable by its owner only; made there the first time. A key half written by a
 * crash cannot come about: it is written beside and linked into place, and of two that race one wins for both.
 */
export function keptSecretKey(dataDir: string): string {
  const file = join(dataDir, 'secret-key')
  try {
    mkdirSync(dataDir, { recursive: true })
    return read(file) ?? make(file)
  } catch (cause) {
    if (cause instanceof StartError) throw cause
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new StartError(
      'configuration',
      `DATA_DIR ${dataDir} cannot be used: ${why}. Give a folder that this user may write to.`,
      cause,
    )
  }
}

function read(file: string): string | null {
  let key: string
  try {
    key = readFileSync(file, 'utf8').trim()
  } catch (err) {
    if ((err as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw err
  }
  if (key.length < 32)
    throw new StartError(
      'configuration',
      `${file} holds no usable key: put the old key back, or remove the file to have a new one made.`,
    )
  if ((statSync(file).mode & 0o077) !== 0) chmodSync(file, 0o600)
  return key
}

function make(file: string): string {
  const beside = `${file}.${process.pid}`
  writeFileSync(beside, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600, flush: true })
  try {
    linkSync(beside, file)
  } catch (err) {
    if ((err as NodeJS.ErrnoException).code !== 'EEXIST') throw err
  } finally {
    rmSync(beside)
  }
  return read(file)!
}
