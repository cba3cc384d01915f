import { testPlatform } from '@tractops/platform/testing'
import { expect, test } from 'vitest'
import { policy } from '../testing/scenes.ts'
import { readHistory, readStatus } from './read.ts'
import { serviceSource } from './service-source.ts'

test('on an empty database nothing is watched, all of the month is unmeasured, and there is no history', async () => {
  const now = Temporal.Instant.from('2026-11-23T14:03:20Z')
  const platform = await testPlatform({ now })
  try {
    const source = serviceSource(platform, [policy])
    const input = await source((reader) => readStatus(reader, [policy]))
    expect(input).toMatchObject({ month: '2026-11', components: [] })
    expect(input.now.equals(now)).toBe(true)
    expect(input.monthToDate.uptime).toMatchObject({ uptime: null, measuredMs: 0, creditPercent: null })
    expect(await source((reader) => readHistory(reader, [policy]))).toEqual([])
  } finally {
    await platform.close()
  }
})
