import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLog, systemClock } from '@tractops/platform'
import { hashOfToken, newToken } from '../../service/src/accounts/index.ts'
import { signedIn } from '../../service/src/accounts/testing/visitor.ts'
import { openServiceDatabase } from '../../service/src/database.ts'
import { readEnvironment } from '../../service/src/environment.ts'
import { readerSession } from '../../service/src/portal/tables.ts'
import { runProcess } from './run-process.ts'

const MAIN = join(import.meta.dirname, '../../service/src/main.ts')
const TICKETS = 60
const CARLA = 'carla@example.com'

export type Cookie = { name: string; value: string; url: string }
type Desk = { url: string; staff: Cookie[]; reader: Cookie[]; ticketId: string; stop(): Promise<void> }

/** The service with 60 tickets, an agent who is signed in to the console, and a customer in the portal. */
export async function openDesk(): Promise<Desk> {
  const folder = mkdtempSync(join(tmpdir(), 'tractops-bench-pages-'))
  const env = { DATA_DIR: folder, PORT: '0', PRACTICE_PORT: '0', SMTP_PORT: '0', LOG_LEVEL: 'error' }
  const service = await runProcess([MAIN], env)
  const { url } = service
  const database = await openServiceDatabase(readEnvironment(env), createLog('error'), 'command')
  const p = { db: database.db, clock: systemClock }
  const app = {
    request: (path: string, init?: RequestInit) =>
      fetch(path.replace('http://localhost', url), { ...init, headers: { ...init?.headers, origin: url } }),
  }
  const agent = await signedIn(p, app, 'agent', 'Ava')
  const ids: string[] = []
  for (let i = 0; i < TICKETS; i += 1) {
    const requester = { name: 'Carla', email: CARLA }
    const asked = { subject: `Question ${i}`, text: 'How is it done?', requester }
    ids.push((await agent.ask('POST', '/api/v1/tickets', asked)).body.id)
  }
  for (let i = 0; i < 20; i += 1)
    await agent.ask('POST', `/api/v1/tickets/${ids[0]}/messages`, {
      text: `Thought ${i}.`,
      public: i % 2 === 0,
    })
  const token = newToken()
  const now = systemClock.now()
  await database.db.insert(readerSession).values({
    ...{ id: `rds_${randomUUID()}`, tokenHash: hashOfToken(token), email: CARLA },
    ...{ createdAt: now, seenAt: now, rotatedAt: now, expiresAt: now.add({ hours: 24 }) },
  })
  await database.close()
  return {
    url,
    staff: [...agent.cookies].map(([name, value]) => ({ name, value, url })),
    reader: [{ name: 'tractops.reader', value: token, url: `${url}/portal` }],
    ticketId: ids[0]!,
    async stop() {
      await service.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
