import ts from 'typescript'
import { expect, test } from 'vitest'
import { isTest, sourceFiles } from './source-files.ts'

const FORBIDDEN = ['parseFloat', 'toFixed', 'toPrecision', 'random']

/** Names by which floating point or chance would enter the engine; comments may speak of them. */
function inexact(text: string): string[] {
  const file = ts.createSourceFile('file.ts', text, ts.ScriptTarget.Latest, true)
  const found: string[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && FORBIDDEN.includes(node.text)) found.push(node.parent.getText())
    ts.forEachChild(node, visit)
  }
  visit(file)
  return found
}

const engine = () => sourceFiles('sla/src/**/*.ts').filter((file) => !isTest(file))

test('the engine decides by exact integers: nothing parses, rounds or prints a float, and nothing is left to chance', () => {
  expect(engine().flatMap(({ path, text }) => inexact(text).map((code) => `${path}: ${code}`))).toEqual([])
})

test('the fence looks at the whole engine', () => {
  expect(engine().length).toBeGreaterThan(20)
})

test.each([
  'parseFloat(text)',
  'Number.parseFloat(text)',
  'percent.toFixed(4)',
  'Math.random()',
  'const { random } = Math',
])('the fence catches %s', (code) => {
  expect(inexact(`// toFixed\n${code}`)).toHaveLength(1)
})
