import { afterEach, beforeEach, expect, test } from 'vitest'
import { at, type DeskStage, openDeskStage } from '../../../test/desk-stage.ts'

let stage: DeskStage
beforeEach(async () => {
  stage = await openDeskStage(at('2026-11-23T18:00:00Z'))
})
afterEach(() => stage.close())

/** What was told of a ticket's time so far, in hundredths, and when it is due. */
async function told(id: string) {
  const { rows } = await stage.p.pool.query(
    `select (data ->> 'portion')::int as portion from ticket_event where ticket_id = $1 and kind = 'warned' order by id`,
    [id],
  )
  return { portions: rows.map(({ portion }) => portion), due: String((await stage.row(id)).dueAt) }
}

test('a clock that jumps an hour forwards and back while questions wait doubles no warning, skips none, and moves nothing that is due', async () => {
  // A P2 of 10:00 Pacific is due at 14:00; half of its time is over at 12:00.
  const { id } = await stage.asks({ severity: 'P2' })
  const due = '2026-11-23T22:00:00Z'
  await stage.until('2026-11-23T19:30:00Z')
  expect(await told(id)).toEqual({ portions: [], due })
  await stage.until('2026-11-23T20:30:00Z')
  expect(await told(id)).toEqual({ portions: [50], due })
  await stage.until('2026-11-23T19:31:00Z')
  await stage.until('2026-11-23T20:31:00Z')
  expect(await told(id)).toEqual({ portions: [50], due })
  await stage.until('2026-11-23T21:05:00Z')
  await stage.until('2026-11-23T20:05:00Z')
  await stage.until('2026-11-23T21:06:00Z')
  expect(await told(id)).toEqual({ portions: [50, 75], due })
  await stage.until('2026-11-23T21:40:00Z')
  await stage.until('2026-11-23T22:40:00Z')
  await stage.until('2026-11-23T21:41:00Z')
  await stage.until('2026-11-23T22:00:00.001Z')
  expect(await told(id)).toEqual({ portions: [50, 75, 90, 100], due })
  const sent = stage.mails().filter((line) => line.includes('ben@tractops.com'))
  expect(sent).toHaveLength(4)
})

test('a question that was asked while the clock was an hour ahead is due by when it was received, and told of once', async () => {
  stage.p.clock.set(at('2026-11-23T19:00:00Z'))
  const { id } = await stage.asks({ severity: 'P2' })
  await stage.until('2026-11-23T18:00:00Z')
  expect(await told(id)).toEqual({ portions: [], due: '2026-11-23T23:00:00Z' })
  await stage.until('2026-11-23T23:00:00.001Z')
  await stage.until('2026-11-23T22:00:00Z')
  await stage.until('2026-11-23T23:30:00Z')
  expect(await told(id)).toEqual({ portions: [100], due: '2026-11-23T23:00:00Z' })
  expect(await stage.clock(id)).toMatchObject({ state: 'breached', breached: '2026-11-23T23:00:00Z' })
})
