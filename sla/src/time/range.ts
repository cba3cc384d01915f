import { SlaError } from '../error.ts'
import { END_MS, FIRST_MS } from './civil.ts'
import { Temporal } from './temporal.ts'

/** The instant of an epoch ms that RFC 3339 can write; SlaError `out_of_range` outside the years 0000 to 9999. */
export function instantWithin(epochMs: number, path = ''): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(within(epochMs, path))
}

/** Hands back an epoch ms of the years 0000 to 9999 (UTC); throws SlaError `out_of_range` for any other. */
export function within(epochMs: number, path = ''): number {
  if (epochMs >= FIRST_MS && epochMs < END_MS) return epochMs
  throw new SlaError(
    'out_of_range',
    'The instant falls outside the years 0000 to 9999, which is all that RFC 3339 can write; choose a nearer one.',
    path,
  )
}
