export type Fault = { part: string; fault: string; from: string; to: string | null }
export type Interval = { state: string; start: string; end: string | null }

/**
 * Holds what was told of a component against what was really broken: each fault is one outage, which begins and ends within `slackMs`
 * after the fault did, and there is no other. Answers what is wrong, a sentence each.
 */
export function compare(
  key: string,
  faults: readonly Fault[],
  told: readonly Interval[],
  slackMs: number,
): string[] {
  const wrong: string[] = []
  const down = told.filter(({ state }) => state === 'down')
  const left = new Set(down)
  for (const { from, to } of faults) {
    const found = down.find(
      (i) => left.has(i) && within(from, i.start, slackMs) && (to === null || within(to, i.end, slackMs)),
    )
    if (found === undefined) wrong.push(`${key}: broken from ${from} to ${to}, and not told so`)
    else left.delete(found)
  }
  for (const { start, end } of left)
    wrong.push(`${key}: told as down from ${start} to ${end}, and was not so`)
  // Before the first check nothing is known; after that somebody was always looking.
  for (const { state, start, end } of told.slice(1)) {
    if (state === 'unmeasured') wrong.push(`${key}: unmeasured from ${start} to ${end}`)
  }
  return wrong
}

function within(real: string, said: string | null, slackMs: number): boolean {
  const lateMs = said === null ? Number.NaN : Date.parse(said) - Date.parse(real)
  return lateMs >= -50 && lateMs <= slackMs
}
