import { ANYTHING, inTransaction, type Platform } from '@tractops/platform'
import type { MonitorConfig } from '../config/config.ts'
import { MONITORING } from '../record/recorder.ts'
import { unreadableSentence } from '../secrets/vault.ts'
import { checkedNow, type Watching } from './apply-watched.ts'
import type { Watched } from './read-watched.ts'

/** Calls `change` with the checks to carry out whenever a definition or a secret has changed, in any process; in order. */
export function followChanges(
  p: Pick<Platform, 'clock' | 'db' | 'events' | 'log'>,
  watching: Watching,
  change: (monitors: MonitorConfig[]) => Promise<void>,
): { stop(): Promise<void> } {
  let work: Promise<void> = Promise.resolve()
  let waiting = false
  async function again(): Promise<void> {
    waiting = false
    await change(await inTransaction(p, MONITORING, (ctx) => checkedNow(ctx, watching)))
  }
  const forget = p.events.on((topic) => {
    if (waiting || (topic !== 'monitoring' && topic !== ANYTHING)) return
    waiting = true
    work = work
      .then(again)
      .catch((err) =>
        p.log.error({ err }, 'a change of what is watched could not be followed; the next one will be'),
      )
  })
  return {
    async stop() {
      forget()
      await work
    },
  }
}

/** Tells the operator, at the start, what of the console is not watched as it stands there. */
export function tellOddities(
  log: Platform['log'],
  { clashes, unreadable, broken, monitors }: Watched,
  source: string | null,
): void {
  for (const { what, key } of clashes) {
    log.warn(`The ${what} "${key}" is in ${source} and in the console: the one of the file is watched.`)
  }
  for (const { what, key, message } of broken) {
    log.error(
      `The ${what} "${key}" of the console cannot be read any more and is not watched; retire it. ${message}`,
    )
  }
  if (unreadable.length > 0) log.error(unreadableSentence(unreadable))
  for (const { config, problem } of monitors) {
    if (problem !== null) log.warn(`The monitor "${config.key}" is not checked. ${problem}`)
  }
}
