import { type Actor, createHttpApp, inTransaction } from '@tractops/platform'
import { type TestPlatform, testPlatform } from '@tractops/platform/testing'
import { eq } from 'drizzle-orm'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createKey } from '../../accounts/index.ts'
import { ticket, ticketTag } from '../tables.ts'
import { ticketAsRow } from '../testing/tickets-as-rows.ts'
import { queueRoutes } from './routes.ts'
import { stretchBelow } from './search/find-matches.ts'
import { partsOf } from './search/snippets.ts'

const ava: Actor = { kind: 'person', id: 'ava', name: 'Ava' }
const now = Temporal.Instant.from('2026-11-25T18:00:00Z')
let p: TestPlatform
let app: ReturnType<typeof createHttpApp>
let key: { id: string; key: string }

beforeEach(async () => {
  p = await testPlatform({ now })
  app = createHttpApp(p)
  app.route('/', queueRoutes(p))
  key = await inTransaction(p, ava, (ctx) => createKey(ctx, { name: 'Ava', role: 'viewer' }))
})
afterEach(() => p.close())

async function ask(path: string) {
  const answer = await app.request(`/api/v1/tickets${path}`, {
    headers: { authorization: `Bearer ${key.key}` },
  })
  return { status: answer.status, body: JSON.parse(await answer.text()) }
}
type Line = { subject: string; [name: string]: unknown }
const subjects = async (query = '') => {
  const { body } = await ask(query)
  return body.items.map(({ subject }: Line) => subject).join(' ')
}
const hours = (n: number) => now.add({ minutes: Math.round(n * 60) })
type Set = Parameters<typeof ticketAsRow>[2]
const put = (subject: string, set: Set = {}, messages: string[] = []) =>
  ticketAsRow(p.db, now, { subject, ...set }, messages)

describe('the queue', () => {
  test('what is due at one instant, as all that came by night is, stands as it came, from page to page', async () => {
    const names = Array.from({ length: 9 }, (_, n) => `night-${n}`)
    for (const name of names) await put(name, { dueAt: hours(9) })
    const walked: string[] = []
    for (let next: string | null = ''; next !== null; ) {
      const { body } = await ask(`?limit=4${next && `&cursor=${next}`}`)
      walked.push(...body.items.map(({ subject }: Line) => subject))
      next = body.next
    }
    expect(walked).toEqual(names)
  })

  test('begins with what breaches next, what is late before that, and ends with what was answered', async () => {
    await put('soon', { dueAt: hours(1) })
    await put('late', { dueAt: hours(-1), responseState: 'breached', breachedAt: hours(-1) })
    await put('later', { dueAt: hours(9) })
    const met = { respondedAt: hours(-3), responseState: 'met' as const }
    await put('answered', { ...met, dueAt: hours(-2), updatedAt: hours(-3) })
    await put('answered-lately', { ...met, dueAt: hours(-2), updatedAt: hours(-2), status: 'waiting' })
    await put('closed', { ...met, status: 'closed', updatedAt: hours(-9), closedAt: hours(-9) })
    await put('merged', { mergedInto: 'tkt_x' })
    const all = 'late soon later answered-lately answered closed'
    expect(await subjects()).toBe(all)
    const walked: string[] = []
    let next: string | null = ''
    while (next !== null) {
      const { body } = await ask(`?limit=2${next && `&cursor=${next}`}`)
      walked.push(...body.items.map(({ subject }: Line) => subject))
      next = body.next
    }
    expect(walked.join(' ')).toBe(all)
  })

  test('is asked by status, severity, person, team, tag, customer, channel and how the answer stands', async () => {
    const me = await put('mine', { assigneeId: key.id, severity: 'P1', channel: 'widget', dueAt: hours(1) })
    await put('hers', { assigneeId: 'ava', customerId: 'cus_1', dueAt: hours(2) })
    await put('late', { dueAt: hours(-1), responseState: 'breached', breachedAt: hours(-1) })
    await put('done', { status: 'closed', respondedAt: now, responseState: 'met' })
    await p.db.insert(ticketTag).values({ ticketId: me.id, tag: 'import' })
    expect(await subjects('?assignee=me')).toBe('mine')
    expect(await subjects('?assignee=ava')).toBe('hers')
    expect(await subjects('?assignee=none')).toBe('late done')
    expect(await subjects('?severity=P1,P2')).toBe('mine')
    expect(await subjects('?tag=import')).toBe('mine')
    expect(await subjects('?customer=cus_1')).toBe('hers')
    expect(await subjects('?channel=widget')).toBe('mine')
    expect(await subjects('?response=breached')).toBe('late')
    expect(await subjects('?answered=yes')).toBe('done')
    expect(await subjects('?answered=no&status=open,waiting')).toBe('late mine hers')
    expect(await subjects('?status=closed')).toBe('done')
    expect(await subjects('?team=none&status=closed')).toBe('done')
    expect(await ask('?status=opened')).toMatchObject({ status: 400, body: { path: 'query.status.0' } })
    expect((await ask('?assignee=me')).body.items[0]).toMatchObject({ tags: ['import'], severity: 'P1' })
  })

  test('leaves out what is put aside, unless an answer is due before', async () => {
    await put('aside', { snoozedUntil: hours(2), dueAt: hours(20) })
    await put('due-before', { snoozedUntil: hours(20), dueAt: hours(2) })
    await put('back', { snoozedUntil: hours(-2), dueAt: hours(3) })
    expect(await subjects('?snoozed=no')).toBe('due-before back')
    expect(await subjects('?snoozed=only')).toBe('aside')
    expect(await subjects()).toBe('due-before back aside')
  })

  test('says how many tickets each view shows, and each view shows as many', async () => {
    await put('mine', { assigneeId: key.id, severity: 'P1' })
    await put('late', { responseState: 'breached', breachedAt: hours(-1), dueAt: hours(-1) })
    await put('aside', { snoozedUntil: hours(2) })
    await put('theirs', { status: 'waiting', respondedAt: now, responseState: 'met' })
    await put('done', { status: 'closed' })
    const { views } = (await ask('/counts')).body
    const counts = Object.fromEntries(views.map((v: { key: string; count: number }) => [v.key, v.count]))
    expect(counts).toEqual({
      ...{ unanswered: 2, mine: 1, unassigned: 1, urgent: 1, breached: 1, open: 2, waiting: 1, snoozed: 1 },
    })
    for (const { key, count, filter } of views) {
      const { body } = await ask(`?${new URLSearchParams(filter)}`)
      expect([key, body.items.length]).toEqual([key, count])
    }
  })

  test('shows how the last public message begins', async () => {
    await put('q', {}, ['First.', 'The import\n\nstops at row 4.'])
    expect((await ask('')).body.items[0].last).toEqual({
      author: 'customer',
      name: 'Carla',
      text: 'The import stops at row 4.',
    })
  })
})

describe('search', () => {
  type Found = { ticket: Line; where: string; snippet: { text: string; hit: boolean }[] }
  const find = async (q: string, more = ''): Promise<Found[]> =>
    (await ask(`/search?q=${encodeURIComponent(q)}${more}`)).body.items
  const found = async (q: string, more = '') => (await find(q, more)).map((f) => f.ticket.subject).join(' ')

  test('finds words in messages in whatever form, and marks them as plain text', async () => {
    await put('one', {}, ['The payments were <b>failing</b> since noon.'])
    await put('two', {}, ['Nothing of that.'])
    const [hit] = await find('failed payment')
    expect(hit).toMatchObject({ ticket: { subject: 'one' }, where: 'message' })
    expect(hit!.snippet.filter(({ hit }) => hit).map(({ text }) => text)).toEqual(['payments', 'failing'])
    expect(hit!.snippet.map(({ text }) => text).join('')).toBe('The payments were failing since noon')
  })

  test('finds by subject, by number, and by a part in quotes', async () => {
    const { number } = await put('Import stops', {}, ['At row four.'])
    await put('Other', {}, ['row of four'])
    expect(await found('import')).toBe('Import stops')
    expect(await found(`#${number}`)).toBe('Import stops')
    expect(await found(`${number}`)).toBe('Import stops')
    expect(await found('"row four"')).toBe('Import stops')
  })

  test('finds people and customers by names that are mistyped, and addresses', async () => {
    await put('hers', { requesterName: 'Carla Mendes', requesterEmail: 'carla@harborview.example' })
    await put('his', {
      requesterName: 'Dev Patel',
      requesterEmail: 'dev@pinecrest.example',
      customerId: 'cus_1',
    })
    await p.pool.query(
      `insert into customer (id, name, plan, billing, units, starts_on, discount_basis_points, created_at, created_by, changed_at)
       values ('cus_1', 'Pine Crest Condominiums', 'standard', 'monthly', 10, '2026-01-01', 0, $1, '{}', $1)`,
      [String(now)],
    )
    expect(await found('Carla Mendez')).toBe('hers')
    expect(await found('carla@harborview.example')).toBe('hers')
    expect(await found('harborveiw')).toBe('hers')
    expect(await found('Pine Crest Condominums')).toBe('his')
    expect(await found('zzzzzz')).toBe('')
  })

  test('keeps to its filters, and finds a merged ticket as what it became', async () => {
    const { id } = await put('survivor', { severity: 'P2' }, ['Hello'])
    await put('merged', { mergedInto: id }, ['The zebra crossing'])
    await put('closed', { status: 'closed', customerId: 'cus_1' }, ['A zebra'])
    expect((await found('zebra')).split(' ').sort().join(' ')).toBe('closed survivor')
    expect(await found('zebra', '&status=open')).toBe('survivor')
    expect(await found('zebra', '&customer=cus_1')).toBe('closed')
  })

  test('ranks the newest of what matches very often, and says so; pages of it hold each once', async () => {
    await p.pool.query(`
      insert into ticket (id, subject, channel, requester_name, status, severity, suggested_severity, suggested_because,
        received_at, due_at, response_state, warned, created_at, updated_at, last_contact_at)
      select 'tkt_' || n, 'Number ' || n, 'mail', 'Carla', 'closed', 'P3', 'P3', '', d, d, 'met', 0, d, d, d
      from generate_series(1, 700) n, lateral (select timestamptz '2026-11-01' + n * interval '1 minute' as d) t;
      insert into ticket_message (id, ticket_id, at, author, author_name, public, channel, text)
      select 'msg_' || n, 'tkt_' || n, '2026-11-25', 'customer', 'Carla', true, 'mail', 'The elevator'
      from generate_series(1, 700) n`)
    const first = (await ask('/search?q=elevator&limit=30')).body
    expect([first.bounded, first.items.length]).toEqual([true, 30])
    const rest = (await ask(`/search?q=elevator&limit=30&cursor=${first.next}`)).body
    expect([rest.items.length, rest.next]).toEqual([20, null])
    const ids = [...first.items, ...rest.items].map(({ ticket }: Found) => ticket.id)
    expect(new Set(ids).size).toBe(50)
    expect(ids).toContain('tkt_700')
    expect(ids).not.toContain('tkt_400')
  })

  test('finds the newest of what matches now and then, each once, however far back it has to look', async () => {
    await p.pool.query(`
      insert into ticket (id, subject, channel, requester_name, status, severity, suggested_severity, suggested_because,
        received_at, due_at, response_state, warned, created_at, updated_at, last_contact_at)
      select 'tkt_' || n, case when n % 45 = 0 then 'Heron' else 'Number' end || ' ' || n, 'mail', 'Carla', 'closed', 'P3', 'P3', '',
        d, d, 'met', 0, d, d, d
      from generate_series(1, 6000) n, lateral (select timestamptz '2026-11-01' + n * interval '1 minute' as d) t`)
    const { body } = await ask('/search?q=heron&limit=100')
    const subjects = body.items.map(({ ticket }: Found) => ticket.subject)
    const expected = Array.from({ length: 50 }, (_, i) => `Heron ${(133 - i) * 45}`)
    expect(new Set(subjects)).toEqual(new Set(expected))
    expect([subjects.length, body.bounded]).toEqual([50, true])
  })

  test('names few stretches of numbers, which hold all that are wanted', () => {
    const integer = (max: number) => fc.integer({ min: 1, max })
    fc.assert(
      fc.property(integer(50_000_000), integer(2_800_000), (below, wanted) => {
        const { names, from } = stretchBelow(below, wanted)!
        const bits = { a: 10, b: 14, c: 18 }[names[2] as 'a']
        const tops = names.split(' | ').map((name) => Number(name.slice(3, -1)))
        expect(tops.length).toBeLessThanOrEqual(12)
        expect(tops).toEqual(tops.map((_, i) => Math.floor((below - 1) / 2 ** bits) - i))
        expect(from).toBe(tops.at(-1)! * 2 ** bits)
        expect(from).toBeLessThanOrEqual(Math.max(0, below - wanted))
      }),
    )
    expect(stretchBelow(50_000_000, 10_000_000)).toBe(null)
  })

  test('takes whatever is typed', async () => {
    for (const q of [
      'the',
      '(',
      ':*',
      "'",
      '\\',
      '--',
      '&|!',
      '%',
      'ab',
      '\u{1f600}',
      'a'.repeat(200),
      '~a0',
    ])
      expect((await ask(`/search?q=${encodeURIComponent(q)}`)).status).toBe(200)
    expect((await ask('/search?q=')).status).toBe(400)
    expect((await ask(`/search?q=${'a'.repeat(201)}`)).status).toBe(400)
  })

  test('a headline with marks inside is taken apart', () => {
    expect(partsOf('a \ue000b\ue001  c \ue000d\ue001')).toEqual([
      { text: 'a ', hit: false },
      { text: 'b', hit: true },
      { text: ' c ', hit: false },
      { text: 'd', hit: true },
    ])
  })
})

test('a new name of a person is found, and the old one too', async () => {
  const { id } = await put('q', { requesterName: 'Karla' })
  await p.db.update(ticket).set({ requesterName: 'Carlotta' }).where(eq(ticket.id, id))
  const { rows } = await p.pool.query('select name from desk_person order by name')
  expect(rows.map(({ name }) => name)).toEqual(['Carlotta', 'Karla'])
})
