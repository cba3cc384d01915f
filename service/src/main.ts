import { exitCode, StartError } from '@tractops/platform'
import { readEnvironment } from './environment.ts'
import { startService } from './start-service.ts'

const stopWithinMs = 9_500
const parentCheckMs = 1_000

/** One sentence for an operator, or the whole of an error that nobody foresaw. */
function fail(err: unknown): never {
  process.stderr.write(
    `${err instanceof StartError ? err.message : err instanceof Error ? err.stack : err}\n`,
  )
  process.exit(err instanceof StartError ? err.exitCode : exitCode.failed)
}

for (const event of ['uncaughtException', 'unhandledRejection'] as const) process.on(event, fail)

let service: { url: string; stop(): Promise<void> } | undefined
let stopping = false

async function stop(code: number): Promise<void> {
  // A signal to the whole group arrives twice: directly, and passed on by the process that started us.
  if (stopping) return
  stopping = true
  setTimeout(() => fail(new Error('Stopping took too long and was cut off.')), stopWithinMs).unref()
  await started.catch(() => {})
  await service?.stop()
  process.exit(code)
}

for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const)
  process.on(signal, () => void stop(0).catch(fail))

// Started by npm: when that is gone, nobody is left to stop us.
const parent = process.ppid
if (process.env.npm_lifecycle_event)
  setInterval(() => process.ppid !== parent && !stopping && void stop(0).catch(fail), parentCheckMs).unref()

const started = (async () => {
  service = await startService(readEnvironment(process.env), process.env)
})()

try {
  await started
  if (!stopping) process.stdout.write(`ready ${service!.url}\n`)
} catch (err) {
  if (!stopping) fail(err)
}
