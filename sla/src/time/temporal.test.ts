import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { goldenAnswers } from '../../test/golden-answers.ts'
import * as time from './index.ts'
import { Temporal } from './temporal.ts'

it('uses the platform’s own Temporal where there is one', () => {
  expect(Temporal).toBe(globalThis.Temporal)
})

it('answers the same with the polyfill, on a runtime that has no Temporal', () => {
  const script = fileURLToPath(new URL('../../test/without-temporal.ts', import.meta.url))
  const told = JSON.parse(execFileSync(process.execPath, [script], { encoding: 'utf8' }))
  expect(told.native).toBe(false)
  expect(told.answers).toEqual(goldenAnswers(time))
  expect(told.answers).toMatchObject({
    spring: '2027-03-15T19:00:00Z',
    month: '2026-11-01T07:00:00Z 2026-12-01T08:00:00Z',
  })
})
