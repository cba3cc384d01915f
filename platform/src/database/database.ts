import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres'
import pg from 'pg'
import type { Logger } from '../log.ts'

export type Db = NodePgDatabase & { $client: pg.Pool }
export type Tx = Parameters<Parameters<Db['transaction']>[0]>[0]

const maxConnections = 10

/**
 * A pool of connections to `url`. Nothing is connected yet. A connection that breaks while idle is logged and
 * replaced; a query that fails because the server is away rejects (see `isDatabaseAway`) and the next one tries anew.
 */
export function openDatabase(
  url: string,
  log: Logger,
  max: number = maxConnections,
): { db: Db; pool: pg.Pool; close(): Promise<void> } {
  const pool = new pg.Pool({
    connectionString: url,
    application_name: 'tractops',
    max,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 10_000,
    keepAlive: true,
    options: '-c timezone=UTC -c statement_timeout=60000 -c idle_in_transaction_session_timeout=60000',
  })
  let closing: Promise<void> | undefined
  pool.on('error', (err) => {
    if (!closing) log.warn({ err }, 'a database connection was lost while idle')
  })
  pool.on('connect', (client) => {
    client.on('error', (err) => log.debug({ err }, 'a database connection was lost'))
  })
  return {
    db: drizzleOver(pool),
    pool,
    close() {
      closing ??= pool.end()
      return closing
    },
  }
}

/**
 * Drizzle, but that a transaction gives its connection back whatever happens. Its own keeps the one whose "begin" fails, as when the
 * database is killed just then; a pool of them would be gone after some nights, and nothing would bring it back.
 */
function drizzleOver(pool: pg.Pool): Db {
  const db = drizzle(pool)
  db.transaction = async (work, config) => {
    const client = await pool.connect()
    try {
      return await drizzle(client).transaction(work, config)
    } finally {
      client.release()
    }
  }
  return db
}
