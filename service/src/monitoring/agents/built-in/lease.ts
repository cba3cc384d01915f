import type { Platform } from '@tractops/platform'

/** Held by the process that checks as the built-in agent. Any number will do; it never changes. */
const CHECKING_LOCK = 7_263_541_002
const BEAT_MS = 1_000

type Client = {
  query(text: string, values?: unknown[]): Promise<{ rows: { locked: boolean }[] }>
  on(event: 'error', listener: () => void): unknown
  release(destroy: boolean): void
}

/**
 * Sees to it that of all processes on a database one holds the lease: an advisory lock of PostgreSQL, which goes with the
 * connection, so that another process has it within seconds when its holder is killed. `onHeld` and `onLost` follow each other. While the
 * database is away whoever held it goes on, until somebody else is found to hold it. The first try is made before this resolves.
 */
export async function holdLease(
  p: Pick<Platform, 'pool' | 'log'>,
  { onHeld, onLost }: { onHeld: () => Promise<void>; onLost: () => void },
): Promise<{ stop(): Promise<void> }> {
  let client: Client | undefined
  let locked = false
  let acting = false
  let stopped = false
  let timer: NodeJS.Timeout | undefined

  async function beat(): Promise<void> {
    client ??= await connected()
    if (locked) await client.query('select 1')
    else {
      const { rows } = await client.query('select pg_try_advisory_lock($1) as locked', [CHECKING_LOCK])
      locked = rows[0]!.locked
    }
    if (locked && !acting) {
      acting = true
      await onHeld()
    } else if (!locked && acting) {
      acting = false
      onLost()
    }
  }

  async function connected(): Promise<Client> {
    const own: Client = await p.pool.connect()
    own.on('error', () => gone(own))
    return own
  }

  function gone(which: Client | undefined): void {
    if (which === undefined || which !== client) return
    client = undefined
    locked = false
    which.release(true)
  }

  async function beatOn(): Promise<void> {
    try {
      await beat()
    } catch (err) {
      p.log.debug({ err }, 'the lease on checking cannot be asked for just now; it is tried again')
      gone(client)
    }
    if (!stopped) timer = setTimeout(() => (underWay = beatOn()), BEAT_MS)
  }

  let underWay: Promise<void> = beatOn()
  await underWay
  return {
    async stop() {
      stopped = true
      clearTimeout(timer)
      await underWay
      gone(client)
      if (acting) onLost()
    },
  }
}
