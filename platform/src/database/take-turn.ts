import type pg from 'pg'

/**
 * Waits until no other process on the database holds `lock`, and holds it until the function that it resolves to is called, or this process
 * ends in whatever way. `onWait` is told where it has to wait.
 */
export async function takeTurn(pool: pg.Pool, lock: number, onWait?: () => void): Promise<() => void> {
  const client = await pool.connect()
  // A database that goes away takes the turn with it; whoever asks next is told.
  client.on('error', () => {})
  try {
    await client.query('set statement_timeout = 0')
    const { rows } = await client.query('select pg_try_advisory_lock($1) as taken', [lock])
    if (!rows[0].taken) {
      onWait?.()
      await client.query('select pg_advisory_lock($1)', [lock])
    }
  } catch (error) {
    client.release(true)
    throw error
  }
  let isHeld = true
  return () => {
    if (!isHeld) return
    isHeld = false
    client.release(true)
  }
}
