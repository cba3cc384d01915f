import { expect, test } from 'vitest'
import { spellPercent } from './kept-table.tsx'

test.each([
  ['100.0000', '100 %'],
  ['99.9999', '99.99 %'],
  ['80.5000', '80.5 %'],
  ['0.0000', '0 %'],
  [null, 'none yet'],
])('%s of first responses in time reads %s', (percent, said) => {
  expect(spellPercent(percent)).toBe(said)
})
