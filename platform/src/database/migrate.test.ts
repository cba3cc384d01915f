import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createLog } from '../log.ts'
import { type TestDatabase, testDatabase } from '../testing.ts'
import { openDatabase } from './database.ts'
import { migrate } from './migrate.ts'

const ours = join(import.meta.dirname, '../../../service/migrations')
let database: TestDatabase
let folder: string

beforeEach(async () => {
  database = await testDatabase()
  folder = mkdtempSync(join(tmpdir(), 'tractops-migrations-'))
  cpSync(ours, folder, { recursive: true })
})
afterEach(async () => {
  await database.close()
  rmSync(folder, { recursive: true })
})

function add(name: string, statements: string): void {
  const file = join(folder, 'meta/_journal.json')
  const journal = JSON.parse(readFileSync(file, 'utf8')) as { entries: { idx: number; when: number }[] }
  const last = journal.entries.at(-1)!
  journal.entries.push({ ...last, idx: last.idx + 1, when: last.when + 1, tag: name } as never)
  writeFileSync(file, JSON.stringify(journal))
  writeFileSync(join(folder, `${name}.sql`), statements)
}

describe('migrating', () => {
  it('applies what is missing once, however many processes start together', async () => {
    add('9000_more', 'create table more (n integer);--> statement-breakpoint\ninsert into more values (1);')
    const others = Array.from({ length: 4 }, () => openDatabase(database.url, createLog('silent')))
    const applied = await Promise.all(others.map(({ pool }) => migrate(pool, folder)))
    await Promise.all(others.map((o) => o.close()))
    expect(applied.sort()).toEqual([0, 0, 0, 1])
    expect((await database.pool.query('select n from more')).rows).toEqual([{ n: 1 }])
  })

  it('leaves nothing of one that fails on its way', async () => {
    add('9000_half', 'create table half (n integer);--> statement-breakpoint\nselect 1 / 0;')
    await expect(migrate(database.pool, folder)).rejects.toThrow()
    expect((await database.pool.query("select to_regclass('half') as half")).rows).toEqual([{ half: null }])
    expect(await migrate(database.pool, ours)).toBe(0)
  })

  it('refuses a database that is ahead of the code, and one whose history is another', async () => {
    add('9000_more', 'create table more (n integer);')
    await migrate(database.pool, folder)
    await expect(migrate(database.pool, ours)).rejects.toThrow(
      /newer or different version of TractOps.*start that version/,
    )
    writeFileSync(join(folder, '9000_more.sql'), 'create table other (n integer);')
    await expect(migrate(database.pool, folder)).rejects.toThrow('newer or different version')
  })
})
