import { Worker } from 'node:worker_threads'
import { unreadMail } from './parse-mail.ts'
import type { ParsedMail } from './parsed-mail.ts'

/** No mail of a person takes a tenth of that. */
const PATIENCE_MS = 15_000
/** An idle thread ends, and is made again for the next mail. */
const IDLE_MS = 60_000

export type Parser = { parse(raw: Buffer): Promise<ParsedMail>; stop(): Promise<void> }

/**
 * Takes mails apart in a thread of its own, one after the other, so that nothing in a mail can hold or end this process. One that
 * takes too long, or breaks the thread, has its head and the reason.
 */
export function createParser({ patienceMs = PATIENCE_MS }: { patienceMs?: number } = {}): Parser {
  let worker: Worker | null = null
  let idle: NodeJS.Timeout | undefined
  let last: Promise<unknown> = Promise.resolve()

  async function end(): Promise<void> {
    clearTimeout(idle)
    const ending = worker
    worker = null
    await ending?.terminate()
  }

  function start(): Worker {
    const made = new Worker(new URL('./parse-thread.ts', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: 512 },
      // What a test runner or a debugger gives this process is not for the thread.
      execArgv: [],
    })
    made.unref()
    made.on('error', () => {})
    made.on('exit', () => {
      if (worker === made) worker = null
    })
    return made
  }

  async function parse(raw: Buffer): Promise<ParsedMail> {
    clearTimeout(idle)
    worker ??= start()
    const outcome = await answerOf(worker, raw, patienceMs)
    if ('parsed' in outcome) {
      idle = setTimeout(() => void end(), IDLE_MS).unref()
      return outcome.parsed
    }
    await end()
    return unreadMail(raw, outcome.because)
  }

  return {
    parse(raw) {
      const mine = last.then(() => parse(raw))
      last = mine.catch(() => {})
      return mine
    },
    async stop() {
      await last
      await end()
    },
  }
}

function answerOf(
  worker: Worker,
  raw: Buffer,
  patienceMs: number,
): Promise<{ parsed: ParsedMail } | { because: string }> {
  return new Promise((resolve) => {
    const settle = (outcome: { parsed: ParsedMail } | { because: string }) => {
      clearTimeout(timer)
      worker.off('message', heard).off('error', broke).off('exit', ended)
      resolve(outcome)
    }
    const heard = (parsed: ParsedMail) => settle({ parsed })
    const broke = () => settle({ because: 'it took more memory than a mail may' })
    const ended = () => settle({ because: 'it could not be taken apart' })
    const timer = setTimeout(() => settle({ because: 'it took too long to take apart' }), patienceMs)
    worker.once('message', heard).once('error', broke).once('exit', ended)
    worker.postMessage(new Uint8Array(raw))
  })
}
