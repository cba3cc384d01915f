import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  bucketOf,
  countOf,
  decode,
  encode,
  type Histogram,
  latencyOfBucket,
  merge,
  mergeBytes,
  newHistogram,
  quantile,
} from './histogram.ts'

const latency = fc.oneof(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 0, max: 206_000 }))
const latencies = fc.array(latency, { minLength: 1, maxLength: 400 })
const of = (values: readonly number[]): Histogram =>
  mergeBytes(newHistogram(), Uint8Array.from(values.map(bucketOf)))
const histograms = fc.array(fc.integer({ min: 0, max: 5_000_000 }), { maxLength: 256 }).map((counts) => {
  const histogram = newHistogram()
  histogram.set(counts)
  return histogram
})

test('a bucket stands for each of its latencies within 2 %, and exactly below 25 ms', () => {
  for (let ms = 0; ms < 25; ms++) expect(latencyOfBucket(bucketOf(ms))).toBe(ms)
  fc.assert(
    fc.property(latency, (ms) => {
      expect(Math.abs(latencyOfBucket(bucketOf(ms)) - ms)).toBeLessThanOrEqual(0.02 * ms)
    }),
  )
})

test('a slower check is never in an earlier bucket', () => {
  fc.assert(
    fc.property(latency, latency, (a, b) => {
      expect(bucketOf(Math.max(a, b))).toBeGreaterThanOrEqual(bucketOf(Math.min(a, b)))
    }),
  )
})

test('a quantile is within 2 % of the latency of that rank, p50 <= p95 <= p99, and nothing is lost', () => {
  fc.assert(
    fc.property(latencies, fc.double({ min: 0, max: 1, noNaN: true }), (values, q) => {
      const histogram = of(values)
      expect(countOf(histogram)).toBe(values.length)
      const exact = [...values].sort((a, b) => a - b)[Math.max(1, Math.ceil(q * values.length)) - 1]!
      expect(Math.abs(quantile(histogram, q)! - exact)).toBeLessThanOrEqual(0.02 * exact)
      const [p50, p95, p99] = [0.5, 0.95, 0.99].map((share) => quantile(histogram, share)!)
      expect(p50).toBeLessThanOrEqual(p95!)
      expect(p95).toBeLessThanOrEqual(p99!)
    }),
  )
})

test('of nothing there is no quantile', () => expect(quantile(newHistogram(), 0.5)).toBeNull())

test('merging is the same in any order and grouping, and equals having seen them all', () => {
  fc.assert(
    fc.property(latencies, latencies, latencies, (a, b, c) => {
      const left = merge(merge(of(a), of(b)), of(c))
      expect(merge(of(a), merge(of(b), of(c)))).toEqual(left)
      expect(merge(of(c), merge(of(b), of(a)))).toEqual(left)
      expect(of([...a, ...b, ...c])).toEqual(left)
    }),
  )
})

test.each([
  [-1, 0],
  [Number.NaN, 0],
  [Number.NEGATIVE_INFINITY, 0],
  [0.4, 0],
  [Number.POSITIVE_INFINITY, 255],
  [Number.MAX_SAFE_INTEGER, 255],
])('an absurd latency, %d, is in bucket %i', (ms, bucket) => expect(bucketOf(ms)).toBe(bucket))

describe('what is kept for ever', () => {
  test('comes back as it was, in no more than 6 bytes a bucket', () => {
    fc.assert(
      fc.property(histograms, (histogram) => {
        const bytes = encode(histogram)
        expect(decode(bytes)).toEqual(histogram)
        expect(bytes.length).toBeLessThanOrEqual(6 * 256)
      }),
    )
  })

  test('and is damaged, is found out or is another histogram, and never a failure', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const read = decode(bytes)
        if (read !== null) expect(countOf(read)).toBeGreaterThanOrEqual(bytes.length === 0 ? 0 : 1)
      }),
    )
    const whole = encode(of([3, 40, ...Array.from({ length: 300 }, () => 90)]))
    expect(decode(whole.subarray(0, -1))).toBeNull()
    expect(decode(Buffer.concat([whole, whole]))).toBeNull()
    expect(decode(Buffer.from([7, 0]))).toBeNull()
    expect(decode(Buffer.from([7, 255, 255, 255, 255, 127]))).toBeNull()
    expect(decode(Buffer.alloc(40, 255))).toBeNull()
  })
})
