import { createHttpApp, listAudit, verifyAuditChain } from '@tractops/platform'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { at, type DeskStage, openDeskStage, policies } from '../../../test/desk-stage.ts'
import { createKey } from '../../accounts/index.ts'
import { forgetFiles } from '../store/forget-files.ts'
import { saveAttachment } from '../store/save-attachment.ts'
import { keptSince, purgeTickets } from './purge-tickets.ts'
import { peopleDataRoutes } from './routes.ts'

let stage: DeskStage
let forgotten: string[]
const forgotPeople: string[] = []
const forgetPerson = async (_: unknown, { email }: { email: string }) => {
  forgotPeople.push(email)
  return { mails: 0, contacts: 0 }
}
const elsewhere = async () => ({})
const forgetMail = async (_: unknown, ids: readonly string[]) => void forgotten.push(...ids)

beforeEach(async () => {
  forgotten = []
  stage = await openDeskStage(at('2026-11-23T18:00:00Z'))
})
afterEach(() => stage.close())

const file = async (bytes: string) =>
  (
    await saveAttachment(stage.p, stage.desk, {
      ...{ name: 'plan.txt', claimedType: 'text/plain', uploadedBy: 'mail' },
      bytes: Buffer.from(bytes + stage.p.config.dataDir),
    })
  ).id
const purge = () => stage.doing((ctx) => purgeTickets(ctx, { policies, forgetMail }))
const count = async (table: string) => (await stage.p.pool.query(`select from ${table}`)).rowCount

test('a ticket is kept for three years after its last contact, and then nothing of it is left but a note', async () => {
  const { p } = stage
  const { id } = await stage.asks({ attachments: [await file('one')] })
  await stage.answers(id)
  await stage.deliver()
  p.clock.set(at('2027-03-01T18:00:00Z'))
  await stage.adds(id)
  p.clock.set(at('2030-03-01T18:00:00Z'))
  const { id: later } = await stage.asks({ requester: { name: 'Dev', email: 'dev@example.com' } })
  await purge()
  expect(await count('ticket')).toBe(2)
  p.clock.advance(1)
  await purge()
  for (const [table, left] of [
    ['ticket', 1],
    ['ticket_message', 1],
    ['attachment', 0],
    ['desk_person', 1],
  ] as const)
    expect([table, await count(table)]).toEqual([table, left])
  expect(forgotten).toEqual([id])
  expect((await stage.row(later)).requesterName).toBe('Dev')
  p.clock.advance(3_600_001)
  await forgetFiles(p, stage.desk)
  expect(await count('stored_file_check')).toBe(0)
  const { rows } = await p.pool.query(
    "select detail from audit_entry where action = 'ticket.purged' and subject = $1",
    [id],
  )
  expect(rows).toMatchObject([
    { detail: { messages: 3, attachments: 1, lastContactAt: '2027-03-01T18:00:00Z' } },
  ])
  expect(JSON.stringify(rows)).not.toContain('carla')
})

test('three years are years of the calendar where TractOps is at home', () => {
  expect(String(keptSince(policies, at('2028-02-29T20:00:00Z')))).toBe('2025-02-28T20:00:00Z')
  expect(String(keptSince(policies, at('2029-07-01T19:00:00Z')))).toBe('2026-07-01T19:00:00Z')
})

test('a person’s data is handed out whole, and erased so that the figures of response stay', async () => {
  const { p } = stage
  const { id } = await stage.asks({
    subject: 'Secret subject',
    text: 'Secret words',
    attachments: [await file('secret')],
  })
  p.clock.advance(3_600_000)
  await stage.answers(id, { text: 'Dear CARLA@example.com, done.' })
  await stage.answers(id, { text: 'An internal note.', public: false })
  await stage.deliver()
  const { id: others } = await stage.asks({
    requester: { name: 'Dev', email: 'dev@example.com' },
    text: 'Dev’s words',
  })
  const before = await stage.row(id)
  const app = createHttpApp(p)
  app.route('/', peopleDataRoutes(p, stage.desk, { forgetMail, forgetPerson, elsewhere }))
  const { key } = await stage.doing((ctx) => createKey(ctx, { name: 'Ava', role: 'admin' }))
  const ask = async (path: string, body?: object) => {
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
    const answer = await app.request(`/api/v1/people-data${path}`, {
      headers,
      ...(body ? { method: 'POST', body: JSON.stringify(body) } : {}),
    })
    return { status: answer.status, body: JSON.parse(await answer.text()) }
  }
  const { body: data } = await ask('?email=Carla@example.com')
  expect(data.tickets).toMatchObject([
    { id, subject: 'Secret subject', messages: [{ text: 'Secret words' }, {}] },
  ])
  expect(data.tickets[0].messages[0].files).toMatchObject([
    { name: 'plan.txt', href: expect.stringContaining('https://desk.example.com/attachments/att_') },
  ])
  expect(JSON.stringify(data)).not.toMatch(/internal note|Dev/)

  expect((await ask('/erase', { email: 'carla@example.com' })).status).toBe(400)
  const { body: erased } = await ask('/erase', { email: 'carla@example.com', reason: 'She asked us to.' })
  expect(erased).toEqual({ tickets: 1, messages: 1, attachments: 1, mails: 0, contacts: 0 })
  expect(forgotPeople).toEqual(['carla@example.com'])
  const after = await stage.row(id)
  for (const figure of [
    'severity',
    'receivedAt',
    'dueAt',
    'respondedAt',
    'responseState',
    'breachedAt',
  ] as const)
    expect(String(after[figure])).toBe(String(before[figure]))
  const left = await p.pool.query(`
    select t::text || coalesce(m::text, '') || coalesce(e::text, '') || coalesce(d::text, '') as words
    from ticket t left join ticket_message m on m.ticket_id = t.id left join ticket_event e on e.ticket_id = t.id
    left join desk_person d on true where t.id = '${id}'`)
  expect(left.rows.map(({ words }) => words).join()).not.toMatch(/secret|carla/i)
  expect(await stage.kinds(id)).toContain('erased')
  expect((await stage.row(others)).requesterName).toBe('Dev')
  expect((await ask('?email=carla@example.com')).body.tickets).toEqual([])
  const chain = JSON.stringify(await stage.doing((ctx) => listAudit(ctx, { limit: 100 } as never)))
  expect(chain).toContain('person.erased')
  expect(chain).not.toContain('carla@example.com')
  expect(await stage.doing((ctx) => verifyAuditChain(ctx))).toMatchObject({ verified: true })
})
