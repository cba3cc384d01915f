/** What the evidence of an exclusion comes to: accepted or refused, and the reason in one sentence. */
export type Verdict = { accepted: boolean; because: string }

export const accepted = (because: string): Verdict => ({ accepted: true, because })
export const refused = (because: string): Verdict => ({ accepted: false, because })

/** 172799000 -> "47 h 59 min 59 s"; a length of time for people, exact to the second, ms only where there are any. */
export function spell(ms: number): string {
  const parts: string[] = []
  const take = (unitMs: number, unit: string) => {
    const count = Math.floor(ms / unitMs)
    if (count > 0) parts.push(`${count} ${unit}`)
    ms -= count * unitMs
  }
  take(3_600_000, 'h')
  take(60_000, 'min')
  take(1_000, 's')
  if (ms > 0 || parts.length === 0) parts.push(`${ms} ms`)
  return parts.join(' ')
}
