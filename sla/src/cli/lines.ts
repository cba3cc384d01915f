import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import type { Policy } from '../policy/policy.ts'
import { type JsonCommand, parseJson, refusal } from './json-commands.ts'

/**
 * JSON Lines: answers each line of the input with one line, in order, and keeps going; a bad line is answered by its
 * refusal. Memory stays flat: an answer is written before the next line is read on. Resolves to whether any answer was
 * a "no", a refused line of `verify` among them.
 */
export async function answerLines(
  command: JsonCommand,
  policies: readonly Policy[],
  input: Readable,
  output: Writable,
): Promise<boolean> {
  let no = false
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    const answer = answerLine(command, policies, line)
    no ||= command.no?.(answer) ?? false
    if (!output.write(`${JSON.stringify(answer)}\n`)) await once(output, 'drain')
  }
  return no
}

function answerLine(command: JsonCommand, policies: readonly Policy[], line: string): object {
  try {
    return command.run(parseJson(line), policies)
  } catch (error) {
    return refusal(error)
  }
}
