import { once } from 'node:events'
import type { Readable, Writable } from 'node:stream'
import { SlaError } from '../error.ts'
import type { Policy } from '../policy/policy.ts'
import { beforeFirstNotice, type JsonCommand, parseJson, refusal } from './json-commands.ts'

/**
 * JSON Lines: answers each line of the input with one line, in order, and keeps going; a bad line is answered by its
 * refusal. Memory stays flat: an answer is written before the next line is read on. What else there is to say of an input
 * is told to `tell`. Resolves to whether any answer was a "no", a refused line of `verify` among them.
 *
 * @throws SlaError `file_unreadable` where the input breaks off.
 */
export async function answerLines(
  command: JsonCommand,
  policies: readonly Policy[],
  input: Readable,
  output: Writable,
  tell: (notice: string) => void,
): Promise<boolean> {
  let no = false
  for await (const line of linesOf(input)) {
    const answer = answerLine(command, policies, line, tell)
    no ||= command.no?.(answer) ?? false
    if (!output.write(`${JSON.stringify(answer)}\n`)) await once(output, 'drain')
  }
  return no
}

function answerLine(
  command: JsonCommand,
  policies: readonly Policy[],
  line: string,
  tell: (notice: string) => void,
): object {
  try {
    const input = parseJson(line)
    const answer = command.run(input, policies)
    const notice = beforeFirstNotice(input, policies)
    if (notice !== null) tell(notice)
    return answer
  } catch (error) {
    return refusal(error)
  }
}

/** The lines of UTF-8 input, ended by LF alone: JSON may hold U+2028 and its like in its texts, where readline breaks. */
async function* linesOf(input: Readable): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  let pieces: string[] = []
  try {
    for await (const chunk of input) {
      const [head, ...tail] = decoder.decode(chunk as Buffer, { stream: true }).split('\n')
      pieces.push(head!)
      for (const piece of tail) {
        yield pieces.join('')
        pieces = [piece]
      }
    }
  } catch (error) {
    throw new SlaError('file_unreadable', `The input can't be read on: ${(error as Error).message}.`)
  }
  const last = pieces.join('') + decoder.decode()
  if (last !== '') yield last
}
