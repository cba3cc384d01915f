import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLog, openDatabase, runningEmbeddedUrl } from '@tractops/platform'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { freePortPair, type Running, runService, tractops } from './testing/run-service.ts'

let folder: string
let running: Running[] = []

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tractops-service-'))
  running = []
})
afterEach(async () => {
  for (const { child } of running) child.kill('SIGTERM')
  await Promise.all(running.map((r) => r.ended))
  rmSync(folder, { recursive: true, force: true })
})

function start(env: Record<string, string> = {}): Running {
  const one = runService(folder, env)
  running.push(one)
  return one
}

const readKey = async () =>
  (await tractops(folder, 'key', 'create', '--role', 'viewer', '--name', "Carla's reader")).stdout.trim()
const status = async (url: string, key?: string) =>
  (await fetch(url, key === undefined ? {} : { headers: { authorization: `Bearer ${key}` } })).status
const alive = (pid: number) => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
const postgresPid = () =>
  Number.parseInt(readFileSync(join(folder, 'data/postgres/postmaster.pid'), 'utf8'), 10)
async function until(what: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await what())) await new Promise((r) => setTimeout(r, 50))
}

describe('the service', () => {
  it('says one line when all of it answers, and on SIGTERM ends with its database, leaving nothing behind', async () => {
    const service = start()
    const url = await service.ready
    expect(await (await fetch(`${url}/readyz`)).json()).toMatchObject({
      ready: true,
      database: { ok: true },
      queue: { ok: true },
    })
    for (const path of ['/healthz', '/metrics', '/status', '/sla', '/api', '/api/reference.js'])
      expect(await status(url + path), path).toBe(200)
    const document = (await (await fetch(`${url}/api/openapi.json`)).json()) as {
      openapi: string
      paths: object
    }
    expect(document.openapi).toBe('3.1.0')
    expect(Object.keys(document.paths)).toEqual(
      expect.arrayContaining(['/api/v1/components', '/api/v1/components/{key}/intervals', '/api/v1/uptime']),
    )
    for (const path of ['/api/v1/components', '/api/v1/uptime'])
      expect(await status(url + path), path).toBe(401)
    const pid = postgresPid()
    service.child.kill('SIGTERM')
    const { code, stdout, stderr } = await service.ended
    expect({ code, stdout }).toEqual({ code: 0, stdout: `ready ${url}\n` })
    expect(stderr.split('\n').filter((line) => /"level":"(warn|error|fatal)"/.test(line))).toEqual([])
    expect(alive(pid)).toBe(false)
    expect(existsSync(join(folder, 'data/holder.json'))).toBe(false)
    expect(statSync(join(folder, 'data/secret-key')).mode & 0o777).toBe(0o600)
  })

  it('refuses a second start on its data folder, naming itself; goes on; and does not wait for a client that never ends its request', async () => {
    const first = start()
    const url = await first.ready
    const { code, stdout, stderr } = await start().ended
    expect({ code, stdout, stderr }).toEqual({
      code: 3,
      stdout: '',
      stderr: `The data folder ${folder}/data is in use by process ${first.child.pid}, which answers at ${url}: stop that one, or give this one another DATA_DIR.\n`,
    })
    expect(await status(`${url}/readyz`)).toBe(200)
    const socket = connect(Number(new URL(url).port), '127.0.0.1')
    await once(socket, 'connect')
    socket.on('error', () => {})
    socket.write('POST /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc')
    first.child.kill('SIGTERM')
    expect((await first.ended).code).toBe(0)
    socket.destroy()
  })

  it('says in one sentence that its port is taken, and leaves no database running', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const { port } = other.address() as { port: number }
    const { code, stdout, stderr } = await start({ PORT: String(port), LOG_LEVEL: 'silent' }).ended
    other.close()
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' })
    expect(stderr).toBe(
      `PORT ${port} on 127.0.0.1 is taken by another program: stop that one, or start with another PORT (0 takes any free one).\n`,
    )
    expect(existsSync(join(folder, 'data/postgres/postmaster.pid'))).toBe(false)
  })

  it('refuses an environment with every problem in one message and no secret in it, before it makes anything', async () => {
    const { code, stderr } = await start({
      PORT: '70000',
      LOG_LEVEL: 'loud',
      SECRET_KEY: 'too short',
      DATABASE_URL: 'mysql://ava:pass@db/x',
      PUBLIC_URL: 'status.example.com',
    }).ended
    expect(code).toBe(2)
    for (const said of [
      'PORT is "70000"',
      'LOG_LEVEL is "loud"',
      'SECRET_KEY is set (9 characters',
      'DATABASE_URL is "mysql://[secret]@db/x"',
      'PUBLIC_URL is',
    ])
      expect(stderr).toContain(said)
    expect(stderr).not.toMatch(/too short|pass@/)
    expect(existsSync(join(folder, 'data'))).toBe(false)
  })

  it('refuses a configuration file that is not right, and one that was named and is not there', async () => {
    writeFileSync(join(folder, 'tractops.yaml'), 'components: 3\n')
    const broken = await start().ended
    expect(broken.code).toBe(2)
    expect(broken.stderr).toContain('tractops.yaml')
    const missing = await start({ CONFIG: 'elsewhere.yaml' }).ended
    expect(missing.code).toBe(2)
    expect(missing.stderr).toContain('elsewhere.yaml')
  })

  it('refuses a database that a newer version wrote', async () => {
    const service = start()
    await service.ready
    const { pool, close } = openDatabase(runningEmbeddedUrl(join(folder, 'data')), createLog('silent'))
    await pool.query("insert into migration values (9999999999999, 'of another day')")
    await close()
    service.child.kill('SIGTERM')
    await service.ended
    const newer = await start({ LOG_LEVEL: 'silent' }).ended
    expect(newer.code).toBe(4)
    expect(newer.stderr).toMatch(/^The database was written by a newer or different version .*\n$/)
  })

  it('comes back after SIGKILL by itself, with all it had, on the same ports, practice included', async () => {
    const ports = { PORT: String(await freePortPair()), PRACTICE_PORT: String(await freePortPair()) }
    const practiceUrl = `http://127.0.0.1:${ports.PRACTICE_PORT}/`
    const first = start(ports)
    const url = await first.ready
    const key = await readKey()
    expect(await status(`${url}/api/v1/components`, key)).toBe(200)
    first.child.kill('SIGKILL')
    await first.ended
    const second = start(ports)
    expect(await second.ready).toBe(url)
    expect(await status(`${url}/api/v1/components`, key)).toBe(200)
    expect(await status(practiceUrl)).toBe(200)
    second.child.kill('SIGTERM')
    expect((await second.ended).code).toBe(0)
    await expect(fetch(practiceUrl)).rejects.toThrow()
  })

  it('starts its practice application again when that dies', async () => {
    const port = await freePortPair()
    const service = start({ PRACTICE_PORT: String(port) })
    await service.ready
    const pid = Number(
      readFileSync(`/proc/${service.child.pid}/task/${service.child.pid}/children`, 'utf8')
        .split(' ')
        .find((child) => readFileSync(`/proc/${child}/cmdline`, 'utf8').includes('practice')),
    )
    process.kill(pid, 'SIGKILL')
    await until(async () => !alive(pid))
    await until(() =>
      status(`http://127.0.0.1:${port}/`).then(
        (code) => code === 200,
        () => false,
      ),
    )
  })
})

describe('tractops', () => {
  it('makes, lists and revokes keys while the service runs, and on a stopped one as well', async () => {
    const early = await readKey()
    expect(early).toMatch(/^tractops_[\w-]{43}$/)
    const service = start()
    const url = await service.ready
    expect(await status(`${url}/api/v1/components`, early)).toBe(200)
    const made = await tractops(folder, 'key', 'create', '--role', 'lead', '--name', 'Ben')
    expect(made.code).toBe(0)
    expect(made.stderr).toMatch(/^A key for "Ben" \(lead\), key_[\w-]+\. It is shown this once/)
    const listed = (await tractops(folder, 'key', 'list')).stdout.trim().split('\n')
    expect(
      listed.map((line) =>
        line
          .split(/ {2,}/)
          .slice(1)
          .filter((_, i) => i !== 1),
      ),
    ).toEqual([
      ['viewer', 'in force', "Carla's reader"],
      ['lead', 'in force', 'Ben'],
    ])
    expect((await tractops(folder, 'key', 'revoke', listed[0]!.split(' ')[0]!)).code).toBe(0)
    expect(await status(`${url}/api/v1/components`, early)).toBe(401)
    const { code, stdout } = await tractops(folder, 'audit', 'verify')
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ verified: true })
  })

  it('tells what to write instead of a command that it does not know', async () => {
    const wrong = [
      ['key', 'create', '--role', 'owner', '--name', 'x'],
      ['key', 'create', '--role', 'viewer', '--name', ' '],
      ['key', 'create', '--role', 'viewer', '--name', 'two', 'words'],
      ['key', 'revoke'],
      ['keys', '--colour'],
    ]
    const ends = await Promise.all(wrong.map((args) => tractops(folder, ...args)))
    for (const [i, { code, stdout, stderr }] of ends.entries()) {
      expect({ args: wrong[i], code, stdout }).toEqual({ args: wrong[i], code: 2, stdout: '' })
      expect(stderr).toMatch(/^[^\n]+ See tractops --help\.\n$/)
    }
    expect(existsSync(join(folder, 'data'))).toBe(false)
    expect((await tractops(folder, '--help')).stdout).toContain('tractops key create --role ROLE --name NAME')
    expect((await tractops(folder, 'key', 'revoke', 'key_none')).stderr).toMatch(/^There is no key key_none/)
  })
})
