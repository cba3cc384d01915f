import { renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setInterval } from 'node:timers/promises'
import pg from 'pg'
import { PgBoss } from 'pg-boss'
import { migrate } from '../database/migrate.ts'
import { createLog } from '../log.ts'
import { startEmbedded } from '../postgres/embedded.ts'

const [folder = '', run = ''] = process.argv.slice(2)
const template = 'tractops_template'
const migrations = join(import.meta.dirname, '../../../service/migrations')

try {
  const fast = { fsync: false, synchronous_commit: false, full_page_writes: false, max_connections: 200 }
  const server = await startEmbedded(folder, createLog('silent'), { settings: fast, sync: false })
  try {
    await makeTemplate(server.url)
    tell({ url: server.url, template })
    for await (const _ of setInterval(250)) if (!isAlive(Number(run))) break
  } finally {
    await server.stop()
  }
} catch (err) {
  tell({ error: err instanceof Error ? (err.stack ?? err.message) : String(err) })
  for await (const _ of setInterval(250)) if (!isAlive(Number(run))) break
} finally {
  rmSync(folder, { recursive: true, force: true })
}

async function makeTemplate(url: string): Promise<void> {
  const admin = new pg.Client(url)
  await admin.connect()
  await admin.query(`create database ${template}`)
  await admin.end()
  const pool = new pg.Pool({ connectionString: url.replace(/postgres$/, template), max: 2 })
  await migrate(pool, migrations)
  const boss = new PgBoss({
    db: { executeSql: (text, values) => pool.query(text, values) },
    supervise: false,
    schedule: false,
  })
  await boss.start()
  await boss.stop({ graceful: false, close: false })
  await pool.end()
}

function tell(what: object): void {
  writeFileSync(join(folder, 'told.json.new'), JSON.stringify(what))
  renameSync(join(folder, 'told.json.new'), join(folder, 'told.json'))
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
