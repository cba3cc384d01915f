import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { addBusinessMs, type BusinessCalendar, formatInstant, parseInstant } from '@tractops/sla'
import { PEERS } from './libraries.ts'

/** Pacific: received, business hours to add, due. */
const CASES: readonly [from: string, hours: number, due: string][] = [
  ['2026-11-23T15:00:00-08:00', 4, '2026-11-24T18:00:00Z'],
  ['2026-11-23T14:00:00-08:00', 4, '2026-11-24T02:00:00Z'],
  ['2026-11-20T17:59:59-08:00', 4, '2026-11-23T20:59:59Z'],
  ['2026-11-20T18:00:00-08:00', 4, '2026-11-23T21:00:00Z'],
  ['2026-10-30T17:00:00-07:00', 4, '2026-11-02T20:00:00Z'],
  ['2027-03-12T17:00:00-08:00', 4, '2027-03-15T19:00:00Z'],
  ['2026-11-20T17:00:00-08:00', 24, '2026-11-25T22:00:00Z'],
  ['2026-10-30T17:00:00-07:00', 45, '2026-11-07T01:00:00Z'],
  ['2027-03-12T17:30:00-08:00', 9, '2027-03-16T00:30:00Z'],
]

/** How many of the golden cases and of the change-of-clocks cases each gets right, as sentences. */
export function correctness(office: BusinessCalendar): string[] {
  const hour = 3_600_000
  const ours = CASES.map(([from, hours]) =>
    formatInstant(addBusinessMs(office, parseInstant(from), hours * hour)),
  )
  const peers = Object.keys(PEERS).map((peer) => {
    const TZ = peer.includes('timezone') ? 'UTC' : 'America/Los_Angeles'
    return sentence(
      `${peer} (process in ${TZ})`,
      CASES.map(([from, hours]) => ask(peer, TZ, parseInstant(from).epochMilliseconds, hours)),
    )
  })
  return [sentence('@tractops/sla (process in any zone)', ours), ...peers]
}

function sentence(who: string, answers: string[]): string {
  const wrong = CASES.flatMap(([from, hours, due], i) =>
    answers[i] === due ? [] : [`${from} + ${hours} h should be ${due}: ${answers[i]}`],
  )
  const right = `${who}: ${CASES.length - wrong.length} of ${CASES.length} cases right`
  return wrong.length === 0 ? `${right}.` : `${right}; ${wrong.join('; ')}.`
}

function ask(peer: string, TZ: string, fromMs: number, hours: number): string {
  const args = [fileURLToPath(new URL('./ask.ts', import.meta.url)), peer, String(fromMs), String(hours)]
  try {
    const told = execFileSync(process.execPath, args, {
      env: { ...process.env, TZ },
      timeout: 4000,
      killSignal: 'SIGKILL',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    return formatInstant(Temporal.Instant.fromEpochMilliseconds(Number(told)))
  } catch {
    return 'no answer in 4 s'
  }
}
