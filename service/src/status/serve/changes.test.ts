import { announce, inTransaction } from '@tractops/platform'
import { type TestPlatform, testPlatform } from '@tractops/platform/testing'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { changesOf } from './changes.ts'

let p: TestPlatform

beforeEach(async () => {
  p = await testPlatform({ now: Temporal.Instant.from('2026-11-24T18:00:00Z') })
  await p.events.start()
})
afterEach(() => p.close())

/** Resolves with how often the pages were to be made again, once all that was announced before has been heard. */
async function changesAfter(topics: readonly string[]): Promise<number> {
  let changes = 0
  const last = Promise.withResolvers<void>()
  const forget = [
    changesOf(p, () => changes++),
    p.events.on((topic) => topic === 'the last one' && last.resolve()),
  ]
  for (const topic of [...topics, 'the last one'])
    await inTransaction(p, { kind: 'system', name: 'test' }, (ctx) => announce(ctx, topic))
  await last.promise
  for (const one of forget) one()
  return changes
}

test('the pages are made again for what is measured and told', async () => {
  expect(await changesAfter(['measured', 'monitoring', 'incidents', 'maintenance', 'vendors'])).toBe(5)
})

test('a busy desk, mail, and whoever is told leave the pages as they are', async () => {
  expect(await changesAfter(['desk', 'desk-presence', 'mail', 'subscribers', 'billing', 'accounts'])).toBe(0)
})
