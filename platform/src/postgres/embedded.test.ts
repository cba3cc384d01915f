import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openDatabase } from '../database/database.ts'
import { createHttpApp } from '../http/app.ts'
import { createLog } from '../log.ts'
import { testPlatform } from '../testing.ts'
import { heldSentence, takeDataLock } from './data-lock.ts'
import { startEmbedded } from './embedded.ts'

const log = createLog('silent')
let dataDir: string

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'tractops-embedded-'))
})
afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

async function query(url: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    return (await client.query(text)).rows
  } finally {
    await client.end()
  }
}

/** Another process that takes the folder, starts PostgreSQL, and commits row after row, telling each once it is committed. */
function startWriter(): { child: ChildProcess; told: () => number; until(n: number): Promise<void> } {
  const child = spawn(process.execPath, [join(import.meta.dirname, '../testing/writer.ts'), dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let last = -1
  const lines = createInterface({ input: child.stdout! })
  lines.on('line', (line) => {
    last = Number(line)
  })
  return {
    child,
    told: () => last,
    async until(n) {
      for (const start = last; last < start + n; ) await once(lines, 'line')
    },
  }
}

describe('the embedded PostgreSQL', () => {
  it('loses nothing that was committed when the process is killed, ten times over', {
    timeout: 120_000,
  }, async () => {
    let told = -1
    for (let round = 0; round < 10; round++) {
      const writer = startWriter()
      await writer.until(5 + round * 3)
      writer.child.kill('SIGKILL')
      await once(writer.child, 'exit')
      expect(writer.told()).toBeGreaterThan(told)
      told = writer.told()
    }
    const lock = await takeDataLock(dataDir, 'service')
    if ('heldBy' in lock) throw heldSentence(dataDir, lock.heldBy)
    const server = await startEmbedded(dataDir, log)
    const [found] = await query(server.url, 'select count(*)::int as rows, max(n)::int as last from written')
    expect(found!.rows).toBe((found!.last as number) + 1)
    expect(found!.last).toBeGreaterThanOrEqual(told)
    await server.stop()
    lock.release()
  })

  it('keeps its password and data from others, listens on this machine only, and keeps its port', async () => {
    const server = await startEmbedded(dataDir, log, { sync: false })
    const { port } = new URL(server.url)
    const [listening] = await query(
      server.url,
      `select current_setting('listen_addresses') as on, current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit`,
    )
    expect(listening).toEqual({ on: '127.0.0.1', fsync: 'on', commit: 'on' })
    await expect(query(server.url.replace(/:[^:@]+@/, ':guess@'), 'select 1')).rejects.toThrow(
      'password authentication failed',
    )
    expect(statSync(join(dataDir, 'postgres')).mode & 0o777).toBe(0o700)
    expect(statSync(join(dataDir, 'postgres/tractops.json')).mode & 0o777).toBe(0o600)
    await server.stop()
    const again = await startEmbedded(dataDir, log)
    expect(new URL(again.url).port).toBe(port)
    await again.stop()
  })

  it('starts over a half-made data folder and a pid file whose number now belongs to another program', async () => {
    mkdirSync(join(dataDir, 'postgres.new/base'), { recursive: true })
    writeFileSync(join(dataDir, 'postgres.new/PG_VERSION'), '18\n')
    const server = await startEmbedded(dataDir, log, { sync: false })
    await server.stop()
    expect(existsSync(join(dataDir, 'postgres.new'))).toBe(false)
    const bystander = spawn('sleep', ['60'])
    const folder = join(dataDir, 'postgres')
    writeFileSync(
      join(folder, 'postmaster.pid'),
      `${bystander.pid}\n${folder}\n1\n5432\n\n127.0.0.1\n  1 1\nready\n`,
    )
    const again = await startEmbedded(dataDir, log)
    expect(await query(again.url, 'select 1 as one')).toEqual([{ one: 1 }])
    expect(bystander.exitCode).toBeNull()
    bystander.kill()
    await again.stop()
  })

  it('refuses a folder of another version, of another kind, or without its password, saying what to do', async () => {
    const folder = join(dataDir, 'postgres')
    mkdirSync(folder)
    writeFileSync(join(folder, 'PG_VERSION'), '14\n')
    await expect(startEmbedded(dataDir, log)).rejects.toThrow(
      /was written by PostgreSQL 14 and this is PostgreSQL 18: move the data/,
    )
    rmSync(join(folder, 'PG_VERSION'))
    writeFileSync(join(folder, 'letter.txt'), 'x')
    await expect(startEmbedded(dataDir, log)).rejects.toThrow(/is not empty and not a PostgreSQL data folder/)
    writeFileSync(join(folder, 'PG_VERSION'), '18\n')
    await expect(startEmbedded(dataDir, log)).rejects.toThrow(/password .* cannot be read/)
  })

  it('tells in its own words why a damaged folder does not start', async () => {
    await (await startEmbedded(dataDir, log, { sync: false })).stop()
    rmSync(join(dataDir, 'postgres/global/pg_control'))
    await expect(startEmbedded(dataDir, log)).rejects.toThrow(
      /did not start.*(pg_control|control file|database system)/,
    )
  })

  it('is started again when it dies; requests in between get a 503 and later ones are served', async () => {
    const server = await startEmbedded(dataDir, log, { sync: false })
    const p = await testPlatform({ now: Temporal.Instant.from('2026-11-24T09:00:00Z') })
    const { db, pool, close } = openDatabase(server.url, log)
    const app = createHttpApp({ ...p, db, pool })
    app.get('/rows', async (c) => c.json((await pool.query('select 1 as one')).rows))
    expect((await app.request('/rows')).status).toBe(200)
    process.kill(server.pid()!, 'SIGKILL')
    let seen = await app.request('/rows')
    while (seen.status === 200) seen = await app.request('/rows')
    expect(seen.status).toBe(503)
    expect(seen.headers.get('retry-after')).toBe('5')
    expect(await seen.json()).toMatchObject({ code: 'database_unavailable' })
    expect((await app.request('/readyz')).status).toBe(503)
    expect((await app.request('/healthz')).status).toBe(200)
    while ((await app.request('/rows')).status === 503) await new Promise((r) => setTimeout(r, 50))
    expect((await app.request('/rows')).status).toBe(200)
    await close()
    await p.close()
    await server.stop()
  })
})

describe('the data folder', () => {
  it('is held by one process, whose number and address a second one is told, and is free again after a kill', async () => {
    const writer = startWriter()
    await writer.until(1)
    const second = await takeDataLock(dataDir, 'service')
    if (!('heldBy' in second)) throw new Error('two processes hold one folder')
    expect(heldSentence(dataDir, second.heldBy).message).toBe(
      `The data folder ${dataDir} is in use by process ${writer.child.pid}, which answers at http://writer.test: stop that one, or give this one another DATA_DIR.`,
    )
    writer.child.kill('SIGKILL')
    await once(writer.child, 'exit')
    const third = await takeDataLock(dataDir, 'service')
    if ('heldBy' in third) throw heldSentence(dataDir, third.heldBy)
    expect(JSON.parse(readFileSync(join(dataDir, 'holder.json'), 'utf8'))).toMatchObject({ pid: process.pid })
    const server = await startEmbedded(dataDir, log)
    await server.stop()
    third.release()
  })
})
