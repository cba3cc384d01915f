import type { Actor } from '../actor.ts'
import type { Platform } from '../platform.ts'
import type { Tx } from './database.ts'

/** What every verb takes first: the instant it acts at, who acts, and the transaction that holds all it does. */
export type Ctx = { now: Temporal.Instant; actor: Actor; tx: Tx }

/** Runs `fn` in one transaction at one instant: all of it is committed, or, if it throws, none. */
export function inTransaction<T>(
  p: Pick<Platform, 'db' | 'clock'>,
  actor: Actor,
  fn: (ctx: Ctx) => Promise<T>,
): Promise<T> {
  return p.db.transaction((tx) => fn({ now: p.clock.now(), actor, tx }))
}
