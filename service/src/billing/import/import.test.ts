import { createHttpApp, inTransaction } from '@tractops/platform'
import { type TestPlatform, testPlatform } from '@tractops/platform/testing'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createKey } from '../../accounts/index.ts'
import { billingRoutes } from '../index.ts'
import { readCsv } from './read-csv.ts'
import { readRow } from './read-row.ts'

const system = { kind: 'system', name: 'test' } as const
const utf8 = (text: string) => new TextEncoder().encode(text)
const HEAD = 'external id,name,plan,billing,units,start,end,discount,contact name,contact email,contact role'
const HARBOR = 'hoa-1,Harbor View HOA,premium,annual,100,2026-01-01,,,Carla,carla@example.com,president'
const DUNES =
  'hoa-2,Dunes COA,Standard,Monthly,"1,250",2026-03-01,2027-03-01,12.5 %,Dev,dev@example.com,Treasurer'

describe('a file of customers', () => {
  const rowOf = (text: string) => {
    const { columns, rows } = readCsv(utf8(text))
    return readRow(columns, rows[0]!)
  }

  test('is read with commas, semicolons or tabs, in UTF-8 with or without its mark, and in Latin-1', () => {
    for (const sign of [',', ';', '\t']) {
      const { rows } = readCsv(utf8(`\uFEFFexternal id${sign}name\r\nhoa-1${sign}"Résidence ""Été"""\r\n`))
      expect(rows).toEqual([{ line: 2, cells: ['hoa-1', 'Résidence "Été"'] }])
    }
    const latin = Uint8Array.from([...'external id;name\nhoa-1;Caf'].map((c) => c.charCodeAt(0)).concat(0xe9))
    expect(readCsv(latin)).toMatchObject({ encoding: 'Latin-1', rows: [{ cells: ['hoa-1', 'Café'] }] })
  })

  test('may call its columns as other programs do', () => {
    const read = rowOf(
      'Account ID,Association,Tier,Billing Cycle,Homes,start_date,Until,Discount (%),Contact,Contact E-Mail,Contact Role,contact2_email\n' +
        'hoa-1,Harbor View HOA,PREMIUM,yearly,100,2026-01-01,,"12,5",Carla,carla@example.com,Board member,dev@example.com',
    )
    expect(read).toEqual({
      line: 2,
      externalId: 'hoa-1',
      fields: {
        name: 'Harbor View HOA',
        plan: 'premium',
        billing: 'annual',
        units: 100,
        start: '2026-01-01',
        end: null,
        discountPercent: 12.5,
      },
      contacts: [
        { name: 'Carla', email: 'carla@example.com', role: 'board' },
        { name: 'dev@example.com', email: 'dev@example.com', role: 'other' },
      ],
      errors: [],
    })
  })

  test('that is no such table is refused with the line and what to do', () => {
    for (const [text, said] of [
      ['', /is empty/],
      ['name,units\nHarbor,1', /no column "external id"/],
      ['external id,colour\nhoa-1,red', /"colour" is not known. Known are: external id/],
      ['external id,units,homes\nhoa-1,1,1', /"units" and "homes" mean the same/],
      ['external id,name\nhoa-1,"Harbor" View', /Line 2: a double quote stands where none may/],
      ['external id,name\nhoa-1,x\nhoa-2,Har"bor', /Line 3: a double quote stands where none may/],
      ['external id,name\nhoa-1,"Harbor\nhoa-2,x\n', /never closed/],
      ['external id,name\nhoa-1,x\nhoa-2,Harbor, View', /Line 3 has 3 cells.*2 columns/],
      ['PK\u0003\u0004', /Save it as CSV/],
      ['external id\u0000', /not a text file/],
      [`external id\n${'hoa\n'.repeat(10_001)}`, /has 10001 rows, and 10000 are read/],
    ] as const)
      expect(() => readCsv(utf8(text)), text.slice(0, 60)).toThrow(said)
  })

  test('counts lines as an editor does, where cells hold several', () => {
    const { rows } = readCsv(utf8('external id,name\n\nhoa-1,"Harbor\nView"\nhoa-2,Dunes\n'))
    expect(rows.map(({ line }) => line)).toEqual([3, 5])
  })

  test('has everything that is wrong with a row told at once', () => {
    const { errors } = rowOf(`${HEAD}\nhoa 1,,gold,weekly,many,01/02/2026,2026-02-30,200,,carla@,president`)
    expect(errors.map(({ column }) => column)).toEqual([
      'external id',
      'name',
      'plan',
      'billing',
      'units',
      'start',
      'end',
      'discount',
      'contact email',
    ])
    expect(errors.map(({ message }) => message)).toContain('"01/02/2026" is not a date such as 2026-12-01.')
  })
})

describe('an import', () => {
  let p: TestPlatform
  let app: ReturnType<typeof createHttpApp>
  let authorization: string

  beforeEach(async () => {
    p = await testPlatform({ now: Temporal.Instant.from('2026-11-24T18:00:00Z') })
    app = createHttpApp(p)
    app.route('/', billingRoutes(p))
    const { key } = await inTransaction(p, system, (ctx) => createKey(ctx, { role: 'lead', name: 'test' }))
    authorization = `Bearer ${key}`
  })
  afterEach(() => p.close())

  async function send(text: string, query = '') {
    const response = await app.request(`/api/v1/customers/import${query}`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'text/csv' },
      body: text,
    })
    // biome-ignore lint/suspicious/noExplicitAny: what tests look into is of every shape.
    return { status: response.status, body: (await response.json()) as any }
  }
  const customers = async () => {
    const response = await app.request('/api/v1/customers', { headers: { authorization } })
    return ((await response.json()) as { items: Record<string, unknown>[] }).items
  }

  test('says first what it would come to, changes nothing by that, and then does just this', async () => {
    const text = [HEAD, HARBOR, DUNES].join('\n')
    const preview = await send(text, '?dryRun=true')
    expect(preview).toMatchObject({
      status: 200,
      body: { applied: false, rows: 2, created: 2, changed: 0, same: 0, refused: 0 },
    })
    expect(await customers()).toEqual([])
    expect((await send(text)).body).toEqual({ ...preview.body, applied: true })
    expect(await customers()).toMatchObject([
      {
        externalId: 'hoa-2',
        units: 1250,
        plan: 'standard',
        discountPercent: 12.5,
        end: '2027-03-01',
        contacts: [{ name: 'Dev', role: 'treasurer', receivesNotices: true }],
      },
      { externalId: 'hoa-1', billing: 'annual', end: null, contacts: [{ email: 'carla@example.com' }] },
    ])
    expect((await send(text)).body).toMatchObject({ created: 0, changed: 0, same: 2 })
  })

  test('enters nothing where one row is wrong, and says which', async () => {
    const text = [HEAD, HARBOR, 'hoa-3,X,gold,annual,1,2026-01-01,,,,,', HARBOR].join('\n')
    expect((await send(text, '?dryRun=true')).body).toMatchObject({
      refused: 2,
      items: [
        { line: 3, errors: [{ column: 'plan', message: '"gold" is not standard or premium.' }] },
        { line: 4, errors: [{ message: '"hoa-1" stands in line 2 already.' }] },
        { line: 2, outcome: 'new' },
      ],
    })
    expect(await send(text)).toMatchObject({
      status: 409,
      body: {
        code: 'import_refused',
        detail: '2 rows are wrong, so nothing was entered. Line 3: "gold" is not standard or premium.',
      },
    })
    expect(await customers()).toEqual([])
  })

  test('of a few columns leaves the others, and says how each customer changes', async () => {
    await send([HEAD, HARBOR].join('\n'))
    const { body } = await send('id;units;contact email;contact role\nhoa-1;120;dev@example.com;manager')
    expect(body.items[0].changes).toEqual([
      { field: 'units', from: '100', to: '120' },
      { field: 'contact', from: 'Carla <carla@example.com>, president', to: null },
      { field: 'contact', from: null, to: 'dev@example.com <dev@example.com>, manager' },
    ])
    expect((await customers())[0]).toMatchObject({ name: 'Harbor View HOA', units: 120 })
    expect((await send('id,units\nhoa-9,120')).body.detail).toContain('does not say its name')
    expect((await send('id,end\nhoa-1,2025-01-01')).body.detail).toContain('until before 2025-01-01')
  })

  test('does not make somebody hear of notices who has chosen not to', async () => {
    await send([HEAD, HARBOR].join('\n'))
    const [harbor] = (await customers()) as { id: string; contacts: { id: string }[] }[]
    await app.request(`/api/v1/customers/${harbor!.id}/contacts/${harbor!.contacts[0]!.id}`, {
      method: 'PATCH',
      headers: { authorization, 'content-type': 'application/json' },
      body: '{"receivesNotices":false}',
    })
    await send([HEAD, HARBOR.replace('Carla', 'Carla Ruiz')].join('\n'))
    expect((await customers())[0]).toMatchObject({
      contacts: [{ name: 'Carla Ruiz', receivesNotices: false }],
    })
  })

  test('of ten thousand customers is entered whole', async () => {
    const rows = Array.from(
      { length: 10_000 },
      (_, i) => `hoa-${i},HOA ${i},standard,monthly,${i},2026-01-01`,
    )
    const { body } = await send(['external id,name,plan,billing,units,start', ...rows].join('\n'))
    expect(body).toMatchObject({ applied: true, created: 10_000 })
  })
})
