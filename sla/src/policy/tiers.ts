import { formatPercent } from './percent.ts'

/** A credit tier: `atLeast` <= uptime < `below`, both in ten-thousandths of a percent. */
export type Tier = { below: number; atLeast: number; creditPercent: number }

/**
 * SLA §1 (row 9): proves that the tiers, in the order given, hold every uptime below the target exactly once, from the
 * target down to 0. Returns what is wrong, with the path inside `uptime`.
 */
export function checkTiers(uptime: {
  target: number
  tiers: readonly Tier[]
}): { path: (string | number)[]; message: string }[] {
  const problems: { path: (string | number)[]; message: string }[] = []
  let upper = uptime.target
  let credit = 0
  uptime.tiers.forEach((tier, i) => {
    const say = (field: string, message: string) => problems.push({ path: ['tiers', i, field], message })
    const [is, should] = [percentText(tier.below), percentText(upper)]
    if (tier.below > upper) {
      say(
        'below',
        i === 0
          ? `The tier reaches above the target; write "${should}".`
          : `Overlaps the tier above it from ${should} to ${is}; write "${should}".`,
      )
    } else if (tier.below < upper) {
      say('below', `Leaves a hole from ${is} to ${should} that no tier answers for; write "${should}".`)
    }
    if (tier.atLeast >= tier.below) say('atLeast', `The tier holds nothing; write less than "${is}".`)
    if (tier.creditPercent <= credit)
      say('creditPercent', `A worse month must bring more credit; write more than ${credit}.`)
    upper = tier.atLeast
    credit = tier.creditPercent
  })
  if (upper !== 0) {
    const last = uptime.tiers.length - 1
    problems.push({
      path: ['tiers', last, 'atLeast'],
      message: `Leaves a hole below ${percentText(upper)}; the last tier ends at "0".`,
    })
  }
  return problems
}

/** 995000 -> "99.5", 990000 -> "99.0": as people write it, with one decimal at least. */
export function percentText(scaled: number): string {
  return formatPercent(scaled).replace(/(\.\d+?)0+$/, '$1')
}
