import { constants } from 'node:fs'
import { type FileHandle, mkdir, open } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { MonitorResult } from './results.ts'

const MAX_BYTES = 256 * 1024 * 1024
const CHUNK_BYTES = 128 * 1024

/**
 * Results on their way to the database, in a file: written down before they are committed, taken out once they are. So
 * they outlive a killed process and a database that is away, and take no memory. A line is one result.
 */
export class Journal {
  readonly #file: FileHandle
  #size: number
  #taken = 0

  private constructor(file: FileHandle, size: number) {
    this.#file = file
    this.#size = size
  }

  /** Opens the file or makes it. A last line that a crash cut off is removed. */
  static async open(path: string): Promise<Journal> {
    await mkdir(dirname(path), { recursive: true })
    const file = await open(path, constants.O_RDWR | constants.O_CREAT, 0o600)
    const { size } = await file.stat()
    const tail = Buffer.alloc(Math.min(size, CHUNK_BYTES))
    await file.read(tail, 0, tail.length, size - tail.length)
    const whole = size - tail.length + tail.lastIndexOf(0x0a) + 1
    if (whole < size) await file.truncate(whole)
    return new Journal(file, whole)
  }

  get isEmpty(): boolean {
    return this.#taken === this.#size
  }

  get bytes(): number {
    return this.#size - this.#taken
  }

  /** Adds results at the end; false when the file is full and they were not taken. */
  async append(results: readonly MonitorResult[]): Promise<boolean> {
    const bytes = Buffer.from(results.map((result) => `${JSON.stringify(result)}\n`).join(''))
    if (this.#size + bytes.length > MAX_BYTES) return false
    await this.#file.write(bytes, 0, bytes.length, this.#size)
    this.#size += bytes.length
    return true
  }

  /** The oldest results, a few hundred at most, and what says afterwards that they are committed. */
  async peek(): Promise<{ results: MonitorResult[]; done: () => Promise<void> }> {
    const chunk = Buffer.alloc(Math.min(CHUNK_BYTES, this.#size - this.#taken))
    await this.#file.read(chunk, 0, chunk.length, this.#taken)
    const length = chunk.lastIndexOf(0x0a) + 1
    const results = chunk.toString('utf8', 0, length).split('\n').flatMap(parse)
    const done = async () => {
      this.#taken += length
      if (!this.isEmpty) return
      this.#taken = this.#size = 0
      await this.#file.truncate(0)
    }
    return { results, done }
  }

  async close(): Promise<void> {
    await this.#file.close()
  }
}

function parse(line: string): MonitorResult[] {
  try {
    return line === '' ? [] : [JSON.parse(line) as MonitorResult]
  } catch {
    return []
  }
}
