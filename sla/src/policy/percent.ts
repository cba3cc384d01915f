/** Decimal percentages are held as whole ten-thousandths of a percent, so that tiers compare in integers (row 8). */
export const PERCENT_SCALE = 10_000

/** "99.5" -> 995000, "99.4213" -> 994213. Up to four decimals, 0 to 100; `null` for anything else. */
export function readPercent(text: string): number | null {
  const match = /^(0|[1-9][0-9]{0,2})(?:\.([0-9]{1,4}))?$/.exec(text)
  if (match === null) return null
  const scaled = Number(match[1]) * PERCENT_SCALE + Number((match[2] ?? '').padEnd(4, '0'))
  return scaled <= 100 * PERCENT_SCALE ? scaled : null
}

/** 994213 -> "99.4213": four decimals always, truncated by whoever made the number (row 8). */
export function formatPercent(scaled: number): string {
  const whole = Math.floor(scaled / PERCENT_SCALE)
  return `${whole}.${String(scaled % PERCENT_SCALE).padStart(4, '0')}`
}
