/** 10000 -> "10 s", 250 -> "250 ms", 90000 -> "90 s" */
export function spell(ms: number): string {
  return ms % 1_000 === 0 ? `${ms / 1_000} s` : `${ms} ms`
}
