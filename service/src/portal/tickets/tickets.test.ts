import { createHttpApp, inTransaction } from '@tractops/platform'
import { sql } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { at, type DeskStage, openDeskStage } from '../../../test/desk-stage.ts'
import { createKey } from '../../accounts/index.ts'
import { billingRoutes } from '../../billing/index.ts'
import { attachmentRoutes } from '../../desk/index.ts'
import { portalRoutes } from '../start-portal.ts'
import { type ReaderBrowser, reading } from '../testing/reading.ts'
import { raiseWall } from '../wall/raise-wall.ts'

const system = { kind: 'system', name: 'test' } as const
const SCRIPT = new File(['<svg onload="alert(1)"/>'], 'roof.svg', { type: 'image/png' })

let stage: DeskStage
let app: ReturnType<typeof createHttpApp>
let carla: ReaderBrowser
let dev: ReaderBrowser
let harbor: string

beforeEach(async () => {
  stage = await openDeskStage(at('2026-11-23T22:00:00Z'))
  const { p, desk } = stage
  app = createHttpApp(p)
  app.route('/', billingRoutes(p))
  app.route('/', attachmentRoutes(p, desk))
  app.route('/', portalRoutes(p, { desk, wall: await raiseWall(p) }))
  const { key } = await inTransaction(p, system, (ctx) => createKey(ctx, { role: 'lead', name: 'test' }))
  harbor = await enter(key, 'Harbor View HOA', 'premium', ['carla@example.com', 'frank@example.com'])
  await enter(key, 'Dunes COA', 'standard', ['dev@example.com'])
  carla = await reading(p, app, 'carla@example.com')
  dev = await reading(p, app, 'dev@example.com')
})
afterEach(() => stage.close())

async function enter(key: string, name: string, plan: string, emails: string[]): Promise<string> {
  const contacts = emails.map((email) => ({ name: email.split('@')[0], email, role: 'board' }))
  const response = await app.request('/api/v1/customers', {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ name, plan, billing: 'annual', units: 10, start: '2026-01-01', contacts }),
  })
  return ((await response.json()) as { id: string }).id
}

async function upload(browser: ReaderBrowser, file = SCRIPT): Promise<string> {
  const form = new FormData()
  form.set('file', file)
  return (await browser.ask('POST', '/attachments', form)).body.id
}

async function asks(browser: ReaderBrowser, more: object = {}, headers = {}) {
  const question = {
    subject: 'The roof levy',
    text: 'How do I export it?',
    kind: 'how_to',
    zone: 'Europe/Berlin',
  }
  return (await browser.ask('POST', '/tickets', { ...question, ...more }, headers)).body as {
    id: string
    number: number
  }
}

describe('a question', () => {
  test('is asked with a file, is due when the agreement says, is answered, kept, closed and rated', async () => {
    const { id } = await asks(carla, { attachments: [await upload(carla)] })
    const open = (await carla.ask('GET', `/tickets/${id}`)).body
    expect(open).toMatchObject({
      subject: 'The roof levy',
      status: 'open',
      severity: 'P3',
      severityName: 'normal',
      due: {
        standing: 'waiting',
        at: '2026-11-24T22:00:00Z',
        promised: '1 business day',
        leftMs: 9 * 3_600_000,
        counted: 'business',
      },
      messages: [{ author: 'customer', authorName: 'carla', attachments: [{ name: 'roof.svg' }] }],
    })
    await stage.answers(id, { public: false, text: 'She is right, the page hides it.' })
    await stage.answers(id)
    stage.p.clock.set(at('2026-11-24T18:30:00Z'))
    await stage.deliver()
    const answered = (await carla.ask('GET', `/tickets/${id}`)).body
    expect(answered).toMatchObject({
      status: 'waiting',
      due: { standing: 'kept', respondedAt: '2026-11-24T18:30:00Z' },
      messages: [{}, { author: 'staff', authorName: 'Ava', html: '<p>Under <strong>Export</strong>.</p>\n' }],
    })
    expect(JSON.stringify(answered)).not.toContain('the page hides it')
    expect((await carla.ask('POST', `/tickets/${id}/messages`, { text: 'And by unit?' })).status).toBe(201)
    expect((await carla.ask('GET', `/tickets/${id}`)).body.status).toBe('open')
    expect((await carla.ask('PUT', `/tickets/${id}/rating`, { rating: 5 })).body.code).toBe(
      'ticket_not_closed',
    )
    expect((await carla.ask('POST', `/tickets/${id}/close`)).status).toBe(204)
    expect((await carla.ask('PUT', `/tickets/${id}/rating`, { rating: 5, comment: 'Quick.' })).status).toBe(
      204,
    )
    expect((await carla.ask('GET', '/tickets')).body).toMatchObject({
      items: [{ id, status: 'closed', rating: 5, due: { standing: 'kept' } }],
      next: null,
    })
    expect((await carla.ask('POST', `/tickets/${id}/reopen`)).status).toBe(204)
    expect((await carla.ask('GET', `/tickets/${id}`)).body.status).toBe('open')
  })

  test('that was not answered in time says so, and by how much', async () => {
    const { id } = await asks(dev)
    await stage.until('2026-11-25T18:00:00Z')
    expect((await dev.ask('GET', `/tickets/${id}`)).body.due).toMatchObject({
      standing: 'late',
      leftMs: -5 * 3_600_000,
    })
    await stage.answers(id)
    await stage.deliver()
    expect((await dev.ask('GET', `/tickets/${id}`)).body.due.standing).toBe('missed')
  })

  test('that is sent twice by a browser that lost its line is one', async () => {
    const headers = { 'idempotency-key': 'one-and-the-same' }
    expect(await asks(carla, {}, headers)).toEqual(await asks(carla, {}, headers))
    expect((await carla.ask('GET', '/tickets')).body.items).toHaveLength(1)
  })

  test('tells while it is written when an answer would be due, and where an outage is reported', async () => {
    const draft = { subject: 'Slow', text: '', kind: 'slow' }
    expect((await carla.ask('POST', '/foreseen', draft)).body).toEqual({
      severity: 'P2',
      severityName: 'high',
      promised: '4 business hours',
      dueAt: '2026-11-24T02:00:00Z',
      urgent: null,
    })
    expect((await carla.ask('POST', '/foreseen', { ...draft, kind: 'outage' })).body.urgent).toEqual({
      address: 'contact@tractops.com',
    })
  })

  test('without words, or with a file that is somebody else’s, is not kept', async () => {
    expect((await carla.ask('POST', '/tickets', { subject: '', text: ' ', kind: null })).status).toBe(400)
    const theirs = await upload(dev)
    const body = { subject: 'x', text: 'y', kind: null, attachments: [theirs] }
    expect(await carla.ask('POST', '/tickets', body)).toMatchObject({
      status: 409,
      body: { code: 'attachment_unknown' },
    })
    expect((await carla.ask('GET', '/tickets')).body.items).toEqual([])
  })
})

describe('what belongs to a customer', () => {
  test('is read and answered by each of its contacts, and by nobody of another customer', async () => {
    const { id } = await asks(carla, { attachments: [await upload(carla)] })
    const frank = await reading(stage.p, app, 'frank@example.com')
    const { messages } = (await frank.ask('GET', `/tickets/${id}`)).body
    const file = `/tickets/${id}/attachments/${messages[0].attachments[0].id}`
    expect((await frank.ask('POST', `/tickets/${id}/messages`, { text: 'I wonder too.' })).status).toBe(201)
    expect((await frank.ask('GET', file)).headers.get('location')).toMatch(/^\/attachments\/att_/)
    const tries: [string, string, unknown?][] = [
      ['GET', `/tickets/${id}`],
      ['GET', file],
      ['POST', `/tickets/${id}/messages`, { text: 'Mine now.' }],
      ['POST', `/tickets/${id}/close`],
      ['POST', `/tickets/${id}/reopen`],
      ['PUT', `/tickets/${id}/rating`, { rating: 1 }],
    ]
    for (const [method, path, body] of tries)
      expect((await dev.ask(method, path, body)).status, `${method} ${path}`).toBe(404)
    expect((await dev.ask('GET', '/tickets')).body.items).toEqual([])
    const cursor = Buffer.from(JSON.stringify([9_999_999_999_999, 'tkt_z'])).toString('base64url')
    expect((await dev.ask('GET', `/tickets?cursor=${cursor}`)).body.items).toEqual([])
  })

  test('comes as a file that nothing runs in, from where no cookie of the portal goes', async () => {
    const { id } = await asks(carla, { attachments: [await upload(carla)] })
    const { messages } = (await carla.ask('GET', `/tickets/${id}`)).body
    const { headers } = await carla.ask('GET', `/tickets/${id}/attachments/${messages[0].attachments[0].id}`)
    const served = await app.request(headers.get('location')!)
    expect(served.headers.get('content-disposition')).toMatch(/^attachment/)
    expect(served.headers.get('content-type')).not.toContain('svg')
    expect(served.headers.get('x-content-type-options')).toBe('nosniff')
  })

  test('is asked for in the name of one customer, and never of somebody else’s', async () => {
    const { id } = await asks(dev, { customerId: harbor })
    expect((await stage.row(id)).customerId).not.toBe(harbor)
    expect((await carla.ask('GET', '/tickets')).body.items).toEqual([])
  })
})

describe('the wall in the database', () => {
  const asReader = <T extends Record<string, unknown>>(email: string, query: string) =>
    stage.p.db.transaction(async (tx) => {
      await tx.execute(sql`select set_config('tractops.reader', ${email}, true)`)
      await tx.execute(sql`set local role tractops_reader`)
      return (await tx.execute<T>(sql.raw(query))).rows
    })

  test('shows a reader their own rows, whatever is asked of it', async () => {
    const own = await asks(carla, { attachments: [await upload(carla)] })
    const other = await asks(dev)
    await upload(dev)
    await stage.answers(own.id, { public: false, text: 'Between us.' })
    expect(await asReader('carla@example.com', 'select id from ticket')).toEqual([{ id: own.id }])
    expect(await asReader('dev@example.com', 'select id from ticket')).toEqual([{ id: other.id }])
    expect(await asReader('frank@example.com', 'select id from ticket')).toEqual([{ id: own.id }])
    expect(await asReader('mallory@example.com', 'select id from ticket')).toEqual([])
    const messages = await asReader<{ text: string }>('carla@example.com', 'select text from ticket_message')
    expect(messages).toEqual([{ text: 'How do I export it?' }])
    expect(await asReader('carla@example.com', 'select name from attachment')).toEqual([{ name: 'roof.svg' }])
  })

  test('lets nothing be written from behind it, and nothing else be read', async () => {
    await asks(carla)
    for (const query of [
      `update ticket set status = 'closed'`,
      `delete from ticket_message`,
      'select * from person',
      'select * from customer',
      'select * from reader_session',
      'select * from ticket_event',
    ])
      await expect(asReader('carla@example.com', query), query).rejects.toMatchObject({
        cause: { code: '42501' },
      })
  })

  test('is raised again without harm, and is in no way of staff', async () => {
    await asks(carla)
    expect(await raiseWall(stage.p)).toBe(true)
    expect((await stage.p.pool.query('select id from ticket')).rowCount).toBe(1)
  })

  test('cannot be raised by a user who may make no roles, which is told and harms nothing', async () => {
    const { pool } = stage.p
    await pool.query(`drop role if exists tractops_weak; create role tractops_weak`)
    const warned: unknown[] = []
    const weak = {
      pool: {
        async connect() {
          const client = await pool.connect()
          await client.query('set role tractops_weak')
          const release = () => void client.query('reset role').finally(() => client.release())
          return { query: client.query.bind(client), release }
        },
      },
      log: { warn: (...said: unknown[]) => void warned.push(said[1]) },
    }
    expect(await raiseWall(weak as never)).toBe(false)
    expect(warned).toEqual([expect.stringContaining('create role tractops_reader nologin')])
    await pool.query('drop role tractops_weak')
  })
})
