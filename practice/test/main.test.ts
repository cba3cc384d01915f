import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { temporaryFolder } from './practice-for-test.ts'

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url))

function start(
  args: string[],
  env: Record<string, string>,
  stdin: 'pipe' | 'ignore' = 'ignore',
): ChildProcess {
  const child = spawn(process.execPath, [MAIN, ...args], {
    env: { PATH: process.env.PATH ?? '', DATA_DIR: temporaryFolder(), ...env },
    stdio: [stdin, 'pipe', 'pipe'],
  })
  onTestFinished(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGKILL')
    await once(child, 'exit')
  })
  return child
}

async function ready(child: ChildProcess): Promise<string> {
  const [line] = (await once(child.stdout!, 'data')) as [Buffer]
  const url = /^practice ready (http:\/\/127\.0\.0\.1:\d+)/.exec(line.toString())?.[1]
  return url ?? expect.fail(`no ready line: ${line}`)
}

test.each(['SIGTERM', 'SIGINT'] as const)(
  'says when it is ready, answers, and ends cleanly on %s',
  async (signal) => {
    const child = start(['--port', '0'], {})
    const url = await ready(child)
    expect((await fetch(url)).status).toBe(200)
    child.kill(signal)
    expect(await once(child, 'exit')).toEqual([0, null])
  },
)

test('ends while a slow page is still being waited for', async () => {
  const child = start(['--port', '0'], {})
  const url = await ready(child)
  await fetch(`${url}/practice/faults/home`, { method: 'PUT', body: '{"fault":"slow"}' })
  const asked = fetch(url)
  const refused = expect(asked).rejects.toThrow()
  await fetch(`${url}/practice/log`)
  child.kill('SIGTERM')
  expect(await once(child, 'exit')).toEqual([0, null])
  await refused
})

test('ends when the pipe to whoever started it closes, so that an orphan never keeps the port', async () => {
  const child = start(['--port', '0'], {}, 'pipe')
  await ready(child)
  child.stdin!.destroy()
  expect(await once(child, 'exit')).toEqual([0, null])
})

test('after kill -9 the next one starts on the same port and the same faults', async () => {
  const dataDir = temporaryFolder()
  const first = start(['--port', '0'], { DATA_DIR: dataDir })
  const url = await ready(first)
  await fetch(`${url}/practice/faults/payments`, { method: 'PUT', body: '{"fault":"down"}' })
  first.kill('SIGKILL')
  await once(first, 'exit')
  const second = start([], { DATA_DIR: dataDir, PRACTICE_PORT: new URL(url).port, PRACTICE_TLS_PORT: '0' })
  expect(await ready(second)).toBe(url)
  expect((await fetch(`${url}/payments`)).status).toBe(503)
})

async function failure(args: string[], env: Record<string, string>): Promise<{ code: number; said: string }> {
  const child = start(args, env)
  const [said, [code]] = await Promise.all([text(child.stderr!), once(child, 'exit')])
  return { code, said }
}

test('a port that is taken ends in one sentence that says what to do', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const { port } = server.address() as { port: number }
  const { code, said } = await failure([], { PRACTICE_PORT: String(port), PRACTICE_TLS_PORT: '0' })
  expect(code).toBe(1)
  expect(said).toBe(
    `Port ${port} is taken. End what listens there, or set PRACTICE_PORT and PRACTICE_TLS_PORT to free ports.\n`,
  )
})

test.each([
  [[], { PRACTICE_PORT: 'http' }, 'PRACTICE_PORT is "http". A port is a whole number from 0 to 65535.\n'],
  [[], { PRACTICE_PORT: '70000' }, 'PRACTICE_PORT is "70000". A port is a whole number from 0 to 65535.\n'],
  [
    [],
    { PRACTICE_PORT: '65535' },
    'PRACTICE_TLS_PORT is "65536". A port is a whole number from 0 to 65535.\n',
  ],
  [['--port', '-1'], {}, "Option '--port' argument is ambiguous.\n"],
  [['--prot', '1'], {}, "Unknown option '--prot'"],
])('a setting that makes no sense is named: %j %j', async (args, env, message) => {
  const { code, said } = await failure(args, env as Record<string, string>)
  expect(code).toBe(1)
  expect(said).toContain(message)
  expect(said).not.toContain('    at ')
})

test('PRACTICE_PORT=0 means none', async () => {
  const child = start([], { PRACTICE_PORT: '0' })
  const [said, [code]] = await Promise.all([text(child.stdout!), once(child, 'exit')])
  expect(said).toBe('PRACTICE_PORT is 0: no practice application was started.\n')
  expect(code).toBe(0)
})
