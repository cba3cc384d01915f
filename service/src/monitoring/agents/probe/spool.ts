import { randomUUID } from 'node:crypto'
import { constants } from 'node:fs'
import { type FileHandle, mkdir, open, rename } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { MonitorResult } from '../../record/results.ts'

const MAX_BYTES = 64 * 1024 * 1024
const COMPACT_BYTES = 1024 * 1024
const CHUNK_BYTES = 256 * 1024

type Head = { spool: string; first: number }
export type Delivery = { spool: string; first: number; results: MonitorResult[] }

/**
 * What an agent found and has not delivered yet, in a file: a head with the spool's name and the number of its first line,
 * then a result on each line, numbered by its place. Each append is written before anything else happens with it, so it
 * outlives a killed process; `next` syncs the disk first, so that a power cut can never take back, and number anew, what
 * was sent. When the file is full, new results are dropped and counted: numbers are never skipped.
 */
export class Spool {
  readonly #path: string
  readonly #maxBytes: number
  #file: FileHandle
  #head: Head
  /** Where the oldest line begins that is not delivered, its number, and where the file ends. */
  #from: number
  #seq: number
  #size: number
  #count: number
  #dropped = 0
  #synced = false
  #work: Promise<unknown> = Promise.resolve()

  private constructor(path: string, maxBytes: number, file: FileHandle, found: Found) {
    this.#path = path
    this.#maxBytes = maxBytes
    this.#file = file
    this.#head = found.head
    this.#from = found.from
    this.#seq = found.head.first
    this.#size = found.size
    this.#count = found.count
  }

  /** Opens the file or makes it. A last line that a crash cut off is removed; a head that cannot be read is made anew. */
  static async open(path: string, maxBytes: number = MAX_BYTES): Promise<Spool> {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    const file = await open(path, constants.O_RDWR | constants.O_CREAT, 0o600)
    return new Spool(path, maxBytes, file, await find(file))
  }

  get name(): string {
    return this.#head.spool
  }

  /** Results that are not delivered. */
  get waiting(): number {
    return this.#count
  }

  /** Results that were dropped since the process began, as the file was full. */
  get dropped(): number {
    return this.#dropped
  }

  /** False when the file is full and the result was dropped. */
  add(result: MonitorResult): Promise<boolean> {
    return this.#inTurn(async () => {
      const line = Buffer.from(`${JSON.stringify(result)}\n`)
      if (this.#size - this.#from + line.length > this.#maxBytes) {
        this.#dropped++
        return false
      }
      await this.#file.write(line, 0, line.length, this.#size)
      this.#size += line.length
      this.#count++
      this.#synced = false
      return true
    })
  }

  /** The oldest results that are not delivered, `most` of them; null when there are none. */
  next(most: number): Promise<Delivery | null> {
    return this.#inTurn(async () => {
      if (this.#count === 0) return null
      if (!this.#synced) await this.#file.datasync()
      this.#synced = true
      const lines = await this.#lines(most)
      const results = lines.map((line) => JSON.parse(line) as MonitorResult)
      return { spool: this.#head.spool, first: this.#seq, results }
    })
  }

  /** Everything up to number `seq` has been delivered, here or in an earlier life. */
  delivered(seq: number): Promise<void> {
    return this.#inTurn(async () => {
      while (this.#seq <= seq && this.#count > 0) {
        const lines = await this.#lines(seq - this.#seq + 1)
        this.#from += lines.reduce((bytes, line) => bytes + Buffer.byteLength(line) + 1, 0)
        this.#seq += lines.length
        this.#count -= lines.length
      }
      if (this.#from > COMPACT_BYTES && this.#from > this.#size / 2) await this.#rewrite(this.#head.spool)
    })
  }

  /** Begins a new spool with what is left, numbered from 1: the server does not know how far the old one was delivered. */
  renew(): Promise<void> {
    return this.#inTurn(() => this.#rewrite(randomUUID()))
  }

  close(): Promise<void> {
    return this.#inTurn(() => this.#file.close())
  }

  async #lines(most: number): Promise<string[]> {
    const chunk = Buffer.alloc(Math.min(CHUNK_BYTES, this.#size - this.#from))
    await this.#file.read(chunk, 0, chunk.length, this.#from)
    const whole = chunk.toString('utf8', 0, chunk.lastIndexOf(0x0a))
    return whole.split('\n').slice(0, most)
  }

  /** Writes what is left to a new file, which then takes the place of the old one. */
  async #rewrite(spool: string): Promise<void> {
    const head: Head = { spool, first: spool === this.#head.spool ? this.#seq : 1 }
    const line = headLine(head)
    const next = await open(`${this.#path}.new`, 'w+', 0o600)
    await next.write(line, 0, line.length, 0)
    let at = line.length
    for (let from = this.#from; from < this.#size; ) {
      const chunk = Buffer.alloc(Math.min(CHUNK_BYTES, this.#size - from))
      await this.#file.read(chunk, 0, chunk.length, from)
      await next.write(chunk, 0, chunk.length, at)
      from += chunk.length
      at += chunk.length
    }
    await next.datasync()
    await rename(`${this.#path}.new`, this.#path)
    await this.#file.close()
    this.#file = next
    this.#head = head
    this.#seq = head.first
    this.#from = line.length
    this.#size = at
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#work.then(work)
    this.#work = turn.catch(() => {})
    return turn
  }
}

type Found = { head: Head; from: number; size: number; count: number }

const headLine = (head: Head) => Buffer.from(`${JSON.stringify(head)}\n`)

async function find(file: FileHandle): Promise<Found> {
  const bytes = await file.readFile()
  const end = bytes.lastIndexOf(0x0a) + 1
  const from = bytes.indexOf(0x0a) + 1
  const head = from === 0 ? null : headOf(bytes.toString('utf8', 0, from))
  if (head === null) return fresh(file, bytes.subarray(0, end))
  if (end < bytes.length) await file.truncate(end)
  const lines = bytes.toString('utf8', from, end).split('\n').slice(0, -1)
  if (lines.some((line) => !isResult(line))) return fresh(file, bytes.subarray(from, end))
  return { head, from, size: end, count: lines.length }
}

/** A new spool with what can be read of a damaged one: its numbers cannot be trusted any more. */
async function fresh(file: FileHandle, bytes: Buffer): Promise<Found> {
  const lines = bytes.toString('utf8').split('\n').filter(isResult)
  const head = { spool: randomUUID(), first: 1 }
  const line = headLine(head)
  const whole = Buffer.concat([line, Buffer.from(lines.map((one) => `${one}\n`).join(''))])
  await file.truncate(0)
  await file.write(whole, 0, whole.length, 0)
  await file.datasync()
  return { head, from: line.length, size: whole.length, count: lines.length }
}

function headOf(line: string): Head | null {
  const read = parsed(line) as Partial<Head> | null
  const ok = typeof read?.spool === 'string' && Number.isSafeInteger(read.first)
  return ok ? (read as Head) : null
}

function isResult(line: string): boolean {
  return typeof (parsed(line) as Partial<MonitorResult> | null)?.atMs === 'number'
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return null
  }
}
