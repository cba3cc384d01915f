import { expect, test } from 'vitest'
import { isTest, type SourceFile, sourceFiles } from '../fences/source-files.ts'

const SECTIONS = [1, 2, 3, 4, 5].map((number) => `SLA §${number}`)
const ROWS = Array.from({ length: 36 }, (_, index) => `(row ${index + 1})`)

const engine = sourceFiles('sla/{src,test}/**/*.ts')
const code = engine.filter(({ path }) => path.startsWith('sla/src/') && !isTest({ path }))
const tests = engine.filter(({ path }) => path.endsWith('.test.ts'))
const uncited = (names: string[], files: SourceFile[]) =>
  names.filter((name) => !files.some(({ text }) => text.includes(name)))

test('each section of the agreement and each row of the meanings is carried out by code that cites it', () => {
  expect(code.length).toBeGreaterThan(20)
  expect(uncited([...SECTIONS, ...ROWS], code)).toEqual([])
})

test('each section of the agreement and each row of the meanings is held by a test that cites it', () => {
  expect(tests.length).toBeGreaterThan(10)
  expect(uncited([...SECTIONS, ...ROWS], tests)).toEqual([])
})

test('a row that nobody cites is found, and its number is not taken for the beginning of another', () => {
  expect(uncited(['(row 1)', '(row 3)'], [{ path: 'a.ts', text: '/** (row 12) (row 3) */' }])).toEqual([
    '(row 1)',
  ])
})
