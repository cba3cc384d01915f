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

test('of thousands of incidents the latest are read for the pages made all the time, and those open however old', async () => {
  const now = Temporal.Instant.from('2026-11-23T14:03:20Z')
  const platform = await testPlatform({ now })
  try {
    await platform.pool.query(
      `insert into incident (id, title, impact, state, automatic, followed, started_at, resolved_at, created_at, updated_at, created_by)
       select 'inc_' || i, 'Outage ' || i, 'major', 'resolved', false, false, at, case when i = 3000 then null else at end, at, at,
         '{"kind":"system","name":"test"}'
       from (select i, timestamptz '2026-11-23T14:00:00Z' - i * interval '1 minute' as at from generate_series(1, 3000) i) made`,
    )
    const source = serviceSource(platform, [policy])
    const { told } = await source((reader) => readStatus(reader, [policy]))
    expect(told.incidents).toHaveLength(201)
    expect([told.incidents[0]!.id, told.incidents.at(-1)!.id]).toEqual(['inc_1', 'inc_3000'])
    expect(
      await source((reader) => reader.incidents({ from: now.subtract({ hours: 90 * 24 }), to: now })),
    ).toHaveLength(3000)
  } finally {
    await platform.close()
  }
})
