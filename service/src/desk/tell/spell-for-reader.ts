import { spellInstant } from '../../notation/index.ts'

/** Until when somebody is answered, in the reader's zone and in the contract's, each once; without a reader's zone, in the contract's and in UTC. */
export function spellForReader(
  at: Temporal.Instant,
  zones: { reader: string | null; contract: string },
): [name: string, value: string][] {
  const named = 'Answer by'
  const contract = spellInstant(at, zones.contract)
  if (zones.reader === zones.contract) return [[named, contract]]
  return zones.reader === null
    ? [
        [named, contract],
        ['In UTC', spellInstant(at, 'UTC')],
      ]
    : [
        [named, spellInstant(at, zones.reader)],
        ['In Pacific', contract],
      ]
}
