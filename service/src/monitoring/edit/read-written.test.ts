import { AppError } from '@tractops/platform'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readComponent, readMonitor } from './read-written.ts'
import { shown } from './shown.ts'
import type { Written } from './tables.ts'

test('whatever is written is refused with a reason, or read, and never a crash', () => {
  const fields = fc.constantFrom(
    'key',
    'component',
    'every',
    'http',
    'journey',
    'steps',
    'headers',
    'heartbeat',
    'token',
    'tls',
    'ca',
    'expect',
    'json',
    '__proto__',
    'kind',
  )
  const leaf = fc.oneof(
    fc.string(),
    fc.double(),
    fc.boolean(),
    fc.constant(null),
    fc.constantFrom('app', '1m', '${secret:X}', '${env:X}', '$${', 'https://a.example/'),
  )
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { depthSize: 'small' },
      leaf,
      fc.array(tie('tree'), { maxLength: 3 }),
      fc.dictionary(fields, tie('tree'), { maxKeys: 5 }),
    ),
  }))
  fc.assert(
    fc.property(fc.dictionary(fields, tree, { maxKeys: 8 }), (written) => {
      for (const read of [readMonitor, readComponent]) {
        try {
          read(written as Written)
          shown(written as Written)
        } catch (error) {
          expect(error).toBeInstanceOf(AppError)
        }
      }
    }),
    { numRuns: 2_000 },
  )
  const deep = JSON.parse(`${'{"http":'.repeat(50_000)}1${'}'.repeat(50_000)}`)
  expect(() => readMonitor(deep)).toThrow('nested too deep')
})
