/**
 * Latencies in 256 buckets, so that one takes a byte. Below 25 ms a bucket is a millisecond; from there on each is 4 %
 * wider than the last, up to 207 s. What a quantile tells is then within 2 % of a latency that was measured; the last
 * bucket also holds whatever took longer.
 */
const BUCKETS = 256
const EXACT_MS = 25
const GROWTH = 1.04

/** How many latencies fell into each bucket. */
export type Histogram = Uint32Array

export const newHistogram = (): Histogram => new Uint32Array(BUCKETS)

/** The bucket of a latency in ms. One that is not a length of time (negative, NaN) counts as 0 ms. */
export function bucketOf(latencyMs: number): number {
  if (!(latencyMs >= EXACT_MS)) return latencyMs > 0 ? Math.floor(latencyMs) : 0
  return Math.min(BUCKETS - 1, EXACT_MS + Math.floor(Math.log(latencyMs / EXACT_MS) / Math.log(GROWTH)))
}

/** The latency that a bucket stands for, in ms: off by the same share of it at either edge, 1.96 %. */
export function latencyOfBucket(bucket: number): number {
  if (bucket < EXACT_MS) return bucket
  const from = EXACT_MS * GROWTH ** (bucket - EXACT_MS)
  return (2 * from * GROWTH) / (1 + GROWTH)
}

/** Adds what `other` holds; in any order and grouping it comes to the same. */
export function merge(into: Histogram, other: Histogram): Histogram {
  for (let bucket = 0; bucket < BUCKETS; bucket++) into[bucket]! += other[bucket]!
  return into
}

/** Adds latencies that are kept as a byte each; every byte is a bucket, so no bytes are bad. */
export function mergeBytes(into: Histogram, bytes: Uint8Array): Histogram {
  for (const bucket of bytes) into[bucket]! += 1
  return into
}

/** How many latencies it holds. */
export const countOf = (histogram: Histogram): number => histogram.reduce((sum, n) => sum + n, 0)

/** The latency, in ms, that the share `q` (0 to 1) of all did not exceed, by nearest rank; null when there is none. */
export function quantile(histogram: Histogram, q: number): number | null {
  let left = Math.max(1, Math.ceil(q * countOf(histogram)))
  for (let bucket = 0; bucket < BUCKETS; bucket++) {
    left -= histogram[bucket]!
    if (left <= 0) return latencyOfBucket(bucket)
  }
  return null
}

/** As it is kept for ever: for each bucket in use its number and its count, in base 128 with the low end first (LEB128). */
export function encode(histogram: Histogram): Buffer {
  const bytes: number[] = []
  histogram.forEach((count, bucket) => {
    if (count === 0) return
    bytes.push(bucket)
    for (; count >= 128; count = Math.floor(count / 128)) bytes.push((count % 128) + 128)
    bytes.push(count)
  })
  return Buffer.from(bytes)
}

/** What `encode` wrote; null when the bytes are damaged: cut off, out of order, empty or too large counts. */
export function decode(bytes: Uint8Array): Histogram | null {
  const histogram = newHistogram()
  for (let i = 0, before = -1; i < bytes.length; ) {
    const bucket = bytes[i++]!
    let [count, scale, byte] = [0, 1, 128]
    for (; byte >= 128; scale *= 128) {
      if (i === bytes.length || scale > 128 ** 4) return null
      byte = bytes[i++]!
      count += (byte % 128) * scale
    }
    if (bucket <= before || count === 0 || count > 0xffff_ffff) return null
    histogram[bucket] = count
    before = bucket
  }
  return histogram
}
