import { expect, test } from 'vitest'
import { askedAt } from './canned-list.tsx'

test.each([
  [';', 1, { from: 0, words: '' }],
  ['Dear Carla, ;ask pic', 20, { from: 12, words: 'ask pic' }],
  ['One; two', 8, null],
  ['First ;a\nthen', 13, null],
  ['; and so on', 11, null],
])('in %j at %i a canned reply is asked for: %j', (text, caret, asked) => {
  expect(askedAt(text, caret)).toEqual(asked)
})
