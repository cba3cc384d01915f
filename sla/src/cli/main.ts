import { createReadStream, readFileSync } from 'node:fs'
import type { Readable, Writable } from 'node:stream'
import { parseArgs } from 'node:util'
import { agreementHtml } from '../agreement/html.ts'
import { agreementMarkdown } from '../agreement/markdown.ts'
import { SlaError } from '../error.ts'
import { defaultPolicies } from '../policy/defaults.ts'
import type { Policy } from '../policy/policy.ts'
import { checkPolicy, loadPolicy } from '../policy/yaml.ts'
import { HELP } from './help.ts'
import { beforeFirstNotice, type JsonCommand, jsonCommands, parseJson, refusal } from './json-commands.ts'
import { answerLines } from './lines.ts'

/** The three streams of a command; standard input is read only where `-` asks for it. */
export type Streams = { stdin: Readable; stdout: Writable; stderr: Writable }

const OPTIONS = {
  jsonl: { type: 'boolean' },
  policy: { type: 'string', multiple: true },
  format: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
} as const

type Arguments = ReturnType<typeof readArguments>

/** Carries out `sla` with its arguments; resolves to the exit status: 0, 1 for a "no", 2 for what is refused. */
export async function main(args: readonly string[], streams: Streams): Promise<number> {
  try {
    return await run(readArguments(args), streams)
  } catch (error) {
    const { error: what } = refusal(error)
    streams.stdout.write(`${JSON.stringify({ error: what })}\n`)
    streams.stderr.write(`${what.path === '' ? '' : `${what.path}: `}${what.message}\n`)
    return 2
  }
}

async function run(args: Arguments, streams: Streams): Promise<number> {
  const [name, file, ...rest] = args.positionals
  if (args.values.version) return say(streams, `${packageVersion()}\n`)
  if (args.values.help || name === undefined) return say(streams, HELP)
  if (rest.length > 0) throw usage(`"${rest[0]}" is one argument too many; sla ${name} reads one file.`)
  const command = Object.hasOwn(jsonCommands, name) ? jsonCommands[name] : undefined
  if (command !== undefined) return answerJson(command, name, file, args, streams)
  if (name === 'check') return check(file, streams)
  if (name === 'agreement') return agreement(args, file, streams)
  const known = [...Object.keys(jsonCommands), 'check', 'agreement'].join(', ')
  throw usage(`"${name}" is not a command; write one of ${known}.`)
}

async function answerJson(
  command: JsonCommand,
  name: string,
  file: string | undefined,
  args: Arguments,
  streams: Streams,
): Promise<number> {
  if (file === undefined) throw usage(`sla ${name} reads a file; name one, or write - for standard input.`)
  const policies = policiesOf(args)
  if (args.values.jsonl) {
    const input = file === '-' ? streams.stdin : await opened(file)
    const told = new Set<string>()
    const tell = (notice: string) => {
      if (!told.has(notice)) streams.stderr.write(`${notice}\n`)
      told.add(notice)
    }
    return (await answerLines(command, policies, input, streams.stdout, tell)) ? 1 : 0
  }
  const input = parseJson(file === '-' ? await textOf(streams.stdin) : readText(file))
  const answer = command.run(input, policies)
  const notice = beforeFirstNotice(input, policies)
  if (notice !== null) streams.stderr.write(`${notice}\n`)
  streams.stdout.write(`${JSON.stringify(answer)}\n`)
  return command.no?.(answer) ? 1 : 0
}

async function check(file: string | undefined, streams: Streams): Promise<number> {
  if (file === undefined)
    throw usage('sla check reads a policy; name its file, or write - for standard input.')
  const answer = checkPolicy(file === '-' ? await textOf(streams.stdin) : readText(file))
  say(streams, `${JSON.stringify(answer)}\n`)
  return answer.valid ? 0 : 1
}

function agreement(args: Arguments, file: string | undefined, streams: Streams): number {
  if (file !== undefined)
    throw usage(`sla agreement reads no file; for another policy write --policy ${file}.`)
  const policy = [...policiesOf(args)].sort((a, b) => (a.effectiveFrom < b.effectiveFrom ? -1 : 1)).at(-1)!
  const format = args.values.format ?? 'md'
  if (format === 'md') return say(streams, agreementMarkdown(policy))
  if (format === 'html') return say(streams, agreementHtml(policy))
  throw usage(`"${format}" is not a format; write md or html.`)
}

function policiesOf(args: Arguments): readonly Policy[] {
  return args.values.policy?.map((file) => loadPolicy(readText(file))) ?? defaultPolicies()
}

function readArguments(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true })
  } catch (error) {
    throw usage((error as Error).message)
  }
}

function readText(file: string | URL): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw unreadable(file, error)
  }
}

function opened(file: string): Promise<Readable> {
  const stream = createReadStream(file)
  return new Promise((resolve, reject) => {
    stream.once('open', () => resolve(stream))
    stream.once('error', (error) => reject(unreadable(file, error)))
  })
}

async function textOf(input: Readable): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of input) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks).toString('utf8')
}

function packageVersion(): string {
  const { version } = JSON.parse(readText(new URL('../../package.json', import.meta.url))) as {
    version: string
  }
  return version
}

function say(streams: Streams, text: string): number {
  streams.stdout.write(text)
  return 0
}

function unreadable(file: string | URL, error: unknown): SlaError {
  return new SlaError('file_unreadable', `"${file}" can't be read: ${(error as Error).message}.`)
}

function usage(message: string): SlaError {
  return new SlaError('usage', `${message} See sla --help.`)
}
