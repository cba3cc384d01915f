import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import {
  type Db,
  heldSentence,
  isDatabaseAway,
  type Logger,
  migrate,
  openDatabase,
  type PlatformConfig,
  runningEmbeddedUrl,
  StartError,
  startEmbedded,
  takeDataLock,
} from '@tractops/platform'

const migrations = fileURLToPath(new URL('../migrations', import.meta.url))
const patienceMs = 15_000

export type ServiceDatabase = Awaited<ReturnType<typeof openDatabase>> & {
  db: Db
  url: string
  /** Tells those who find the data folder taken where its holder answers. */
  tellUrl(url: string): void
  tellStopping(): void
}

/**
 * The service's database, migrated: the server at DATABASE_URL, or the embedded one below DATA_DIR, which is started
 * here and stopped by `close`. A command (`purpose`) uses the embedded one of the service while that runs.
 */
export async function openServiceDatabase(
  config: PlatformConfig,
  log: Logger,
  purpose: 'service' | 'command',
): Promise<ServiceDatabase> {
  const server = await reachServer(config, log, purpose)
  const { db, pool, close } = openDatabase(server.url, log)
  try {
    const applied = await patiently(server.url, () => migrate(pool, migrations))
    if (applied > 0) log.info({ applied }, 'the database was brought up to date')
  } catch (err) {
    await close()
    await server.stop()
    throw err
  }
  return {
    ...server,
    db,
    pool,
    async close() {
      await close()
      await server.stop()
    },
  }
}

async function reachServer(config: PlatformConfig, log: Logger, purpose: 'service' | 'command') {
  const nothing = { tellUrl: () => {}, tellStopping: () => {}, stop: async () => {} }
  if (config.databaseUrl !== null) return { ...nothing, url: config.databaseUrl }
  const lock = await takeDataLock(config.dataDir, purpose)
  if ('heldBy' in lock) {
    if (purpose === 'service' || lock.heldBy?.purpose !== 'service')
      throw heldSentence(config.dataDir, lock.heldBy)
    return { ...nothing, url: runningEmbeddedUrl(config.dataDir) }
  }
  try {
    const embedded = await startEmbedded(config.dataDir, log)
    return {
      url: embedded.url,
      tellUrl: lock.tellUrl,
      tellStopping: lock.tellStopping,
      async stop() {
        await embedded.stop()
        lock.release()
      },
    }
  } catch (err) {
    lock.release()
    throw err
  }
}

/** A server that starts in the same minute as we do is waited for; what it says when it refuses us is passed on. */
async function patiently<T>(url: string, work: () => Promise<T>): Promise<T> {
  for (let waitedMs = 0; ; waitedMs += 500) {
    try {
      return await work()
    } catch (err) {
      if (err instanceof StartError) throw err
      const away = isDatabaseAway(err)
      if (away && waitedMs < patienceMs) {
        await sleep(500)
        continue
      }
      const { host, pathname } = new URL(url)
      const cause = err instanceof Error && err.cause instanceof Error ? err.cause : err
      const said =
        cause instanceof Error
          ? cause.message || String((cause as NodeJS.ErrnoException).code)
          : String(cause)
      const what = away ? 'cannot be reached' : 'refuses us'
      throw new StartError(
        'database',
        `The database ${host}${pathname} ${what} (${said}): check DATABASE_URL and the server.`,
        err,
      )
    }
  }
}
