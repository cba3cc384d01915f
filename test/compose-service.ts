import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inTransaction, type Role, roles, systemClock } from '@tractops/platform'
import { testDatabase } from '@tractops/platform/testing'
import { inspectRoutes } from 'hono/dev'
import { createKey } from '../service/src/accounts/index.ts'
import { hire, Visitor } from '../service/src/accounts/testing/visitor.ts'
import { readEnvironment } from '../service/src/environment.ts'
import { startService } from '../service/src/start-service.ts'

/**
 * The whole service as it starts, on a database of its own, and a way to ask it as anybody. Each request comes from an
 * address of its own, so that what is counted by address does not stand in the way.
 */
export async function composeService({
  practicePort = 0,
  smtpUrl = '',
  smtpPort = 0,
}: {
  practicePort?: number
  smtpUrl?: string
  smtpPort?: number
} = {}) {
  const database = await testDatabase()
  const folder = mkdtempSync(join(tmpdir(), 'tractops-security-'))
  const env = {
    DATABASE_URL: database.url,
    DATA_DIR: folder,
    PORT: '0',
    PRACTICE_PORT: String(practicePort),
    SMTP_PORT: String(smtpPort),
    SMTP_URL: smtpUrl,
    LOG_LEVEL: 'silent',
  }
  const service = await startService(readEnvironment(env), env)
  let asked = 0
  const app = {
    request(path: string, init?: RequestInit) {
      const n = ++asked
      const remoteAddress = `10.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}`
      return service.app.request(path, init, { incoming: { socket: { remoteAddress } } })
    },
  }
  const p = { db: database.db, clock: systemClock }
  return {
    app,
    p,
    pool: database.pool,
    url: service.url.replace('127.0.0.1', 'localhost'),
    /** Every `METHOD /path` that answers, middleware left out, a parameter as `:name`. */
    routes: [
      ...new Set(
        inspectRoutes(service.app)
          .filter((r) => !r.isMiddleware)
          .map((r) => `${r.method} ${r.path}`),
      ),
    ],
    keys: await ofEachRole(async (role) => {
      const actor = { kind: 'system', name: 'security suite' } as const
      return (await inTransaction(p, actor, (ctx) => createKey(ctx, { name: role, role }))).key
    }),
    sessions: await ofEachRole(async (role) => {
      const { email } = await hire(p, role, `Ava-${role}`)
      const visitor = new Visitor(app)
      await visitor.password(email)
      await visitor.enrolTotp()
      return visitor
    }),
    async close() {
      await service.stop()
      await database.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function ofEachRole<T>(make: (role: Role) => Promise<T>): Promise<Record<Role, T>> {
  const made: [Role, T][] = []
  for (const role of roles) made.push([role, await make(role)])
  return Object.fromEntries(made) as Record<Role, T>
}
