import { fstatSync } from 'node:fs'
import { readSettings } from './settings.ts'
import { startPractice } from './start-practice.ts'

try {
  const settings = readSettings(process.env, process.argv.slice(2))
  if (settings) await run(settings)
  else console.log('PRACTICE_PORT is 0: no practice application was started.')
} catch (error) {
  console.error(sentence(error))
  process.exitCode = 1
}

async function run(settings: NonNullable<ReturnType<typeof readSettings>>): Promise<void> {
  const practice = await startPractice(settings)
  let ending = false
  const end = () => {
    if (ending) return
    ending = true
    void practice.close().then(() => process.exit(0))
  }
  process.on('SIGTERM', end).on('SIGINT', end).on('disconnect', end)
  if (isPipe(0)) process.stdin.on('end', end).on('error', end).resume()
  process.stdout.on('error', end)
  console.log(`practice ready ${practice.url} and ${practice.tlsUrl} (its authority: ${practice.caFile})`)
}

/** Only a pipe tells of its other end: a terminal stays open, and /dev/null is at its end from the first. */
function isPipe(descriptor: number): boolean {
  try {
    const stat = fstatSync(descriptor)
    return stat.isFIFO() || stat.isSocket()
  } catch {
    return false
  }
}

function sentence(error: unknown): string {
  const { code, port, message } = error as NodeJS.ErrnoException & { port?: number }
  if (code === 'EADDRINUSE')
    return `Port ${port} is taken. End what listens there, or set PRACTICE_PORT and PRACTICE_TLS_PORT to free ports.`
  return message
}
