const UNITS = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'min'],
  [1_000, 's'],
] as const

/** A length in words, its two largest units: "3 h 12 min", "45 s". Truncated, never rounded up. */
function inWords(ms: number): string {
  if (ms < 1_000) return ms <= 0 ? '0 s' : 'under 1 s'
  const first = UNITS.findIndex(([unit]) => ms >= unit)
  let left = ms
  return UNITS.slice(first, first + 2)
    .flatMap(([unit, name]) => {
      const n = Math.floor(left / unit)
      left -= n * unit
      return n === 0 ? [] : [`${n} ${name}`]
    })
    .join(' ')
}

/** A length, for people and for programs. */
export function Duration({ ms }: { ms: number }) {
  return <time dateTime={`PT${Math.floor(ms / 1_000)}S`}>{inWords(ms)}</time>
}
