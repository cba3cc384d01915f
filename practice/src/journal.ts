import { closeSync, fsyncSync, ftruncateSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

/** An append-only file of JSON lines. What `append` returned from is on the disk, also after `kill -9`. */
export type Journal = { append(record: unknown): void; close(): void }

/**
 * Opens the journal at `path` and reads what is there. A last line without its line end is what a crash in the
 * middle of `append` leaves: it was never acknowledged and is cut off. Any other unreadable line is an error.
 *
 * Writing is synchronous on purpose: no request is answered between the instant a record carries and its effect.
 */
export function openJournal(path: string): { journal: Journal; records: unknown[] } {
  mkdirSync(dirname(path), { recursive: true })
  const file = openSync(path, 'a+')
  const bytes = readFileSync(path)
  let length = bytes.lastIndexOf('\n') + 1
  if (length < bytes.length) ftruncateSync(file, length)
  const records = parseLines(bytes.subarray(0, length).toString('utf8'), path)

  const append = (record: unknown): void => {
    const line = Buffer.from(`${JSON.stringify(record)}\n`)
    try {
      for (let written = 0; written < line.length; ) written += writeSync(file, line, written)
      fsyncSync(file)
    } catch (cause) {
      ftruncateSync(file, length)
      throw cause
    }
    length += line.length
  }
  return { journal: { append, close: () => closeSync(file) }, records }
}

function parseLines(text: string, path: string): unknown[] {
  const lines = text.split('\n').slice(0, -1)
  return lines.map((line, index) => {
    try {
      return JSON.parse(line)
    } catch (cause) {
      throw new Error(`${path}, line ${index + 1}, is not JSON. Move the file away to start a new log.`, {
        cause,
      })
    }
  })
}
