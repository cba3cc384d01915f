import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { schemaText } from '../../scripts/publish-policies.ts'
import { alteredData, policyText, published } from '../../test/policies.ts'
import { refusal } from '../../test/refusal.ts'
import { runs } from '../../test/runs.ts'
import {
  check,
  defaultPolicies,
  formatPercent,
  loadPolicy,
  percentText,
  policyAt,
  policyOn,
  readPercent,
  readPolicy,
} from '../index.ts'
import { readDuration } from './duration.ts'
import { published as publishedData } from './published.ts'

/** The line, from 1, on which a text stands in the published file. */
const lineOf = (text: string) => policyText.slice(0, policyText.indexOf(text)).split('\n').length
const planted = (from: string, to: string) => {
  expect(policyText).toContain(from)
  const answer = check(policyText.replace(from, to))
  expect(answer.valid).toBe(false)
  expect(refusal(() => loadPolicy(policyText.replace(from, to))).code).toBe('policy_invalid')
  return answer.problems
}

test('the published file holds, and is what the package judges by', () => {
  expect(check(policyText)).toEqual({ valid: true, problems: [] })
  const [only, ...more] = defaultPolicies()
  expect(more).toEqual([])
  expect(only!.hash).toBe(published.hash)
  expect(loadPolicy(policyText).hash).toBe(published.hash)
  expect(defaultPolicies()).toBe(defaultPolicies())
})

test('what follows from the policy files has been written anew', () => {
  const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8')
  expect(JSON.parse(read('../../policy/policy.schema.json'))).toEqual(JSON.parse(schemaText()))
  expect(publishedData).toEqual([parse(policyText)])
})

describe('sla check finds a planted fault, with its place', () => {
  test.each([
    ['tiers that overlap', 'below: "99.0"', 'below: "99.2"', 'uptime.tiers[1].below', 'below: "99.0"'],
    ['tiers with a hole', 'below: "99.0"', 'below: "98.0"', 'uptime.tiers[1].below', 'below: "99.0"'],
    ['a tier above the target', 'target: "99.5"', 'target: "99.4"', 'uptime.tiers[0].below', 'below: "99.5"'],
    ['a tier below the target', 'target: "99.5"', 'target: "99.6"', 'uptime.tiers[0].below', 'below: "99.5"'],
    [
      'a last tier that does not end at 0',
      'atLeast: "0"',
      'atLeast: "10"',
      'uptime.tiers[2].atLeast',
      'atLeast: "0"',
    ],
    [
      'a tier that holds nothing',
      'atLeast: "99.0"',
      'atLeast: "99.5"',
      'uptime.tiers[0].atLeast',
      'atLeast: "99.0"',
    ],
    [
      'a worse month with less credit',
      'creditPercent: 10',
      'creditPercent: 5',
      'uptime.tiers[1].creditPercent',
      'creditPercent: 10',
    ],
    [
      'a credit above the fee',
      'creditPercent: 25',
      'creditPercent: 101',
      'uptime.tiers[2].creditPercent',
      'creditPercent: 25',
    ],
    ['a percentage without quotes', 'target: "99.5"', 'target: 99.5', 'uptime.target', 'target:'],
    ['a percentage too fine', 'target: "99.5"', 'target: "99.50001"', 'uptime.target', 'target:'],
    [
      'an unknown zone',
      '\nzone: America/Los_Angeles',
      '\nzone: America/Lost_Angeles',
      'zone',
      'zone: America',
    ],
    [
      'an unknown zone of the calendar',
      '    zone: America/Los_Angeles',
      '    zone: +08:00',
      'response.calendar.zone',
      '    zone: America',
    ],
    [
      'hours that run backwards',
      'mon: ["09:00-18:00"]',
      'mon: ["18:00-09:00"]',
      'response.calendar.weekly.mon[0]',
      'mon:',
    ],
    [
      'hours past the day',
      'tue: ["09:00-18:00"]',
      'tue: ["09:00-24:01"]',
      'response.calendar.weekly.tue[0]',
      'tue:',
    ],
    ['a window without length', '"02:00-04:00"', '"02:00-02:00"', 'maintenance.window.hours', 'window:'],
    ['a window backwards', '"02:00-04:00"', '"04:00-02:00"', 'maintenance.window.hours', 'window:'],
    ['a wrong row', 'row: 31', 'row: 32', 'meanings.businessDay.row', 'row: 31'],
    [
      'a reading that the engine does not carry out',
      'half up, once',
      'half even',
      'meanings.cents.is',
      'is: half up, once',
    ],
    ['an unknown field', 'provider: TractOps', 'provider: TractOps\nowner: Ava', 'owner', 'zone: America'],
    [
      'business time where elapsed time is meant',
      'is: 48 hours',
      'is: 48 business hours',
      'meanings.announced.is',
      'is: 48 hours',
    ],
    ['no length of time', 'is: 5 minutes', 'is: soon', 'meanings.page.is', 'is: 5 minutes'],
    ['no number of days', 'is: 30 days', 'is: 4 weeks', 'meanings.claimPeriod.is', 'is: 30 days'],
    ['no number of intervals', '2 check intervals', '40 seconds', 'meanings.unmeasured.is', 'is: 2 check'],
    [
      'no reason',
      'because: Two alarms about the same minute are still one minute.',
      'because: " "',
      'meanings.overlaps.because',
      'because: Two',
    ],
    ['no date', 'effectiveFrom: 2026-11-01', 'effectiveFrom: 2026-11-31', 'effectiveFrom', 'effectiveFrom:'],
    ['no mail address', 'address: contact@tractops.com', 'address: contact', 'contact.address', 'address:'],
    ['no regular expression', "'^\\s*\\[P1\\]'", "'['", 'contact.urgentSubject', 'urgentSubject:'],
    [
      'a fraction of a cent',
      'unitPriceCents: 199',
      'unitPriceCents: 199.5',
      'plans.standard.unitPriceCents',
      'standard: { name: Standard',
    ],
  ])('%s', (_, from, to, path, where) => {
    const problems = planted(from, to)
    const found = problems.find((problem) => problem.path === path)
    expect(problems.map((p) => p.path)).toContain(path)
    expect(found!.line).toBe(lineOf(where))
    expect(found!.column).toBeGreaterThanOrEqual(1)
    expect(found!.message).toMatch(/[.]$/)
    expect(Object.keys(found!)).toEqual(['path', 'line', 'column', 'message'])
  })

  test('a row that is missing, at the table that should have it', () => {
    const [problem] = planted(
      policyText.slice(policyText.indexOf('  page:'), policyText.indexOf('  meeting:')),
      '',
    )
    expect(problem).toMatchObject({ path: 'meanings.page', line: lineOf('  month:\n') })
  })

  test('hours that never open', () => {
    const closed = JSON.stringify(alteredData({ 'response.calendar.weekly': { mon: ['09:00-09:00'] } }))
    expect(check(closed).problems).toMatchObject([{ path: 'response.calendar.weekly' }])
  })

  test('all faults are told, not only the first', () => {
    const two = policyText.replace('row: 3\n', 'row: 4\n').replace('row: 36', 'row: 35')
    expect(check(two).problems.map((p) => p.path)).toEqual([
      'meanings.sustained.row',
      'meanings.localTimes.row',
    ])
  })

  test('a key that is there twice', () => {
    const problems = planted('currency: USD', 'currency: USD\ncurrency: USD')
    expect(problems).toMatchObject([
      { path: '', line: lineOf('currency: USD') + 1, message: expect.stringMatching(/unique/i) },
    ])
  })

  test.each([
    ['a bracket that is not closed', 'officers: []', 'officers: ['],
    ['a tab', '  officers: []', '\tofficers: []'],
    ['an alias of nothing', 'officers: []', 'officers: *nobody'],
    ['a second document', '# Section 5', '---\na: 1'],
  ])('YAML with %s', (_, from, to) => {
    for (const problem of planted(from, to)) expect(problem.line).toBeGreaterThan(1)
  })

  test('what is no policy at all', () => {
    for (const text of ['', '5', '[]', 'null', '# only a comment', '"x"'])
      expect(check(text)).toMatchObject({ valid: false, problems: [{ path: '', line: expect.any(Number) }] })
  })

  test('aliases that repeat without end, quickly', () => {
    const bomb = ['a0: &a0 [x, x, x, x, x, x, x, x, x]']
    for (let i = 1; i < 12; i++)
      bomb.push(
        `a${i}: &a${i} [${Array(9)
          .fill(`*a${i - 1}`)
          .join(', ')}]`,
      )
    expect(check(bomb.join('\n'))).toMatchObject({
      valid: false,
      problems: [{ path: '', line: 1, message: expect.stringContaining('Aliases') }],
    })
  })

  test('brackets nested without end', () => {
    const deep = `version: ${'['.repeat(20_000)}${']'.repeat(20_000)}`
    expect(check(deep).valid).toBe(false)
    expect(check(`version: ${'['.repeat(400)}${']'.repeat(400)}`).valid).toBe(false)
  })

  test('any damaged text is answered, never thrown', () => {
    fc.assert(
      fc.property(fc.nat(policyText.length), fc.nat(40), fc.string({ maxLength: 6 }), (from, length, put) => {
        const text = policyText.slice(0, from) + put + policyText.slice(from + length)
        const { valid, problems } = check(text)
        expect(problems.length > 0).toBe(!valid)
        for (const { line } of problems) {
          expect(line).toBeGreaterThanOrEqual(1)
          expect(line).toBeLessThanOrEqual(text.split('\n').length)
        }
      }),
      runs(150),
    )
  })
})

describe('the hash of a policy', () => {
  test('is that of its data: comments, layout and the order of fields do not matter', () => {
    expect(loadPolicy(`# Looked at by Ava.\n${policyText.replaceAll(/^ *#.*$/gm, '')}\n\n`).hash).toBe(
      published.hash,
    )
    const data = parse(policyText) as Record<string, unknown>
    expect(loadPolicy(JSON.stringify(Object.fromEntries(Object.entries(data).reverse()))).hash).toBe(
      published.hash,
    )
  })

  test('changes with any figure', () => {
    expect(loadPolicy(policyText.replace('is: 60 seconds', 'is: 61 seconds')).hash).not.toBe(published.hash)
  })
})

describe('the JSON Schema of the file, for editors', () => {
  const schema = JSON.parse(schemaText())

  test('has a property for each field, all of them required, and no others', () => {
    const data = parse(policyText) as { meanings: object }
    expect(schema.type).toBe('object')
    expect(schema.additionalProperties).toBe(false)
    expect(Object.keys(schema.properties).sort()).toEqual(Object.keys(data).sort())
    expect([...schema.required].sort()).toEqual(Object.keys(data).sort())
    expect(Object.keys(schema.properties.meanings.properties)).toEqual(Object.keys(data.meanings))
    expect(schema.properties.meanings.required).toHaveLength(36)
  })
})

describe('the version in force', () => {
  const version = (name: string, effectiveFrom: string, zone = 'America/Los_Angeles') =>
    readPolicy(alteredData({ version: name, effectiveFrom, zone }))
  const policies = [version('c', '2027-03-01'), version('a', '2026-11-01'), version('b', '2027-01-01')]
  const on = (date: string) => {
    const { policy, beforeFirst } = policyOn(policies, date)
    return `${policy.version} ${beforeFirst}`
  }

  test('is the latest whose day has come, and before the first day the first', () => {
    expect(
      ['2026-10-31', '2026-11-01', '2026-12-31', '2027-01-01', '2027-02-28', '2027-03-01', '2030-01-01'].map(
        on,
      ),
    ).toEqual(['a true', 'a false', 'a false', 'b false', 'b false', 'c false', 'c false'])
  })

  test('at an instant follows the day in the zone of the first version, in whatever order they come', () => {
    const [first, second] = [version('a', '2026-11-01'), version('b', '2027-01-01', 'Asia/Tokyo')]
    for (const given of [
      [first, second],
      [second, first],
    ]) {
      expect(policyAt(given, Temporal.Instant.from('2027-01-01T07:59:59.999Z')).policy.version).toBe('a')
      expect(policyAt(given, Temporal.Instant.from('2027-01-01T08:00:00Z')).policy.version).toBe('b')
    }
  })
})

describe('figures as people write them', () => {
  test('percentages have at most four decimals, and lie between 0 and 100', () => {
    expect(['0', '100', '100.0000', '99.5', '0.0001', '99.4213'].map(readPercent)).toEqual([
      0, 1_000_000, 1_000_000, 995_000, 1, 994_213,
    ])
    for (const text of [
      '',
      '100.0001',
      '101',
      '1e2',
      '-1',
      '.5',
      '5.',
      '05',
      '99.50000',
      ' 5',
      '99,5',
      '1000',
    ])
      expect(readPercent(text)).toBeNull()
  })

  test('and are shown with four, or with one at least', () => {
    expect([0, 1, 5_000, 994_213, 1_000_000].map(formatPercent)).toEqual([
      '0.0000',
      '0.0001',
      '0.5000',
      '99.4213',
      '100.0000',
    ])
    expect([0, 995_000, 990_000, 999_900, 994_213].map(percentText)).toEqual([
      '0.0',
      '99.5',
      '99.0',
      '99.99',
      '99.4213',
    ])
  })

  test('percentages come back as they went', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000 }), (scaled) => {
        expect(readPercent(formatPercent(scaled))).toBe(scaled)
        expect(readPercent(percentText(scaled))).toBe(scaled)
      }),
      runs(300),
    )
  })

  test('lengths of time are a whole number and a unit', () => {
    expect(readDuration('20 seconds')).toEqual({ counted: 'elapsed', ms: 20_000 })
    expect(readDuration('1 minute')).toEqual({ counted: 'elapsed', ms: 60_000 })
    expect(readDuration('2 days')).toEqual({ counted: 'elapsed', ms: 172_800_000 })
    expect(readDuration('4 business hours')).toEqual({ counted: 'business', ms: 14_400_000 })
    expect(readDuration('90 business minutes')).toEqual({ counted: 'business', ms: 5_400_000 })
    expect(readDuration('5 business days')).toEqual({ counted: 'business_days', days: 5 })
    for (const text of [
      '',
      '0 hours',
      '1.5 hours',
      '1  hour',
      'an hour',
      '1 week',
      '1 hours ',
      '01 hour',
      '1000000 days',
    ])
      expect(readDuration(text)).toBeNull()
  })
})
