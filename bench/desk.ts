import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLog, inTransaction, systemClock } from '@tractops/platform'
import type pg from 'pg'
import { createKey } from '../service/src/accounts/index.ts'
import { openServiceDatabase } from '../service/src/database.ts'
import { readEnvironment } from '../service/src/environment.ts'
import { type Report, type Row, report } from './report.ts'
import { loadDesk, MESSAGES, TICKETS } from './sites/load-desk.ts'
import { runProcess } from './sites/run-process.ts'

const MAIN = join(import.meta.dirname, '../service/src/main.ts')
const LIMIT_MS = 50
const ASKED = 300
const WARM = 30
const AT_ONCE = 2
/** Each key may ask 600 times a minute. */
const KEYS = 60

/**
 * A desk of 1 000 000 tickets and 5 000 000 messages, asked over HTTP as people ask it: the queue by its views and filters, a ticket,
 * a search. Two ask at the same time. `--data DIR` keeps the database there, to be measured again without loading it.
 */
export async function run({ data }: { data: string | null }): Promise<Report> {
  const folder = data ?? mkdtempSync(join(tmpdir(), 'tractops-bench-desk-'))
  try {
    const { keys, ids, numbers } = await prepare(folder)
    const service = await runProcess([MAIN], {
      ...{
        PORT: '0',
        PRACTICE_PORT: '0',
        SMTP_PORT: '0',
        DATA_DIR: folder,
        EXPORT_DIR: 'none',
        LOG_LEVEL: 'error',
      },
    })
    try {
      const rows: Row[] = []
      for (const [what, paths] of Object.entries(questions(ids, numbers)))
        rows.push(rowOf(what, await ask(service.url, keys, paths)))
      const notes = [
        `${TICKETS} tickets and ${MESSAGES} messages in the embedded PostgreSQL as it is set up by default; ${AT_ONCE} at once, ${ASKED} requests each.`,
        'Search ranks the newest 50 that match in messages and in subjects; where more match it says so.',
      ]
      return report('desk', rows, { libraries: ['hono', 'pg', 'drizzle-orm'], notes })
    } finally {
      await service.stop()
    }
  } finally {
    if (data === null) rmSync(folder, { recursive: true, force: true })
  }
}

/** The database, full, with keys to ask it by and some tickets to ask for. */
async function prepare(folder: string) {
  const env = { DATA_DIR: folder, PORT: '0' }
  const config = readEnvironment(env)
  const log = createLog('error')
  const migrated = await openServiceDatabase(config, log, 'command')
  await migrated.close()
  await loadDesk(folder)
  const database = await openServiceDatabase(config, log, 'command')
  const actor = { kind: 'system', name: 'bench' } as const
  const p = { db: database.db, clock: systemClock }
  const keys = await inTransaction(p, actor, async (ctx) => {
    const made: string[] = []
    for (let i = 0; i < KEYS; i++)
      made.push((await createKey(ctx, { name: `bench ${i}`, role: 'viewer' })).key)
    return made
  })
  const { rows } = await (database.pool as pg.Pool).query<{ id: string; number: string }>(
    'select id, number from ticket where number = any($1)',
    [Array.from({ length: ASKED + WARM }, (_, i) => 100_000 + ((i * 7_919 * 389) % (TICKETS - 100_000)))],
  )
  await database.close()
  return { keys, ids: rows.map(({ id }) => id), numbers: rows.map(({ number }) => number) }
}

type Paths = (i: number) => string

function questions(ids: string[], numbers: string[]): Record<string, Paths> {
  const pick = (all: string[]) => (i: number) => all[i % all.length]!
  const query = (all: string[]) => (i: number) => `/api/v1/tickets?${pick(all)(i)}`
  const search = (all: string[]) => (i: number) =>
    `/api/v1/tickets/search?limit=25&q=${encodeURIComponent(pick(all)(i))}`
  return {
    'the queue: what breaches next': query(['limit=50']),
    'the queue by standard views': query([
      'status=open,waiting&answered=no&snoozed=no',
      'status=open&assignee=none&snoozed=no',
      'status=open&assignee=per_3&snoozed=no',
      'status=open,waiting&severity=P1',
      'status=open,waiting&answered=no&response=breached',
      'status=open&snoozed=no',
      'status=waiting&snoozed=no',
      'status=open,waiting&snoozed=only',
    ]),
    'closed tickets, by person, customer, tag, channel, severity': query([
      'status=closed',
      'status=closed&assignee=per_7',
      'customer=cus_17',
      'tag=import&order=received',
      'channel=widget&severity=P1',
      'response=breached&order=updated',
      'requester=carla.mendes0%40customer0.example',
    ]),
    'how many each view shows': () => '/api/v1/tickets/counts',
    'a ticket, any of three years': (i) => `/api/v1/tickets/${pick(ids)(i)}`,
    'search: words that are in most messages': search(['owner', 'owner board', 'meeting dues', 'invoice']),
    'search: words of all frequencies': search([
      ...[
        'parking budget',
        'violation',
        'elevator payment',
        'dibol',
        'coral',
        'fenir',
        'zusit',
        'bulan',
        'gitem',
        'ref4711',
      ],
      ...['"owner board"', 'login -owner', 'dues OR vote'],
    ]),
    'search: names, mistyped, and addresses': search([
      ...['Carla Mendes', 'Karla Mendez', 'Gonzalez', 'Gonsales', 'harbor dibol hoa', 'priya.patel'],
    ]),
    'search: a number': (i) => `/api/v1/tickets/search?q=%23${pick(numbers)(i)}`,
    'search within a customer': (i) => `/api/v1/tickets/search?q=elevator&customer=cus_${i % 2_000}`,
  }
}

/** How long each took, in ms, ascending. */
async function ask(url: string, keys: string[], pathOf: Paths): Promise<number[]> {
  const took: number[] = []
  let next = 0
  const one = async () => {
    while (next < ASKED + WARM) {
      const i = next++
      const start = performance.now()
      const headers = { authorization: `Bearer ${keys[i % keys.length]}` }
      const answer = await fetch(url + pathOf(i), { headers })
      await answer.text()
      if (answer.status !== 200) throw new Error(`${pathOf(i)} was answered ${answer.status}`)
      if (i >= WARM) took.push(performance.now() - start)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, one))
  return took.sort((a, b) => a - b)
}

function rowOf(what: string, took: number[]): Row {
  const at = (part: number) => took[Math.min(took.length - 1, Math.floor(took.length * part))]!
  return {
    what,
    figure: `p95 ${at(0.95).toFixed(1)} ms, median ${at(0.5).toFixed(1)} ms`,
    against: `p95 ${LIMIT_MS} ms`,
    ratio: LIMIT_MS / at(0.95),
    wanted: 1,
  }
}
