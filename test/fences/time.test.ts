import { describe, expect, test } from 'vitest'
import { clockReads, sqlClockReads } from './clock-reads.ts'
import { isTest, sourceFiles } from './source-files.ts'

const CLOCK = 'platform/src/clock.ts'

const product = () =>
  sourceFiles('{sla,platform,service}/{src,bin}/**/*.{ts,js}').filter((file) => !isTest(file))

test('only the platform’s clock tells the time', () => {
  const reads = product().flatMap(({ path, text }) =>
    clockReads(text)
      .filter(() => path !== CLOCK)
      .map((read) => `${path}:${read}`),
  )
  expect(reads).toEqual([])
})

test('no migration lets the database tell the time', () => {
  const reads = sourceFiles('service/migrations/**/*.sql').flatMap(({ path, text }) =>
    sqlClockReads(text).map((read) => `${path}:${read}`),
  )
  expect(reads).toEqual([])
})

test('the fence looks at the whole product, and finds the clock where it is', () => {
  const files = product()
  expect(files.length).toBeGreaterThan(80)
  for (const part of ['sla/src/', 'platform/src/', 'service/src/']) {
    expect(files.filter(({ path }) => path.startsWith(part)).length, part).toBeGreaterThan(10)
  }
  expect(clockReads(files.find(({ path }) => path === CLOCK)!.text)).not.toEqual([])
  expect(sourceFiles('service/migrations/**/*.sql').length).toBeGreaterThan(0)
})

describe('the fence catches', () => {
  test.each([
    'const at = Date.now()',
    'const at = new Date()',
    'const at = new Date',
    'const at = Date()',
    'const { now } = Date',
    'const clock = Date',
    'const at = globalThis.Date.now()',
    'const at = Temporal.Now.instant()',
    'const { Now } = Temporal; const at = Temporal.Now',
    'const begun = performance.now()',
    'const begun = process.hrtime.bigint()',
    'const rows = await sql`select 1 where due_at <= now()`',
    'const rows = await sql`now()`',
    "await client.query('select * from job where due_at < CURRENT_TIMESTAMP')",
    'await client.query(`insert into job values (clock_timestamp())`)',
    "const column = timestamp('at').defaultNow()",
  ])('%s', (code) => {
    expect(clockReads(`/** Says when. */\n${code}\n`)).toEqual([expect.stringMatching(/^2: /)])
  })

  test.each(['"at" timestamp DEFAULT now() NOT NULL', 'set at = current_timestamp'])('in SQL: %s', (line) => {
    expect(sqlClockReads(`create table t (\n${line}\n)`)).toEqual([`2: ${line}`])
  })
})

describe('the fence lets pass', () => {
  test.each([
    '// never Date.now() here',
    '/** Not `new Date()`. */',
    'const at = new Date(instant.epochMilliseconds)',
    'const ms = Date.parse(text)',
    'let at: Date',
    'const is = value instanceof Date',
    'const at = ctx.now',
    'const at = clock.now()',
    "const sentence = 'The current_date of now() is told by the clock.'",
  ])('%s', (code) => {
    expect(clockReads(code)).toEqual([])
  })
})
