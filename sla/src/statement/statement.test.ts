import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import { carla, dev, HOUR, stretch } from '../../test/cast.ts'
import { altered, alteredData, published } from '../../test/policies.ts'
import { refusal } from '../../test/refusal.ts'
import { runs } from '../../test/runs.ts'
import {
  canonicalJson,
  hashOf,
  type MonthInput,
  month,
  readPolicy,
  type Statement,
  verify,
  verifyStatement,
} from '../index.ts'

const early = '2026-11-01T00:30:00-07:00'
const input: MonthInput = {
  month: '2026-11',
  down: [
    { ...stretch('2026-11-10T20:00:00Z', 4 * HOUR), cause: 'stripe' },
    { start: '2026-11-20T12:00:00-08:00', end: '2026-11-20T18:30:00.250-08:00' },
  ],
  unmeasured: [{ ...stretch('2026-11-25T20:00:00Z', HOUR), settled: 'down' }],
  maintenance: [{ ...stretch('2026-11-15T10:00:00Z', 2 * HOUR), publishedAt: early, emailedAt: null }],
  vendorOutages: [
    { ...stretch('2026-11-10T20:30:00Z', HOUR), vendor: 'stripe', component: 'API', status: 'major_outage' },
  ],
  forceMajeure: [
    { ...stretch('2026-11-20T20:00:00Z', HOUR), declaredBy: 'Ava', publishedAt: '2026-11-21T00:00:00Z' },
  ],
  subscriptions: [
    { ...carla, discountPercent: 12.5 },
    { ...dev, end: '2026-11-21' },
  ],
  claims: [{ customer: 'carla', receivedAt: '2026-12-03T09:00:00-08:00' }],
  now: '2026-12-05T00:00:00Z',
}
let statement: Statement
beforeEach(() => {
  statement = month(input)
})
const parsed = () => JSON.parse(JSON.stringify(statement))

/** RFC 8785 written down a second time, for plain ASCII keys. */
function jcs(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(jcs).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  return `{${entries.map(([key, part]) => `${JSON.stringify(key)}:${jcs(part)}`).join(',')}}`
}

const sha256 = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex')

describe('a statement', () => {
  test('has exactly the members of the contract, in their order', () => {
    expect(Object.keys(statement)).toEqual([
      'inputs',
      'policy',
      'uptime',
      'bounds',
      'claimBy',
      'credits',
      'hash',
    ])
    expect(Object.keys(statement.policy)).toEqual(['version', 'hash'])
    expect(Object.keys(statement.bounds)).toEqual(['lowest', 'highest'])
    expect(Object.keys(statement.uptime)).toEqual([
      'periodMs',
      'measuredMs',
      'downMs',
      'excludedDownMs',
      'countedDownMs',
      'unsettledMs',
      'uptime',
      'creditPercent',
      'exclusions',
    ])
    for (const row of statement.credits)
      expect(Object.keys(row)).toEqual([
        'customer',
        'eligible',
        'because',
        'monthlyFeeCents',
        'percent',
        'amountCents',
        'status',
      ])
  })

  test('carries all its inputs, every instant in UTC', () => {
    expect(Object.keys(statement.inputs)).toEqual(Object.keys(input))
    expect(statement.inputs).toEqual({
      ...input,
      down: [input.down[0], { start: '2026-11-20T20:00:00Z', end: '2026-11-21T02:30:00.25Z' }],
      maintenance: [{ ...input.maintenance![0], publishedAt: '2026-11-01T07:30:00Z' }],
      claims: [{ customer: 'carla', receivedAt: '2026-12-03T17:00:00Z' }],
    })
  })

  test('holds no optional input that was not given', () => {
    const bare = month({ month: '2026-11', down: [], subscriptions: [] })
    expect(bare.inputs).toEqual({ month: '2026-11', down: [], subscriptions: [] })
  })

  test('is sealed by SHA-256 over the canonical JSON of everything else', () => {
    const { hash, ...rest } = statement
    expect(hash).toBe(sha256(jcs(rest)))
    expect(hash).toMatch(/^[0-9a-f]{64}$/)
  })

  test('names its policy by version and hash', () => {
    expect(statement.policy).toEqual({ version: 'tractops-2026-11', hash: sha256(jcs(alteredData({}))) })
  })

  test('of the same facts in other offsets is the same', () => {
    const elsewhere = { ...input, now: '2026-12-05T05:30:00+05:30' }
    expect(month(elsewhere)).toEqual(statement)
  })

  test('verifies, also after a way through JSON with its members in another order', () => {
    expect(verify(statement)).toEqual({ verified: true })
    const turned = Object.fromEntries(Object.entries(parsed()).reverse())
    expect(verify(turned)).toEqual({ verified: true })
  })
})

describe('a statement that was changed', () => {
  type Place = { path: (string | number)[]; value: unknown }
  const leaves = (node: unknown, path: (string | number)[] = []): Place[] => {
    if (typeof node !== 'object' || node === null) return [{ path, value: node }]
    const parts = Array.isArray(node) ? [...node.entries()] : Object.entries(node)
    return parts.flatMap(([key, part]) => leaves(part, [...path, key]))
  }
  const change = (path: readonly (string | number)[], value: unknown) => {
    const changed = parsed()
    let node = changed
    for (const part of path.slice(0, -1)) node = node[part]
    node[path.at(-1)!] = value
    return changed
  }
  const other = (value: unknown): fc.Arbitrary<unknown> =>
    fc
      .oneof(
        typeof value === 'number' ? fc.constantFrom(value - 1, value + 1) : fc.constant(null),
        typeof value === 'boolean' ? fc.constant(!value) : fc.constant(`${value}0`),
        fc.constantFrom<unknown>('', 0, null, true, '2026-11-10T20:00:00.001Z', 'stripe'),
      )
      .filter((v) => v !== value)
  const mutations = (places: Place[]) =>
    fc.constantFrom(...places).chain(({ path, value }) => other(value).map((v) => ({ path, value: v })))
  const isFound = (changed: unknown) => {
    try {
      const answer = verify(changed)
      return !answer.verified && answer.differences.length > 0
    } catch (error) {
      return (error as Error).name === 'SlaError'
    }
  }

  test('in any one of its leaves is found', () => {
    fc.assert(
      fc.property(mutations(leaves(statement)), ({ path, value }) => isFound(change(path, value))),
      runs(800),
    )
  })

  test('in any one of its results, and sealed again, is found', () => {
    const results = leaves(parsed()).filter(({ path }) => !['inputs', 'hash'].includes(`${path[0]}`))
    fc.assert(
      fc.property(mutations(results), ({ path, value }) => {
        const changed = change(path, value)
        const { hash: _, ...rest } = changed
        return isFound({ ...rest, hash: hashOf(rest) })
      }),
      runs(400),
    )
  })

  test('tells the place, what it says and what it should say', () => {
    const answer = verify(change(['credits', 0, 'amountCents'], 1))
    expect(answer).toEqual({
      verified: false,
      differences: [
        { path: 'hash', stated: statement.hash, computed: expect.stringMatching(/^[0-9a-f]{64}$/) },
        { path: 'credits[0].amountCents', stated: 1, computed: statement.credits[0]!.amountCents },
      ],
    })
  })

  test('that lost or gained a row is told as such', () => {
    const changed = { ...parsed(), credits: [statement.credits[0]] }
    const answer = verify(changed) as { differences: { path: string; stated: unknown; computed: unknown }[] }
    expect(answer.differences).toContainEqual({
      path: 'credits[1]',
      stated: null,
      computed: statement.credits[1],
    })
    const more = verify({ ...parsed(), credits: [...statement.credits, { customer: 'mallory' }] })
    expect(more).toMatchObject({
      verified: false,
      differences: [{ path: 'hash' }, { path: 'credits[2]', computed: null }],
    })
  })

  test('whose inputs are refused is told with their place', () => {
    const answer = verify(change(['inputs', 'claims', 0, 'customer'], 'mallory'))
    expect(answer).toMatchObject({
      verified: false,
      differences: [
        { path: 'hash' },
        { path: 'inputs.claims[0].customer', stated: 'mallory', computed: null, because: expect.any(String) },
      ],
    })
    const { month: _, ...inputs } = parsed().inputs
    expect(verify({ ...parsed(), inputs })).toMatchObject({
      verified: false,
      differences: [{}, { path: 'inputs.month', stated: null }],
    })
  })

  test('has at most 100 differences told', () => {
    const many = month({
      ...input,
      subscriptions: Array.from({ length: 150 }, (_, i) => ({ ...dev, customer: `${i}` })),
      claims: [],
    })
    const credits = many.credits.map((row) => ({ ...row, amountCents: 1 }))
    const answer = verify({ ...many, credits })
    expect('differences' in answer && answer.differences).toHaveLength(100)
  })

  test('under another policy differs in the policy, and in what follows from it', () => {
    const other = readPolicy(alteredData({ version: 'other', 'meanings.eligible.is': ['annual', 'monthly'] }))
    const answer = verifyStatement([other], statement)
    expect('differences' in answer && answer.differences.map((d) => d.path)).toEqual(
      expect.arrayContaining(['policy.version', 'policy.hash', 'credits[1].status']),
    )
  })

  test('that is none at all is refused', () => {
    for (const [value, path] of [
      [null, ''],
      [{ ...parsed(), extra: 1 }, 'extra'],
      [{ ...parsed(), hash: 5 }, 'hash'],
      [{ ...parsed(), credits: {} }, 'credits'],
    ] as const)
      expect(refusal(() => verify(value)).path).toBe(path)
    let deep: unknown = 1
    for (let i = 0; i < 50_000; i++) deep = [deep]
    expect(refusal(() => verify({ ...parsed(), inputs: { deep } })).code).toBe('input_invalid')
  })
})

describe('canonical JSON (RFC 8785)', () => {
  test('sorts members by UTF-16 units, escapes as JSON, and writes numbers as ECMAScript does', () => {
    const value = { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\ud83d\ude00': 5, '\u0080': 6, '\u00f6': 7 }
    expect(canonicalJson(value)).toBe(
      '{"\\r":2,"1":4,"\u0080":6,"\u00f6":7,"\u20ac":1,"\ud83d\ude00":5,"\ufb33":3}',
    )
    expect(
      canonicalJson([333333333.3333333, 1e30, 4.5, 2e-3, 1e-27, -0, null, true, 'a\u000f\n"\\/\u2028']),
    ).toBe('[333333333.3333333,1e+30,4.5,0.002,1e-27,0,null,true,"a\\u000f\\n\\"\\\\/\u2028"]')
  })

  test('leaves out members that are undefined', () => {
    expect(canonicalJson({ a: undefined, b: [] })).toBe('{"b":[]}')
  })

  test('refuses what JSON has no form for', () => {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, '\ud800', { '\udc00': 1 }])
      expect(refusal(() => canonicalJson(value)).code).toBe('not_canonical')
  })

  test('agrees with a second implementation on any JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const json = JSON.parse(JSON.stringify(value))
        expect(canonicalJson(json)).toBe(jcs(json))
        expect(JSON.parse(canonicalJson(json))).toEqual(json)
        expect(hashOf(json)).toBe(sha256(jcs(json)))
      }),
      runs(300),
    )
  })
})

describe('the version that judges', () => {
  const second = readPolicy(
    alteredData({
      version: 'tractops-2027-01',
      effectiveFrom: '2027-01-15',
      'meanings.eligible.is': ['annual', 'monthly'],
    }),
  )
  const judgedBy = (of: string, policies = [second, published]) =>
    month({ month: of, down: [], subscriptions: [] }, policies).policy.version

  test('is the one in force when the month began, in whatever order they are given', () => {
    expect(judgedBy('2026-12')).toBe('tractops-2026-11')
    expect(judgedBy('2027-01')).toBe('tractops-2026-11')
    expect(judgedBy('2027-02')).toBe('tractops-2027-01')
    expect(judgedBy('2027-02', [published, second])).toBe('tractops-2027-01')
    expect(judgedBy('2026-11')).toBe('tractops-2026-11')
  })

  test('before the first version is the first', () => {
    expect(judgedBy('2020-02')).toBe('tractops-2026-11')
  })

  test('none at all is refused', () => {
    expect(refusal(() => judgedBy('2026-11', [])).code).toBe('policy_missing')
  })

  test('a changed figure changes its hash', () => {
    expect(altered('meanings.page.is', '6 minutes').hash).not.toBe(published.hash)
    const sealed: Statement = month(input, [altered('meanings.page.is', '6 minutes')])
    expect(verify(sealed)).toMatchObject({ verified: false, differences: [{ path: 'policy.hash' }] })
  })
})

describe('a month is refused', () => {
  test.each([
    [{ month: '2026-13' }, 'month_invalid', 'month'],
    [{ month: 11 }, 'input_invalid', 'month'],
    [{ subscriptions: [{ ...carla, units: 1.5 }] }, 'input_invalid', 'subscriptions[0].units'],
    [{ subscriptions: [{ ...carla, units: -1 }] }, 'input_invalid', 'subscriptions[0].units'],
    [
      { subscriptions: [{ ...carla, discountPercent: 12.345 }] },
      'input_invalid',
      'subscriptions[0].discountPercent',
    ],
    [
      { subscriptions: [{ ...carla, discountPercent: 100.01 }] },
      'input_invalid',
      'subscriptions[0].discountPercent',
    ],
    [
      { subscriptions: [{ ...carla, discountPercent: -1 }] },
      'input_invalid',
      'subscriptions[0].discountPercent',
    ],
    [{ subscriptions: [{ ...carla, plan: 'gold' }] }, 'input_invalid', 'subscriptions[0].plan'],
    [{ subscriptions: [{ ...carla, start: '2026-02-30' }] }, 'date_invalid', 'subscriptions[0].start'],
    [{ subscriptions: [{ ...carla, end: '2025-12-31' }] }, 'input_invalid', 'subscriptions[0].end'],
    [{ subscriptions: [{ ...carla, customer: '' }] }, 'input_invalid', 'subscriptions[0].customer'],
    [{ subscriptions: [{ ...carla, tax: 8 }] }, 'field_unknown', 'subscriptions[0].tax'],
    [{ now: '2026-12-05T00:00:00.0001Z' }, 'instant_too_fine', 'now'],
    [{ now: '2026-12-05T00:00:00' }, 'instant_invalid', 'now'],
    [{ down: undefined }, 'input_invalid', 'down'],
    [{ claim: [] }, 'field_unknown', 'claim'],
  ])('for %j: %s at %s', (changes, code, path) => {
    const changed = { ...input, ...changes } as unknown as MonthInput
    expect(refusal(() => month(changed))).toMatchObject({ code, path })
  })
})
