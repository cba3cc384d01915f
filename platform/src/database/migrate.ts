import { sql } from 'drizzle-orm'
import { readMigrationFiles } from 'drizzle-orm/migrator'
import { drizzle } from 'drizzle-orm/node-postgres'
import type pg from 'pg'
import { StartError } from '../error.ts'

/** Held while migrating, so that several processes that start together migrate once. Any number will do; it never changes. */
const migrationLock = 7_263_541_001

/**
 * Brings the database to the code's version: applies what is missing of `folder` (drizzle-kit's SQL) in one
 * transaction, one process at a time. A database that is ahead of the code is refused, untouched. Resolves to how many
 * migrations were applied.
 */
export async function migrate(pool: pg.Pool, folder: string): Promise<number> {
  const known = readMigrationFiles({ migrationsFolder: folder })
  const client = await pool.connect()
  try {
    await client.query('set statement_timeout = 0; set idle_in_transaction_session_timeout = 0')
    return await drizzle(client).transaction(async (tx) => {
      await tx.execute(sql`select pg_advisory_xact_lock(${migrationLock})`)
      await tx.execute(sql`create table if not exists migration (at bigint primary key, hash text not null)`)
      const { rows } = await tx.execute<{ at: string; hash: string }>(sql`select at, hash from migration`)
      const applied = new Map(rows.map((row) => [Number(row.at), row.hash]))
      const strange = [...applied].find(
        ([at, hash]) => !known.some((m) => m.folderMillis === at && m.hash === hash),
      )
      if (strange)
        throw new StartError(
          'database',
          'The database was written by a newer or different version of TractOps than this one: start that version, or restore a backup that fits this one.',
        )
      const missing = known.filter((m) => !applied.has(m.folderMillis))
      for (const m of missing) {
        for (const statement of m.sql) await tx.execute(sql.raw(statement))
        await tx.execute(sql`insert into migration (at, hash) values (${m.folderMillis}, ${m.hash})`)
      }
      return missing.length
    })
  } finally {
    client.release(true)
  }
}
