import { SlaError } from '../error.ts'
import { Temporal } from './temporal.ts'

/** A stretch of time, half open: `start` belongs to it, `end` does not. */
export type Interval = { readonly start: Temporal.Instant; readonly end: Temporal.Instant }

/**
 * A set of instants as intervals: sorted, disjoint and apart, whatever it was made from, so that two sets of the same
 * instants hold the same intervals (row 5: union first, then subtract; never sum). Immutable. In epoch ms inside.
 */
export class IntervalSet {
  static readonly empty: IntervalSet = new IntervalSet(new Float64Array(0), new Float64Array(0))

  readonly #starts: Float64Array
  readonly #ends: Float64Array

  private constructor(starts: Float64Array, ends: Float64Array) {
    this.#starts = starts
    this.#ends = ends
  }

  /**
   * The union of intervals in any order, overlapping or not; empty ones are nothing. Throws SlaError
   * `interval_reversed` for one whose end is before its start, with its place in `path`, such as `down[3]`.
   */
  static of(intervals: Iterable<Interval>, path = ''): IntervalSet {
    const starts: number[] = []
    const ends: number[] = []
    for (const { start, end } of intervals) {
      starts.push(start.epochMilliseconds)
      ends.push(end.epochMilliseconds)
    }
    return IntervalSet.ofEpochMs(starts, ends, path)
  }

  /** As `of`, from the starts and the ends in epoch ms, side by side. */
  static ofEpochMs(startsMs: ArrayLike<number>, endsMs: ArrayLike<number>, path = ''): IntervalSet {
    const starts = new Float64Array(startsMs.length)
    const ends = new Float64Array(startsMs.length)
    let size = 0
    let sorted = true
    for (let i = 0; i < startsMs.length; i++) {
      const start = startsMs[i]!
      const end = endsMs[i]!
      if (!(start <= end)) throw reversed(`${path}[${i}]`)
      if (start === end) continue
      if (size > 0 && (start < starts[size - 1]! || end < ends[size - 1]!)) sorted = false
      starts[size] = start
      ends[size++] = end
    }
    const someStarts = starts.subarray(0, size)
    const someEnds = ends.subarray(0, size)
    // Sorted apart: where the i-th start lies past the i-1 earliest ends, nothing is open there.
    if (!sorted) {
      someStarts.sort()
      someEnds.sort()
    }
    const builder = new Builder(size)
    for (let i = 0; i < size; i++) builder.add(someStarts[i]!, someEnds[i]!)
    return new IntervalSet(...builder.build())
  }

  /** The instants of either set. */
  union(other: IntervalSet): IntervalSet {
    return this.#combine(other, (a, b) => a || b)
  }

  /** The instants of both sets. */
  intersect(other: IntervalSet): IntervalSet {
    return this.#combine(other, (a, b) => a && b)
  }

  /** The instants of this set that are not in the other. */
  subtract(other: IntervalSet): IntervalSet {
    return this.#combine(other, (a, b) => a && !b)
  }

  /** The sum of the lengths, in ms of elapsed time. */
  get lengthMs(): number {
    let length = 0
    for (let i = 0; i < this.size; i++) length += this.#ends[i]! - this.#starts[i]!
    return length
  }

  get isEmpty(): boolean {
    return this.size === 0
  }

  /** How many intervals it takes. */
  get size(): number {
    return this.#starts.length
  }

  /** Whether an instant, in epoch ms, is in the set. */
  containsMs(epochMs: number): boolean {
    let low = 0
    let high = this.size
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.#ends[middle]! <= epochMs) low = middle + 1
      else high = middle
    }
    return low < this.size && this.#starts[low]! <= epochMs
  }

  /** The intervals in order, as pairs of epoch ms. */
  *entriesMs(): Generator<[startMs: number, endMs: number]> {
    for (let i = 0; i < this.size; i++) yield [this.#starts[i]!, this.#ends[i]!]
  }

  /** The intervals in order. */
  *[Symbol.iterator](): Generator<Interval> {
    for (const [startMs, endMs] of this.entriesMs())
      yield {
        start: Temporal.Instant.fromEpochMilliseconds(startMs),
        end: Temporal.Instant.fromEpochMilliseconds(endMs),
      }
  }

  /** One walk over both sets' edges; what `keep` wants of being in this and in the other makes the answer. */
  #combine(other: IntervalSet, keep: (inThis: boolean, inOther: boolean) => boolean): IntervalSet {
    const a = this.#edges()
    const b = other.#edges()
    const builder = new Builder(this.size + other.size)
    let i = 0
    let j = 0
    let openedAt = 0
    let open = false
    while (i < a.length || j < b.length) {
      const at = Math.min(a[i] ?? Number.POSITIVE_INFINITY, b[j] ?? Number.POSITIVE_INFINITY)
      if (a[i] === at) i++
      if (b[j] === at) j++
      const kept = keep(i % 2 === 1, j % 2 === 1)
      if (kept && !open) openedAt = at
      if (!kept && open) builder.add(openedAt, at)
      open = kept
    }
    return new IntervalSet(...builder.build())
  }

  /** Starts and ends in turn. */
  #edges(): Float64Array {
    const edges = new Float64Array(this.size * 2)
    for (let i = 0; i < this.size; i++) {
      edges[2 * i] = this.#starts[i]!
      edges[2 * i + 1] = this.#ends[i]!
    }
    return edges
  }
}

/** Takes intervals sorted by start, and by end, and joins those that touch. */
class Builder {
  readonly #starts: Float64Array
  readonly #ends: Float64Array
  #size = 0

  constructor(capacity: number) {
    this.#starts = new Float64Array(capacity)
    this.#ends = new Float64Array(capacity)
  }

  add(start: number, end: number): void {
    if (this.#size > 0 && start <= this.#ends[this.#size - 1]!) this.#ends[this.#size - 1] = end
    else {
      this.#starts[this.#size] = start
      this.#ends[this.#size++] = end
    }
  }

  build(): [starts: Float64Array, ends: Float64Array] {
    return [this.#starts.slice(0, this.#size), this.#ends.slice(0, this.#size)]
  }
}

const reversed = (path: string) =>
  new SlaError('interval_reversed', 'An interval ends at or after its start; swap the two instants.', path)
